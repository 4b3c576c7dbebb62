#include "ui/live_bar.h"

#include "ui/colors.h"
#include "ui/elided_label.h"
#include "ui/folding_row.h"
#include "ui/icons.h"
#include "ui/jump_slider.h"
#include "ui/keep_arrow_keys.h"
#include "ui/live_actions.h"
#include "ui/time_text.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr double kMilliseconds = 1000;
    constexpr double kSpeeds[] { 0.25, 0.5, 1, 2, 4 };
    constexpr int kNormalSpeed = 2;
    constexpr int kSpacing = 6;

    /// In milliseconds, which QSlider counts in an int: more than three weeks of them.
    int sliderPlace(double seconds)
    {
        return static_cast<int>(std::clamp(seconds * kMilliseconds, 0.0, 2e9));
    }

    QToolButton* makeButton(QAction* action, QWidget* parent)
    {
        auto* button = new QToolButton(parent);
        button->setObjectName(action->objectName() + u"Button"_s);
        button->setAutoRaise(true);
        button->setDefaultAction(action);
        return button;
    }

} // namespace

LiveBar::LiveBar(const LiveActions& actions, QWidget* parent)
    : QWidget(parent)
    , m_place(new QWidget(this))
    , m_slider(new JumpSlider(m_place))
    , m_time(new QLabel(m_place))
    , m_loop(new QToolButton(m_place))
    , m_speed(new QComboBox(m_place))
    , m_dot(new QLabel(u"●"_s, this))
    , m_name(new ElidedLabel(this))
    , m_recording(new QLabel(this))
    , m_smoothing(new QDoubleSpinBox(this))
    , m_threshold(new QSpinBox(this))
{
    setObjectName(u"liveBar"_s);
    m_dot->setObjectName(u"liveDot"_s);
    m_name->setObjectName(u"liveName"_s);
    makeSpinBoxes();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 4, 10, 2);
    column->setSpacing(2);
    column->addWidget(makePlace());
    column->addWidget(makeRow(actions));
    setState({});
}

QWidget* LiveBar::makePlace()
{
    m_slider->setObjectName(u"seekSlider"_s);
    m_slider->setAccessibleName(tr("Place in the video"));
    m_slider->setSingleStep(static_cast<int>(kMilliseconds));
    m_slider->setPageStep(10 * static_cast<int>(kMilliseconds));
    keepArrowKeys(m_slider);
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
        m_seconds = value / kMilliseconds;
        refreshTime();
        emit seekRequested(m_seconds);
    });
    m_time->setObjectName(u"liveTime"_s);
    m_loop->setObjectName(u"loop"_s);
    m_loop->setIcon(icon(u"loop"_s));
    m_loop->setCheckable(true);
    m_loop->setAutoRaise(true);
    m_loop->setToolTip(tr("Begin again at the end"));
    m_loop->setAccessibleName(tr("Loop"));
    connect(m_loop, &QToolButton::toggled, this, &LiveBar::loopChanged);
    m_speed->setObjectName(u"speed"_s);
    m_speed->setAccessibleName(tr("Speed"));
    m_speed->setToolTip(tr("Speed of the video"));
    for (const double speed : kSpeeds)
        m_speed->addItem(tr("%1×", "speed").arg(QLocale().toString(speed)), speed);
    m_speed->setCurrentIndex(kNormalSpeed);
    connect(m_speed, &QComboBox::currentIndexChanged, this,
        [this] { emit speedChanged(m_speed->currentData().toDouble()); });
    auto* row = new QHBoxLayout(m_place);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_slider, 1);
    row->addWidget(m_time);
    row->addWidget(m_loop);
    row->addWidget(m_speed);
    return m_place;
}

void LiveBar::makeSpinBoxes()
{
    constexpr double kMostSeconds = 10;
    m_smoothing->setObjectName(u"smoothing"_s);
    m_smoothing->setRange(0, kMostSeconds);
    m_smoothing->setSingleStep(0.1);
    m_smoothing->setDecimals(1);
    m_smoothing->setPrefix(tr("smooth ", "before a time"));
    m_smoothing->setSuffix(tr(" s", "seconds"));
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(tr("How long what was recognised before counts"));
    connect(m_smoothing, &QDoubleSpinBox::valueChanged, this, &LiveBar::smoothingChanged);
    m_threshold->setObjectName(u"threshold"_s);
    m_threshold->setRange(0, 99);
    m_threshold->setSingleStep(5);
    m_threshold->setPrefix(tr("sure from ", "before a percentage"));
    m_threshold->setSuffix(tr(" %", "percent"));
    m_threshold->setAccessibleName(tr("Threshold"));
    m_threshold->setToolTip(tr("Below this probability the answer is “not sure”"));
    connect(m_threshold, &QSpinBox::valueChanged, this,
        [this](int percent) { emit thresholdChanged(percent / 100.0); });
    // The keys go back to the window: Space freezes again.
    connect(m_smoothing, &QDoubleSpinBox::editingFinished, m_smoothing, &QWidget::clearFocus);
    connect(m_threshold, &QSpinBox::editingFinished, m_threshold, &QWidget::clearFocus);
}

