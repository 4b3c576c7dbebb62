#include "ui/picture_pane.h"

#include "service/live_service.h"
#include "ui/caption_bar.h"
#include "ui/empty_state.h"
#include "ui/heatmap_actions.h"
#include "ui/heatmap_bar.h"
#include "ui/image_view.h"
#include "ui/live_actions.h"
#include "ui/live_bar.h"
#include "ui/main_actions.h"
#include "ui/message_strip.h"
#include "ui/timeline_strip.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

PicturePane::PicturePane(
    const MainActions& actions, const LiveActions& live, HeatmapActions& heatmap, QWidget* parent)
    : QWidget(parent)
    , m_banner(new MessageStrip(this))
    , m_message(new MessageStrip(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(
          actions.open, live.camera, actions.downloadWeights, actions.chooseWeights, this))
    , m_view(new ImageView(this))
    , m_caption(new CaptionBar(this))
    , m_heatmapBar(new HeatmapBar(this))
    , m_liveBar(new LiveBar(live, this))
    , m_timeline(new TimelineStrip(this))
    , m_heatmap(heatmap)
{
    m_banner->setObjectName(u"banner"_s);
    m_message->setObjectName(u"message"_s);
    m_heatmapBar->setObjectName(u"heatmapBar"_s);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(makePicturePage());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_message);
    column->addWidget(m_pages, 1);
    column->addWidget(m_liveBar);
    column->addWidget(m_timeline);

    const auto applyLook = [this](const HeatmapLook& look) {
        m_view->setLook(look);
        m_heatmapBar->setLook(look);
    };
    applyLook(heatmap.look());
    connect(&heatmap, &HeatmapActions::lookChanged, this, applyLook);
    connect(m_heatmapBar, &HeatmapBar::opacityChanged, &heatmap, &HeatmapActions::setOpacity);
    connect(m_view, &ImageView::zoomChanged, m_caption, &CaptionBar::setZoom);
}

QWidget* PicturePane::makePicturePage()
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(m_caption);
    column->addWidget(m_heatmapBar);
    return page;
}

void PicturePane::setRecognition(const SharedRecognition& recognition)
{
    m_heatmap.setMap(recognition->map);
    m_caption->setRecognition(*recognition);
    m_heatmapBar->setRecognition(recognition);
    m_pages->setCurrentIndex(1);
    m_view->setRecognition(recognition);
}

void PicturePane::setPreview(const Preview& preview)
{
    m_pages->setCurrentIndex(1);
    m_view->setPreview(preview);
}

bool PicturePane::showsHeatmap() const
{
    return m_heatmap.look().visible;
}

} // namespace netlens
