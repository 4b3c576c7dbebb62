#include "ui/head_panel.h"

#include "ui/hint_label.h"
#include "ui/model_setup.h"
#include "ui/model_text.h"
#include "ui/reasoned_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QSpinBox>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

HeadPanel::HeadPanel(ModelSetup& setup, QWidget* parent)
    : QWidget(parent)
    , m_setup(setup)
    , m_top(new QCheckBox(tr("Classification top")))
    , m_pooling(new QComboBox)
    , m_classes(new QSpinBox)
    , m_activation(new QComboBox)
    , m_extras(new HintLabel)
{
    makeControls();
    m_topField = new ReasonedField(m_top);
    m_poolingField = new ReasonedField(m_pooling);
    m_classesField = new ReasonedField(m_classes);
    m_activationField = new ReasonedField(m_activation);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_extras->setObjectName(u"extraLayers"_s);
    form->addRow(m_extras);
    form->addRow(m_topField);
    form->addRow(tr("Pooling"), m_poolingField);
    form->addRow(tr("Classes"), m_classesField);
    form->addRow(tr("Activation"), m_activationField);
    connectControls();
    connect(&m_setup, &ModelSetup::changed, this, &HeadPanel::refresh);
    refresh();
}

void HeadPanel::makeControls()
{
    m_top->setObjectName(u"includeTop"_s);
    m_pooling->setObjectName(u"pooling"_s);
    m_pooling->setAccessibleName(tr("Pooling"));
    m_pooling->addItem(tr("none: a feature map"), static_cast<int>(Pooling::None));
    m_pooling->addItem(tr("average: a feature vector"), static_cast<int>(Pooling::Avg));
    m_pooling->addItem(tr("maximum: a feature vector"), static_cast<int>(Pooling::Max));
    m_classes->setObjectName(u"classes"_s);
    m_classes->setAccessibleName(tr("Number of classes"));
    m_classes->setRange(1, ModelChoice::kMaxClasses);
    m_classes->setKeyboardTracking(false);
    m_activation->setObjectName(u"activation"_s);
    m_activation->setAccessibleName(tr("Classifier activation"));
    for (QComboBox* box : { m_pooling, m_activation })
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
}

void HeadPanel::connectControls()
{
    connect(m_top, &QCheckBox::toggled, this, [this](bool includeTop) {
        ModelChoice next = m_setup.choice();
        next.setIncludeTop(includeTop);
        m_setup.change(includeTop ? tr("with top") : tr("without top"), next);
    });
    connect(m_pooling, &QComboBox::activated, this, [this] {
        ModelChoice next = m_setup.choice();
        next.setPooling(static_cast<Pooling>(m_pooling->currentData().toInt()));
        m_setup.change(tr("pooling"), next);
    });
    connect(m_classes, &QSpinBox::valueChanged, this, [this](int classes) {
        ModelChoice next = m_setup.choice();
        next.setClasses(classes);
        m_setup.change(tr("classes"), next, static_cast<int>(ModelField::Classes));
    });
    connect(m_activation, &QComboBox::activated, this, [this] {
        ModelChoice next = m_setup.choice();
        next.setActivation(static_cast<Activation>(m_activation->currentData().toInt()));
        m_setup.change(tr("activation"), next);
    });
}

void HeadPanel::fillActivations()
{
    const auto offered = m_setup.choice().activations();
    if (m_activation->count() == static_cast<int>(offered.size()))
        return;
    m_activation->clear();
    for (const Activation activation : offered)
        m_activation->addItem(activationText(activation), static_cast<int>(activation));
}

void HeadPanel::refresh()
{
    const QSignalBlocker blocks[] { QSignalBlocker(m_top), QSignalBlocker(m_pooling),
        QSignalBlocker(m_classes), QSignalBlocker(m_activation) };
    const ModelChoice& choice = m_setup.choice();
    const Config& config = choice.config();
    fillActivations();
    m_top->setChecked(config.hasClasses());
    m_pooling->setCurrentIndex(m_pooling->findData(static_cast<int>(config.pooling)));
    m_classes->setValue(
        static_cast<int>(config.hasExtras() ? config.classCount() : config.classes));
    m_activation->setCurrentIndex(m_activation->findData(static_cast<int>(
        config.hasExtras() ? config.outputActivation() : config.classifierActivation)));
    m_extras->setText(extrasText(config));
    m_extras->setVisible(config.hasExtras());

    const auto reason = [&choice](ModelField field) { return lockText(choice.lock(field), field); };
    m_topField->setReason(reason(ModelField::IncludeTop));
    m_poolingField->setReason(reason(ModelField::Pooling));
    m_classesField->setReason(reason(ModelField::Classes));
    m_activationField->setReason(reason(ModelField::Activation));
}

} // namespace netlens
