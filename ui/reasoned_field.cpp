#include "ui/reasoned_field.h"

#include "ui/hint_label.h"

#include <QVBoxLayout>

namespace netlens {

ReasonedField::ReasonedField(QWidget* control, QWidget* parent)
    : QWidget(parent)
    , m_control(control)
    , m_reason(new HintLabel(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    column->addWidget(control);
    column->addWidget(m_reason);
    setFocusProxy(control);
    m_reason->hide();
}

void ReasonedField::setReason(const QString& reason)
{
    m_control->setEnabled(reason.isEmpty());
    m_control->setAccessibleDescription(reason);
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
}

QString ReasonedField::reason() const
{
    return m_reason->text();
}

} // namespace netlens
