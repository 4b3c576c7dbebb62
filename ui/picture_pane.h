#pragma once

#include "recognition.h"

#include <QWidget>

class QStackedWidget;

namespace netlens {

class CaptionBar;
class EmptyState;
class HeatmapActions;
class HeatmapBar;
class ImageView;
class LiveActions;
class LiveBar;
class MainActions;
class MessageStrip;
class TimelineStrip;
struct Preview;

/// The middle of the window: messages, then the empty state or the picture with its legend.
class PicturePane : public QWidget {
    Q_OBJECT
public:
    PicturePane(const MainActions& actions, const LiveActions& live, HeatmapActions& heatmap,
        QWidget* parent = nullptr);

    void setRecognition(const SharedRecognition& recognition);
    void setPreview(const Preview& preview);
    bool showsHeatmap() const;

    ImageView& view() const { return *m_view; }
    MessageStrip& banner() const { return *m_banner; }
    MessageStrip& message() const { return *m_message; }
    LiveBar& liveBar() const { return *m_liveBar; }
    TimelineStrip& timeline() const { return *m_timeline; }
    EmptyState& emptyState() const { return *m_empty; }

private:
    QWidget* makePicturePage();

    MessageStrip* m_banner;
    MessageStrip* m_message;
    QStackedWidget* m_pages;
    EmptyState* m_empty;
    ImageView* m_view;
    CaptionBar* m_caption;
    HeatmapBar* m_heatmapBar;
    LiveBar* m_liveBar;
    TimelineStrip* m_timeline;
    HeatmapActions& m_heatmap;
};

} // namespace netlens
