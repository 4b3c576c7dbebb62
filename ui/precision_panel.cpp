#include "ui/precision_panel.h"

#include "service/precision_text.h"
#include "ui/hint_label.h"
#include "ui/model_setup.h"

#include <QComboBox>
#include <QFormLayout>
#include <QStandardItemModel>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

PrecisionPanel::PrecisionPanel(ModelSetup& setup, QWidget* parent)
    : QWidget(parent)
    , m_setup(setup)
    , m_precision(new QComboBox)
    , m_explanation(new HintLabel(this))
{
    m_precision->setObjectName(u"precision"_s);
    m_precision->setAccessibleName(tr("Precision of the network"));
    m_precision->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_explanation->setObjectName(u"precisionHint"_s);
    fill();
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Precision"), m_precision);
    form->addRow(QString(), m_explanation);
    connect(m_precision, &QComboBox::activated, this, [this] {
        ModelChoice next = m_setup.choice();
        next.setPrecision(static_cast<Precision>(m_precision->currentData().toInt()));
        m_setup.change(tr("precision"), next);
    });
    connect(&m_setup, &ModelSetup::changed, this, &PrecisionPanel::refresh);
    refresh();
}

void PrecisionPanel::fill()
{
    auto* entries = new QStandardItemModel(m_precision);
    for (const Precision precision : kPrecisions) {
        const PrecisionText text = describePrecision(precision);
        auto* entry = new QStandardItem(
            text.canBeChosen ? text.name : tr("%1 · not on this processor").arg(text.name));
        entry->setData(static_cast<int>(precision), Qt::UserRole);
        entry->setToolTip(text.sentence);
        entry->setEnabled(text.canBeChosen);
        entries->appendRow(entry);
    }
    m_precision->setModel(entries);
}

void PrecisionPanel::refresh()
{
    const Precision precision = m_setup.choice().precision();
    m_precision->setCurrentIndex(m_precision->findData(static_cast<int>(precision)));
    m_explanation->setText(describePrecision(precision).sentence);
}

} // namespace netlens
