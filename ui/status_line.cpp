#include "ui/status_line.h"

#include "service/precision_text.h"
#include "ui/elided_label.h"
#include "ui/model_text.h"
#include "ui/threads_text.h"

#include <QLabel>
#include <QLocale>
#include <QProgressBar>

#include <chrono>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr std::chrono::milliseconds kPatience { 300 };

    QString milliseconds(double value)
    {
        return QLocale().toString(value, 'f', 1);
    }

} // namespace

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent)
    , m_reading(addField(u"heatReading"_s, tr("Heat under the cursor")))
    , m_model(addField(u"modelName"_s, tr("Model that answers")))
    , m_live(addField(u"liveRates"_s,
          tr("Frames a second shown and captured, frames left out, milliseconds from capture to "
             "screen (median, 95 of 100)")))
    , m_times(addField(u"timings"_s, tr("Milliseconds for decoding, preprocessing, inference")))
    , m_threads(
          addField(u"threads"_s, tr("Precision, threads and instruction set of the inference")))
    , m_busy(new QProgressBar(this))
{
    setObjectName(u"statusLine"_s);
    m_busy->setObjectName(u"busy"_s);
    m_busy->setAccessibleName(tr("Working"));
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedWidth(80);
    m_busy->setMaximumHeight(fontMetrics().height());
    m_busy->hide();
    addPermanentWidget(m_busy);
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, m_busy, &QWidget::show);
}

QLabel* StatusLine::addField(const QString& name, const QString& description)
{
    auto* label = new ElidedLabel(this);
    label->setObjectName(name);
    label->setAccessibleName(description);
    label->setToolTip(description);
    label->setContentsMargins(6, 0, 6, 0);
    label->hide();
    addPermanentWidget(label);
    return label;
}

void StatusLine::setModel(const ModelState& model)
{
    m_model->setText(netlens::modelName(model));
    m_model->show();
    const QString machine
        = tr("%1 · %2", "threads · instruction set")
              .arg(threadsText(model.threads), QString::fromStdString(model.instructionSet));
    const Precision precision = model.request.precision;
    m_threads->setText(precision == Precision::Float32
            ? machine
            : tr("%1 · %2", "precision · threads and instruction set")
                  .arg(describePrecision(precision).name, machine));
    m_threads->setVisible(!model.instructionSet.empty());
}

void StatusLine::setThreadsOrigin(const QString& text)
{
    m_threads->setToolTip(m_threads->accessibleName() + u'\n' + text);
    m_threads->setAccessibleDescription(text);
}

void StatusLine::setTimings(const Timings& timings)
{
    m_times->setText(tr("decode %1 · preprocess %2 · inference %3 ms")
                         .arg(milliseconds(timings.decodeMs), milliseconds(timings.preprocessMs),
                             milliseconds(timings.inferMs)));
    m_times->show();
}

void StatusLine::setReading(const QString& text)
{
    m_reading->setText(text);
    m_reading->setVisible(!text.isEmpty());
}

void StatusLine::setLive(const QString& text)
{
    m_live->setText(text);
    m_live->setVisible(!text.isEmpty());
}

void StatusLine::setBusy(bool busy)
{
    if (busy && !m_patience.isActive() && m_busy->isHidden())
        m_patience.start();
    if (!busy) {
        m_patience.stop();
        m_busy->hide();
    }
}

} // namespace netlens
