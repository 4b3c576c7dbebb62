#pragma once

#include <QWidget>

class QAction;
class QPushButton;

namespace netlens {

/// What the window says before the first picture: one sentence and the ways in.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    EmptyState(
        QAction* open, QAction* downloadWeights, QAction* chooseWeights, QWidget* parent = nullptr);

    /// Offers the ImageNet weights or a file of one's own while they are not here.
    void setWeightsMissing(bool missing);

private:
    QPushButton* m_download;
    QPushButton* m_weights;
};

} // namespace netlens
