#pragma once

#include <QWidget>

class QLabel;

namespace netlens {

/// A control and, while it is off, the one sentence that says why, right below it.
class ReasonedField : public QWidget {
    Q_OBJECT
public:
    explicit ReasonedField(QWidget* control, QWidget* parent = nullptr);

    /// An empty reason switches the control on.
    void setReason(const QString& reason);
    QString reason() const;
    QWidget* control() const { return m_control; }

private:
    QWidget* m_control;
    QLabel* m_reason;
};

} // namespace netlens
