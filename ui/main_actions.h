#pragma once

#include <QAction>
#include <QList>
#include <QObject>

namespace netlens {

/// The window's actions with their texts, icons and shortcuts; the window says what they do.
class MainActions : public QObject {
    Q_OBJECT
public:
    explicit MainActions(QObject* parent = nullptr);

    QAction* open;
    QAction* openFolder;
    QAction* exportView;
    QAction* exportWeights;
    QAction* previous;
    QAction* next;
    QAction* quit;
    QAction* copy;
    QAction* copyKeras;
    QAction* paste;
    QAction* findClass;
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* zoomToFit;
    QAction* zoomToActual;
    QAction* fullScreen;
    QAction* dismiss;
    QAction* resetLayout;
    QAction* chooseWeights;
    QAction* useImageNet;
    QAction* useRandom;
    QAction* useDemo;
    QAction* retryWeights;
    QAction* downloadWeights;
    QAction* cancelDownload;
    QAction* installWeights;
    QAction* chooseCalibration;
    QAction* drawCalibration;
    QAction* explainTop;
    QList<QAction*> explainRank; ///< the classes ranked 1 … 9
    QAction* samples;
    QAction* shortcuts;
    QAction* about;

    /// Those that need a picture on screen.
    void setHasPicture(bool hasPicture);
    void setHasClasses(bool hasClasses);
    /// Those that need a model that answers.
    void setHasModel(bool hasModel);
    void setCollectionSize(int count);

private:
    struct Look {
        QString name, text, tip, icon;
        QList<QKeySequence> keys;
    };
    QAction* add(const Look& look);
    void addFileActions();
    void addEditActions();
    void addViewActions();
    void addModelActions();
    void addCalibrationActions();
    void addExplainActions();
    void addHelpActions();
};

} // namespace netlens
