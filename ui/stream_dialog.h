#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace netlens {

/// Asks for the address of a stream. What is accepted is remembered for the next time.
class StreamDialog : public QDialog {
    Q_OBJECT
public:
    explicit StreamDialog(QWidget* parent = nullptr);

    /// The address, password and all. Sound once the dialog is accepted.
    QString url() const;
    void setUrl(const QString& url);

    void accept() override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makeControls();
    void arrange();
    void showRecent();
    void removeRecent();
    void refresh();
    QString reason() const;

    QLineEdit* m_url;
    QLabel* m_reason;
    QListWidget* m_recent;
    QWidget* m_recentPart;
    QPushButton* m_remove;
    QPushButton* m_open;
};

} // namespace netlens
