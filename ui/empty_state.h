#pragma once

#include <QWidget>

class QAction;
class QPushButton;
class QVBoxLayout;

namespace netlens {

/// What the window says before the first picture: one sentence and the ways in.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    EmptyState(
        QAction* open, QAction* downloadWeights, QAction* chooseWeights, QWidget* parent = nullptr);

    /// Offers the ImageNet weights or a file of one's own while they are not here.
    void setWeightsMissing(bool missing);
    /// Offers the sample drawings while the model is one that knows them.
    void setOffersSamples(bool offers);

signals:
    void sampleChosen(const QString& path);

private:
    QWidget* makeSamples();

    QVBoxLayout* m_column;
    QWidget* m_samples = nullptr; ///< made when first offered
    QPushButton* m_download;
    QPushButton* m_weights;
};

} // namespace netlens
