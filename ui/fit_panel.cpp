#include "ui/fit_panel.h"

#include "ui/hint_label.h"
#include "ui/model_setup.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QSignalBlocker>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

FitPanel::FitPanel(ModelSetup& setup, QWidget* parent)
    : QWidget(parent)
    , m_setup(setup)
    , m_fit(new QComboBox)
    , m_kernel(new QComboBox)
    , m_ignoreExif(new QCheckBox(tr("Ignore EXIF rotation")))
    , m_explanation(new HintLabel(this))
{
    makeControls();
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Fit"), m_fit);
    form->addRow(QString(), m_explanation);
    form->addRow(tr("Resize"), m_kernel);
    form->addRow(m_ignoreExif);
    connect(m_fit, &QComboBox::activated, this, [this] { apply(tr("fit")); });
    connect(m_kernel, &QComboBox::activated, this, [this] { apply(tr("resize kernel")); });
    connect(m_ignoreExif, &QCheckBox::toggled, this, [this] { apply(tr("EXIF rotation")); });
    connect(&m_setup, &ModelSetup::changed, this, &FitPanel::refresh);
    refresh();
}

void FitPanel::makeControls()
{
    m_fit->setObjectName(u"fit"_s);
    m_fit->setAccessibleName(tr("How pictures are fitted to the input"));
    m_fit->addItem(tr("stretch"), static_cast<int>(Fit::Stretch));
    m_fit->addItem(tr("crop"), static_cast<int>(Fit::Crop));
    m_fit->addItem(tr("pad"), static_cast<int>(Fit::Pad));
    m_kernel->setObjectName(u"kernel"_s);
    m_kernel->setAccessibleName(tr("Resize kernel"));
    const std::pair<ResampleKernel, QString> kernels[] {
        { ResampleKernel::Nearest, tr("nearest") },
        { ResampleKernel::Bilinear, tr("bilinear") },
        { ResampleKernel::Bicubic, tr("bicubic") },
        { ResampleKernel::Lanczos, tr("Lanczos") },
        { ResampleKernel::Box, tr("box") },
        { ResampleKernel::Hamming, tr("Hamming") },
    };
    for (const auto& [kernel, text] : kernels)
        m_kernel->addItem(text, static_cast<int>(kernel));
    m_ignoreExif->setObjectName(u"ignoreExif"_s);
    m_ignoreExif->setToolTip(
        tr("Keras does not rotate pictures as EXIF says; cameras rely on it."));
}

void FitPanel::apply(const QString& text)
{
    Preprocessing next;
    next.fit = static_cast<Fit>(m_fit->currentData().toInt());
    next.kernel = static_cast<ResampleKernel>(m_kernel->currentData().toInt());
    next.ignoreExif = m_ignoreExif->isChecked();
    m_setup.changePreprocessing(text, next);
}

void FitPanel::refresh()
{
    const QSignalBlocker blocks[] { QSignalBlocker(m_fit), QSignalBlocker(m_kernel),
        QSignalBlocker(m_ignoreExif) };
    const Preprocessing& how = m_setup.preprocessing();
    m_fit->setCurrentIndex(m_fit->findData(static_cast<int>(how.fit)));
    m_kernel->setCurrentIndex(m_kernel->findData(static_cast<int>(how.kernel)));
    m_ignoreExif->setChecked(how.ignoreExif);
    switch (how.fit) {
    case Fit::Stretch:
        m_explanation->setText(tr("The whole picture, its aspect ignored, as Keras loads it."));
        break;
    case Fit::Crop:
        m_explanation->setText(tr("The centre, 87.5 % of the shorter side."));
        break;
    case Fit::Pad:
        m_explanation->setText(tr("The whole picture, its aspect kept, on grey."));
        break;
    }
}

} // namespace netlens
