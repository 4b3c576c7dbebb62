#pragma once

#include "capture/source_address.h"

#include <QDialog>

class QDoubleSpinBox;
class QLineEdit;
class QPushButton;

namespace netlens {

/// Asks for a folder of pictures and how fast they follow one another. What is accepted is
/// remembered for the next time.
class SequenceDialog : public QDialog {
    Q_OBJECT
public:
    explicit SequenceDialog(QWidget* parent = nullptr);

    /// @pre it was accepted
    SourceAddress address() const;

    void accept() override;

private:
    void makeControls();
    void arrange();
    void browse();
    void refresh();
    QString folder() const;

    QLineEdit* m_folder;
    QDoubleSpinBox* m_rate;
    QPushButton* m_browse;
    QPushButton* m_open;
};

} // namespace netlens