/// A recording's sign takes its room from the name: the window does not grow when one begins.
QWidget* LiveBar::makeRoom()
{
    m_name->setElideMode(Qt::ElideRight);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_recording->setObjectName(u"liveRecording"_s);
    m_recording->hide();
    auto* room = new QWidget(this);
    room->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    room->setMinimumWidth(m_recording->fontMetrics().horizontalAdvance(u"● 00:00:00"_s));
    auto* row = new QHBoxLayout(room);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpacing);
    row->addWidget(m_dot);
    row->addWidget(m_recording);
    row->addWidget(m_name, 1);
    return room;
}

QWidget* LiveBar::makeRow(const LiveActions& actions)
{
    m_steps = { makeButton(actions.stepBack, this), makeButton(actions.stepForward, this) };
    const auto inRow = [this](const QList<QWidget*>& widgets) {
        auto* part = new QWidget(this);
        auto* row = new QHBoxLayout(part);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(kSpacing);
        for (QWidget* widget : widgets)
            row->addWidget(widget);
        return part;
    };
    QList<QWidget*> keys { m_steps[0], makeButton(actions.freeze, this), m_steps[1], makeRoom() };
    for (QAction* action : { actions.caption, actions.snapshot, actions.record, actions.camera })
        keys.append(makeButton(action, this));
    QWidget* const first = inRow(keys);
    QWidget* const second = inRow({ m_smoothing, m_threshold });
    return new FoldingRow(first, second, kSpacing, this);
}

void LiveBar::setState(const LiveState& state)
{
    m_state = state;
    setVisible(state.isOn());
    m_place->setVisible(!state.isLive);
    for (QWidget* step : m_steps)
        step->setVisible(!state.isLive);
    const QSignalBlocker block(m_slider);
    m_slider->setEnabled(state.duration.has_value());
    m_slider->setRange(0, sliderPlace(state.duration.value_or(0)));
    QString name = QString::fromStdString(state.name);
    if (state.address.kind == SourceAddress::Kind::VideoFile)
        name = name.section(u'/', -1); // its folders would leave no room for it
    m_name->setText(stateText() % u" · "_s % name);
    refreshDot();
    refreshTime();
}

QString LiveBar::stateText() const
{
    switch (m_state.phase) {
    case LiveState::Phase::Idle:
        return {};
    case LiveState::Phase::Opening:
        return tr("Opening…");
    case LiveState::Phase::Waiting:
        return tr("Waiting…");
    case LiveState::Phase::Ended:
        return tr("At the end");
    case LiveState::Phase::Failed:
        return tr("Stopped");
    case LiveState::Phase::Running:
        break;
    }
    if (m_state.isPaused)
        return tr("Frozen");
    if (m_state.address.kind == SourceAddress::Kind::Pictures)
        return tr("Pictures");
    return m_state.isLive ? tr("Live") : tr("Video");
}

void LiveBar::refreshDot()
{
    const bool isOnAir = m_state.phase == LiveState::Phase::Running && !m_state.isPaused;
    const QPalette all = QWidget::palette();
    const QColor window = all.color(QPalette::Window);
    const QColor text = all.color(QPalette::WindowText);
    const QColor calm = readable(all.color(QPalette::Highlight), window, text);
    QPalette colours = all;
    colours.setColor(QPalette::WindowText, isOnAir ? calm : mixed(window, text, 0.5));
    m_dot->setPalette(colours);
    // Red is for recordings alone.
    colours.setColor(QPalette::WindowText, readable(QColor(220, 40, 40), window, text));
    m_recording->setPalette(colours);
}

void LiveBar::setPosition(double seconds)
{
    if (m_slider->isSliderDown())
        return;
    m_seconds = seconds;
    const QSignalBlocker block(m_slider);
    m_slider->setValue(sliderPlace(seconds));
    refreshTime();
}

void LiveBar::refreshTime()
{
    const QString time = timeText(std::max(0.0, m_seconds));
    m_time->setText(m_state.duration ? tr("%1 / %2", "time of duration")
                                           .arg(time, timeText(std::max(0.0, *m_state.duration)))
                                     : time);
}

void LiveBar::setRecording(const QString& time)
{
    const QString whole = tr("Recording %1", "a time").arg(time);
    m_recording->setVisible(!time.isEmpty());
    m_recording->setText(u"● "_s % time);
    m_recording->setToolTip(whole);
    m_recording->setAccessibleName(whole);
    m_dot->setVisible(time.isEmpty());
}

double LiveBar::smoothing() const
{
    return m_smoothing->value();
}

double LiveBar::threshold() const
{
    return m_threshold->value() / 100.0;
}

void LiveBar::setSmoothing(double seconds)
{
    m_smoothing->setValue(seconds);
}

void LiveBar::setThreshold(double probability)
{
    m_threshold->setValue(static_cast<int>(std::lround(probability * 100)));
}

void LiveBar::setLoop(bool on)
{
    m_loop->setChecked(on);
}

void LiveBar::resetSpeed()
{
    m_speed->setCurrentIndex(kNormalSpeed);
}

void LiveBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_dot != nullptr)
        refreshDot();
}

} // namespace netlens
