#pragma once

#include "recognition.h"
#include "ui/heatmap_look.h"

#include <QObject>

class QAction;
class QActionGroup;
class QMenu;

namespace netlens {

/// The look of heatmaps and the actions that change it; remembers it between runs.
class HeatmapActions : public QObject {
    Q_OBJECT
public:
    explicit HeatmapActions(QObject* parent = nullptr);

    const HeatmapLook& look() const { return m_look; }
    void setOpacity(double opacity);
    /// The map that "fixed scale" takes its range from.
    void setMap(const HeatMap& map);
    /// Another network's values have another scale.
    void modelChanged();
    void fill(QMenu* menu);

    QAction* heatmap() const { return m_heatmap; }
    QAction* cells() const { return m_cells; }

signals:
    void lookChanged(const netlens::HeatmapLook& look);

private:
    QAction* add(const QString& name, const QString& text, const QString& tip);
    void addColormaps();
    void addScales();
    void change(HeatmapLook look);
    void restore();

    HeatmapLook m_look;
    HeatMap m_map;
    QAction* m_heatmap;
    QAction* m_cells;
    QAction* m_more;
    QAction* m_less;
    QActionGroup* m_colormaps;
    QActionGroup* m_scales;
    QAction* m_ownScale = nullptr;
};

} // namespace netlens
