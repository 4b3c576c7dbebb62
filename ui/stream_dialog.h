#pragma once

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;

namespace netlens {

/// Asks for the address of a stream; offers those of late.
class StreamDialog : public QDialog {
    Q_OBJECT
public:
    explicit StreamDialog(QWidget* parent = nullptr);

    QString address() const;

    /// Addresses opened lately, newest first, as remembered between runs.
    static QStringList recent();
    static void remember(const QString& address);

private:
    void check();

    QComboBox* m_address;
    QPushButton* m_open;
};

} // namespace netlens
