#pragma once

#include <QWidget>

class QButtonGroup;
class QLabel;
class QProgressBar;
class QPushButton;

namespace netlens {

class IconLabel;
class MainActions;
class ModelSetup;
class WeightsFetch;

/// Where the weights come from and whether they are there.
class WeightsPanel : public QWidget {
    Q_OBJECT
public:
    WeightsPanel(ModelSetup& setup, WeightsFetch& fetch, const MainActions& actions,
        QWidget* parent = nullptr);

signals:
    void chooseFileRequested();

private:
    void choose(int kind);
    void refresh();
    void refreshDownload();
    QString insteadText() const;
    QString stateText() const;
    QString stateIcon() const;

    ModelSetup& m_setup;
    WeightsFetch& m_fetch;
    const MainActions& m_actions;
    QButtonGroup* m_kinds;
    IconLabel* m_icon;
    QLabel* m_state;
    QProgressBar* m_progress;
    QPushButton* m_download;
    QPushButton* m_cancel;
    QPushButton* m_chooseFile;
};

} // namespace netlens
