#include "ui/heatmap_actions.h"

#include "ui/icons.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QSettings>

#include <algorithm>
#include <cmath>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr double kOpacityStep = 0.1;

    QString latin1(std::string_view text)
    {
        return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
    }

} // namespace

HeatmapActions::HeatmapActions(QObject* parent)
    : QObject(parent)
    , m_heatmap(add(u"heatmap"_s, tr("&Heatmap"), tr("Show where the evidence is")))
    , m_cells(add(u"cells"_s, tr("Show &cells"),
          tr("Show the map's own cells instead of smoothing between them")))
    , m_more(add(u"moreOpacity"_s, tr("&More opaque"), tr("Show more of the heatmap")))
    , m_less(add(u"lessOpacity"_s, tr("&Less opaque"), tr("Show more of the picture")))
    , m_colormaps(new QActionGroup(this))
    , m_scales(new QActionGroup(this))
{
    m_heatmap->setIcon(icon(u"heatmap"_s));
    m_heatmap->setShortcut(Qt::Key_H);
    m_heatmap->setCheckable(true);
    m_cells->setIcon(icon(u"cells"_s));
    m_cells->setCheckable(true);
    m_more->setShortcuts({ QKeySequence(Qt::Key_Plus), QKeySequence(Qt::Key_Equal) });
    m_less->setShortcut(Qt::Key_Minus);
    addColormaps();
    addScales();
    restore();
    m_heatmap->setChecked(m_look.visible);
    m_cells->setChecked(m_look.showCells);

    connect(m_heatmap, &QAction::toggled, this, [this](bool visible) {
        HeatmapLook look = m_look;
        look.visible = visible;
        change(look);
    });
    connect(m_cells, &QAction::toggled, this, [this](bool cells) {
        HeatmapLook look = m_look;
        look.showCells = cells;
        change(look);
    });
    connect(
        m_more, &QAction::triggered, this, [this] { setOpacity(m_look.opacity + kOpacityStep); });
    connect(
        m_less, &QAction::triggered, this, [this] { setOpacity(m_look.opacity - kOpacityStep); });
}

QAction* HeatmapActions::add(const QString& name, const QString& text, const QString& tip)
{
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setStatusTip(tip);
    return action;
}

void HeatmapActions::addColormaps()
{
    for (const Colormap colormap : allColormaps()) {
        const QString name = latin1(colormapName(colormap));
        QString shown = name;
        shown[0] = shown[0].toUpper();
        QAction* action = add(u"colormap_"_s + name, shown, tr("Draw heatmaps with these colours"));
        action->setCheckable(true);
        action->setData(static_cast<int>(colormap));
        m_colormaps->addAction(action);
    }
    connect(m_colormaps, &QActionGroup::triggered, this, [this](const QAction* action) {
        HeatmapLook look = m_look;
        look.colormap = static_cast<Colormap>(action->data().toInt());
        if (look.fixedRange)
            look.fixedRange = naturalRange(m_map, look.colormap);
        change(look);
    });
}

void HeatmapActions::addScales()
{
    m_ownScale = add(u"scaleOwn"_s, tr("&This map"), tr("Each map uses all colours"));
    QAction* fixed = add(u"scaleFixed"_s, tr("&Fixed, from the map shown now"),
        tr("Keep this map's scale, so that pictures can be compared"));
    for (QAction* action : { m_ownScale, fixed }) {
        action->setCheckable(true);
        m_scales->addAction(action);
    }
    m_ownScale->setChecked(true);
    connect(m_scales, &QActionGroup::triggered, this, [this, fixed](const QAction* action) {
        HeatmapLook look = m_look;
        look.fixedRange.reset();
        const ValueRange range = naturalRange(m_map, look.colormap);
        if (action == fixed && range.high > range.low)
            look.fixedRange = range;
        else
            m_ownScale->setChecked(true);
        change(look);
    });
}

void HeatmapActions::setMap(const HeatMap& map)
{
    m_map = map;
}

void HeatmapActions::modelChanged()
{
    m_map = {};
    m_ownScale->setChecked(true);
    if (!m_look.fixedRange)
        return;
    HeatmapLook look = m_look;
    look.fixedRange.reset();
    change(look);
}

void HeatmapActions::setOpacity(double opacity)
{
    HeatmapLook look = m_look;
    // Rounded to whole percent, so that repeated steps do not drift.
    look.opacity = std::clamp(std::round(opacity * 100) / 100, 0.0, 1.0);
    change(look);
}

void HeatmapActions::fill(QMenu* menu)
{
    menu->addActions({ m_heatmap, m_cells, m_more, m_less });
    menu->addSeparator();
    menu->addMenu(tr("&Colours"))->addActions(m_colormaps->actions());
    menu->addMenu(tr("&Scale"))->addActions(m_scales->actions());
}

void HeatmapActions::change(HeatmapLook look)
{
    m_look = look;
    for (QAction* action : { m_more, m_less })
        action->setEnabled(look.visible);
    QSettings settings;
    settings.setValue(u"heatmap/opacity"_s, look.opacity);
    settings.setValue(u"heatmap/colormap"_s, latin1(colormapName(look.colormap)));
    settings.setValue(u"heatmap/cells"_s, look.showCells);
    emit lookChanged(m_look);
}

void HeatmapActions::restore()
{
    const QSettings settings;
    m_look.opacity = std::clamp(
        settings.value(u"heatmap/opacity"_s, HeatmapLook::kDefaultOpacity).toDouble(), 0.0, 1.0);
    m_look.showCells = settings.value(u"heatmap/cells"_s, false).toBool();
    const auto name = settings.value(u"heatmap/colormap"_s).toString().toStdString();
    m_look.colormap = colormapFromName(name).value_or(Colormap::Viridis);
    for (QAction* action : m_colormaps->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(m_look.colormap));
}

} // namespace netlens
