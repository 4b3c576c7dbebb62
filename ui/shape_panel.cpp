#include "ui/shape_panel.h"

#include "ui/model_setup.h"
#include "ui/model_text.h"
#include "ui/reasoned_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include <limits>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

ShapePanel::ShapePanel(ModelSetup& setup, QWidget* parent)
    : QWidget(parent)
    , m_setup(setup)
    , m_alpha(new QDoubleSpinBox)
    , m_height(new QSpinBox)
    , m_width(new QSpinBox)
    , m_dynamic(new QCheckBox(tr("Size from the picture")))
    , m_channels(new QComboBox)
    , m_seed(new QSpinBox)
{
    makeControls();
    auto* size = new QWidget;
    auto* sizeRow = new QHBoxLayout(size);
    sizeRow->setContentsMargins(0, 0, 0, 0);
    sizeRow->setSpacing(4);
    sizeRow->addWidget(m_height, 1);
    sizeRow->addWidget(new QLabel(u"×"_s));
    sizeRow->addWidget(m_width, 1);

    m_alphaField = new ReasonedField(m_alpha);
    m_sizeField = new ReasonedField(size);
    m_dynamicField = new ReasonedField(m_dynamic);
    m_channelsField = new ReasonedField(m_channels);
    m_seedField = new ReasonedField(m_seed);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Alpha"), m_alphaField);
    form->addRow(tr("Height × width"), m_sizeField);
    form->addRow(QString(), m_dynamicField);
    form->addRow(tr("Channels"), m_channelsField);
    form->addRow(tr("Seed"), m_seedField);
    connectControls();
    connect(&m_setup, &ModelSetup::changed, this, &ShapePanel::refresh);
    refresh();
}

void ShapePanel::makeControls()
{
    m_alpha->setObjectName(u"alpha"_s);
    m_alpha->setRange(ModelChoice::kMinAlpha, ModelChoice::kMaxAlpha);
    m_alpha->setSingleStep(0.05);
    m_alpha->setAccessibleName(tr("Width multiplier alpha"));
    for (QSpinBox* side : { m_height, m_width }) {
        side->setRange(ModelChoice::kMinSide, ModelChoice::kMaxSide);
        side->setSingleStep(32);
        side->setKeyboardTracking(false);
    }
    m_alpha->setKeyboardTracking(false);
    m_height->setObjectName(u"inputHeight"_s);
    m_height->setAccessibleName(tr("Input height in pixels"));
    m_width->setObjectName(u"inputWidth"_s);
    m_width->setAccessibleName(tr("Input width in pixels"));
    m_dynamic->setObjectName(u"dynamicSize"_s);
    m_channels->setObjectName(u"channels"_s);
    m_channels->setAccessibleName(tr("Input channels"));
    m_channels->addItem(tr("1 · grey"), 1);
    m_channels->addItem(tr("3 · colour"), 3);
    m_channels->addItem(tr("4 · colour and opaque alpha"), 4);
    m_channels->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_seed->setObjectName(u"seed"_s);
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setKeyboardTracking(false);
    m_seed->setAccessibleName(tr("Seed of the random weights"));
}

void ShapePanel::connectControls()
{
    const auto change = [this](ModelField field, const QString& text, auto edit) {
        ModelChoice next = m_setup.choice();
        edit(next);
        m_setup.change(text, next, static_cast<int>(field));
        refresh();
    };
    connect(m_alpha, &QDoubleSpinBox::valueChanged, this, [change](double alpha) {
        change(ModelField::Alpha, tr("alpha"), [&](ModelChoice& next) { next.setAlpha(alpha); });
    });
    for (QSpinBox* side : { m_height, m_width })
        connect(side, &QSpinBox::valueChanged, this, [this, change] {
            change(ModelField::Size, tr("input size"),
                [this](ModelChoice& next) { next.setSize(m_height->value(), m_width->value()); });
        });
    connect(m_dynamic, &QCheckBox::toggled, this, [this](bool dynamic) {
        ModelChoice next = m_setup.choice();
        next.setDynamicSize(dynamic);
        m_setup.change(tr("size from the picture"), next);
    });
    connect(m_channels, &QComboBox::activated, this, [this] {
        ModelChoice next = m_setup.choice();
        next.setChannels(m_channels->currentData().toInt());
        m_setup.change(tr("channels"), next);
    });
    connect(m_seed, &QSpinBox::valueChanged, this, [change](int seed) {
        change(ModelField::Seed, tr("seed"),
            [&](ModelChoice& next) { next.setSeed(static_cast<std::uint64_t>(seed)); });
    });
}

void ShapePanel::refresh()
{
    const QSignalBlocker blocks[] { QSignalBlocker(m_alpha), QSignalBlocker(m_height),
        QSignalBlocker(m_width), QSignalBlocker(m_dynamic), QSignalBlocker(m_channels),
        QSignalBlocker(m_seed) };
    const ModelChoice& choice = m_setup.choice();
    const Config& config = choice.config();
    const bool isDynamic = !config.input.isStatic();
    m_alpha->setValue(config.alpha);
    if (!isDynamic) {
        m_height->setValue(config.input.height);
        m_width->setValue(config.input.width);
    }
    m_dynamic->setChecked(isDynamic);
    m_channels->setCurrentIndex(m_channels->findData(config.input.channels));
    m_seed->setValue(static_cast<int>(choice.weights().seed));

    const auto reason = [&choice](ModelField field) { return lockText(choice.lock(field), field); };
    m_alphaField->setReason(reason(ModelField::Alpha));
    m_sizeField->setReason(
        isDynamic ? tr("Each picture brings its own size.") : reason(ModelField::Size));
    m_dynamicField->setReason(reason(ModelField::DynamicSize));
    m_channelsField->setReason(reason(ModelField::Channels));
    m_seedField->setReason(reason(ModelField::Seed));
}

} // namespace netlens
