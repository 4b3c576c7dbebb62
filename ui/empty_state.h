#pragma once

#include <QScrollArea>

class QAction;
class QPushButton;
class QVBoxLayout;

namespace netlens {

/// What the window says before the first picture: one sentence and the ways in. Scrolls where there
/// is no room for all of them.
class EmptyState : public QScrollArea {
    Q_OBJECT
public:
    EmptyState(QAction* open, QAction* camera, QAction* downloadWeights, QAction* chooseWeights,
        QWidget* parent = nullptr);

    /// Offers the ImageNet weights or a file of one's own while they are not here.
    void setWeightsMissing(bool missing);
    /// Offers pictures that the model knows; none to hide the offer.
    void setSamples(const QStringList& paths);

signals:
    void sampleChosen(const QString& path);

private:
    QWidget* makeSamples(const QStringList& paths);

    QVBoxLayout* m_column;
    QStringList m_paths; ///< of the samples
    QWidget* m_samples = nullptr; ///< the offer, made when there is one
    QPushButton* m_download;
    QPushButton* m_weights;
    QWidget* m_weightsRow;
};

} // namespace netlens
