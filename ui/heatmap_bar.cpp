#include "ui/heatmap_bar.h"

#include "ui/color_scale.h"
#include "ui/elided_label.h"
#include "ui/keep_arrow_keys.h"
#include "ui/model_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr int kReadableCharacters = 9;

} // namespace

HeatmapBar::HeatmapBar(QWidget* parent)
    : QWidget(parent)
    , m_title(new ElidedLabel(this))
    , m_notice(new ElidedLabel(this))
    , m_scale(new ColorScale(this))
    , m_opacity(new QSlider(Qt::Horizontal, this))
    , m_percent(new QLabel(this))
{
    m_title->setObjectName(u"heatmapTitle"_s);
    m_notice->setObjectName(u"heatmapNotice"_s);
    m_title->setElideMode(Qt::ElideRight);
    m_title->setMinimumWidth(m_title->fontMetrics().averageCharWidth() * kReadableCharacters);
    m_notice->setElideMode(Qt::ElideRight);
    m_scale->setObjectName(u"heatmapScale"_s);
    m_opacity->setObjectName(u"opacitySlider"_s);
    m_opacity->setRange(0, 100);
    m_opacity->setPageStep(10);
    m_opacity->setMinimumWidth(50);
    m_opacity->setMaximumWidth(110);
    m_opacity->setAccessibleName(tr("Heatmap opacity"));
    m_opacity->setToolTip(tr("Heatmap opacity (keys − and +)"));
    keepArrowKeys(m_opacity);
    m_percent->setMinimumWidth(m_percent->fontMetrics().horizontalAdvance(u"100 %"_s));
    m_percent->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    connect(m_opacity, &QSlider::valueChanged, this,
        [this](int percent) { emit opacityChanged(percent / 100.0); });

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 4, 10, 6);
    row->setSpacing(10);
    row->addWidget(m_title, 1);
    row->addWidget(m_notice, 1);
    row->addWidget(m_scale, 0, Qt::AlignVCenter);
    row->addSpacing(10);
    row->addWidget(m_opacity);
    row->addWidget(m_percent);
    // With everything in it, so that the window does not grow and the picture does not move later.
    m_notice->hide();
    setMinimumSize(minimumSizeHint().width(), sizeHint().height());
    refresh();
}

void HeatmapBar::setRecognition(const SharedRecognition& recognition)
{
    m_recognition = recognition;
    refresh();
}

void HeatmapBar::setLook(const HeatmapLook& look)
{
    m_look = look;
    const QSignalBlocker block(m_opacity);
    m_opacity->setValue(qRound(look.opacity * 100));
    m_percent->setText(locale().toString(m_opacity->value()) + u" %"_s);
    refresh();
}

QString HeatmapBar::explainedClass() const
{
    if (!m_recognition || !m_recognition->labels || m_recognition->map.classIndex < 0)
        return {};
    return className(*m_recognition->labels, m_recognition->map.classIndex);
}

/// The name is what matters, then that the scale is fixed: the rest goes where there is no room.
void HeatmapBar::refreshTitle()
{
    const QString name = explainedClass();
    QString whole;
    if (m_recognition)
        whole = name.isEmpty() ? tr("Mean activation") : tr("Evidence for %1").arg(name);
    QString brief = name.isEmpty() ? whole : name;
    if (m_recognition && m_look.fixedRange) {
        whole = tr("%1, fixed scale").arg(whole);
        brief = tr("%1, fixed", "a scale").arg(brief);
    }
    const bool fits = fontMetrics().horizontalAdvance(whole) <= m_title->width();
    m_title->setText(fits ? whole : brief);
    m_title->setAccessibleName(whole);
}

void HeatmapBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layout()->activate(); // m_title has its new width
    refreshTitle();
}

QString HeatmapBar::notice() const
{
    if (!m_recognition || !m_look.visible)
        return {};
    const ValueRange range = naturalRange(m_recognition->map, m_look.colormap);
    if (range.high > 0)
        return {};
    const QString name = explainedClass();
    return name.isEmpty() ? tr("No activation anywhere in this picture")
                          : tr("No positive evidence for %1 in this picture").arg(name);
}

void HeatmapBar::refresh()
{
    const QString said = m_look.visible ? notice() : tr("Heatmap off");
    refreshTitle();
    m_title->setVisible(said.isEmpty());
    m_notice->setText(said);
    m_notice->setVisible(!said.isEmpty());
    const bool hasLegend = m_recognition && said.isEmpty();
    m_scale->setVisible(hasLegend);
    if (hasLegend)
        m_scale->setScale(m_look.colormap, m_look.rangeFor(m_recognition->map));
    for (QWidget* part : std::initializer_list<QWidget*> { m_opacity, m_percent })
        part->setVisible(m_look.visible);
}

} // namespace netlens
