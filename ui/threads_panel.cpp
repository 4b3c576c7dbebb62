#include "ui/threads_panel.h"

#include "ui/hint_label.h"
#include "ui/model_setup.h"
#include "ui/thread_memory.h"
#include "ui/threads_text.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLocale>

#include <algorithm>
#include <thread>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

ThreadsPanel::ThreadsPanel(ModelSetup& setup, const ThreadMemory& memory, QWidget* parent)
    : QWidget(parent)
    , m_setup(setup)
    , m_memory(memory)
    , m_threads(new QComboBox)
    , m_explanation(new HintLabel(this))
{
    m_threads->setObjectName(u"threadsWish"_s);
    m_threads->setAccessibleName(tr("Threads of the network"));
    m_threads->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_explanation->setObjectName(u"threadsHint"_s);
    fill();
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Threads"), m_threads);
    form->addRow(QString(), m_explanation);
    connect(m_threads, &QComboBox::activated, this, [this] {
        ModelChoice next = m_setup.choice();
        next.setThreads(m_threads->currentData().toInt());
        m_setup.change(tr("threads"), next);
    });
    connect(&m_setup, &ModelSetup::changed, this, &ThreadsPanel::refresh);
    connect(&m_memory, &ThreadMemory::changed, this, &ThreadsPanel::refresh);
    refresh();
}

int ThreadsPanel::mostOffered()
{
    // More make no network of this kind faster.
    constexpr unsigned kMost = 16;
    return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, kMost));
}

void ThreadsPanel::fill()
{
    m_threads->addItem(tr("Automatic"), kAutomaticThreads);
    for (int threads = 1; threads <= mostOffered(); ++threads)
        m_threads->addItem(QLocale().toString(threads), threads);
}

void ThreadsPanel::refresh()
{
    const int wish = m_setup.choice().threads();
    const auto measured = m_memory.choice(m_setup.choice().precision());
    m_threads->setItemText(0,
        measured ? tr("Automatic (%1)").arg(QLocale().toString(measured->threads))
                 : tr("Automatic"));
    m_threads->setCurrentIndex(m_threads->findData(wish));
    m_explanation->setText(threadsReason(wish, measured));
}

} // namespace netlens
