#include "ui/precision_panel.h"

#include "service/precision_text.h"
#include "ui/action_button.h"
#include "ui/breakable_text.h"
#include "ui/hint_label.h"
#include "ui/main_actions.h"
#include "ui/model_setup.h"

#include <QComboBox>
#include <QDir>
#include <QFormLayout>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

PrecisionPanel::PrecisionPanel(ModelSetup& setup, const MainActions& actions, QWidget* parent)
    : QWidget(parent)
    , m_setup(setup)
    , m_precision(new QComboBox)
    , m_explanation(new HintLabel(this))
    , m_calibrated(new HintLabel(this))
    , m_choose(new ActionButton(actions.chooseCalibration, this))
    , m_draw(new ActionButton(actions.drawCalibration, this))
    , m_calibration(makeCalibration())
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
    form->addRow(QString(), m_calibration);
    connect(m_precision, &QComboBox::activated, this, [this] {
        ModelChoice next = m_setup.choice();
        next.setPrecision(static_cast<Precision>(m_precision->currentData().toInt()));
        m_setup.change(tr("precision"), next);
    });
    connect(&m_setup, &ModelSetup::changed, this, &PrecisionPanel::refresh);
    connect(&m_setup, &ModelSetup::runningChanged, this, &PrecisionPanel::refreshCalibration);
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

QWidget* PrecisionPanel::makeCalibration()
{
    m_calibrated->setObjectName(u"calibrationHint"_s);
    m_calibrated->setTextFormat(Qt::PlainText);
    m_choose->setObjectName(u"chooseCalibrationButton"_s);
    m_draw->setObjectName(u"drawCalibrationButton"_s);
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_calibrated);
    // One below the other, as wide as the dock is: both texts do not fit beside each other.
    for (QPushButton* button : { m_choose, m_draw })
        column->addWidget(button, 0, Qt::AlignLeft);
    return box;
}

void PrecisionPanel::refresh()
{
    const Precision precision = m_setup.choice().precision();
    m_precision->setCurrentIndex(m_precision->findData(static_cast<int>(precision)));
    m_explanation->setText(describePrecision(precision).sentence);
    m_calibration->setVisible(precision == Precision::Int8);
    refreshCalibration();
}

void PrecisionPanel::refreshCalibration()
{
    const QString folder = QString::fromStdString(m_setup.choice().calibrationFolder());
    m_draw->setVisible(!folder.isEmpty());
    if (folder.isEmpty()) {
        m_calibrated->setText(tr("Calibrated on drawn pictures."));
        m_calibrated->setToolTip({});
        return;
    }
    const QString name = QDir(folder).dirName();
    m_calibrated->setText(
        breakable(tr("Calibrated on pictures in “%1”.").arg(name.isEmpty() ? folder : name))
        % passedOverText());
    m_calibrated->setToolTip(QDir::toNativeSeparators(folder));
}

QString PrecisionPanel::passedOverText() const
{
    const auto& running = m_setup.running();
    if (!running || running->passedOver == 0
        || running->request.calibrationFolder != m_setup.choice().calibrationFolder())
        return {};
    return u' '
        % (running->passedOver == 1
                ? tr("One of them could not be read.")
                : tr("%1 of them could not be read.").arg(locale().toString(running->passedOver)));
}

} // namespace netlens
