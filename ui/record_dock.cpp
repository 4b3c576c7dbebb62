#include "ui/record_dock.h"

#include "ui/collect_panel.h"
#include "ui/record_panel.h"

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    QLabel* makeHeading(const QString& text)
    {
        auto* heading = new QLabel(text);
        QFont bold = heading->font();
        bold.setBold(true);
        heading->setFont(bold);
        return heading;
    }

    QFrame* makeLine()
    {
        auto* line = new QFrame;
        line->setFrameShape(QFrame::HLine);
        line->setFrameShadow(QFrame::Sunken);
        return line;
    }

} // namespace

RecordDock::RecordDock(QAction* record, QWidget* parent)
    : QDockWidget(tr("Record"), parent)
    , m_recording(new RecordPanel(record))
    , m_collecting(new CollectPanel)
    , m_scroll(new QScrollArea)
{
    setObjectName(u"recordDock"_s);
    m_recording->layout()->setContentsMargins(0, 0, 0, 0);
    m_collecting->layout()->setContentsMargins(0, 0, 0, 0);
    auto* contents = new QWidget;
    auto* column = new QVBoxLayout(contents);
    column->setContentsMargins(8, 6, 8, 8);
    column->addWidget(makeHeading(tr("Recording")));
    column->addWidget(m_recording);
    column->addWidget(makeLine());
    column->addWidget(makeHeading(tr("Pictures for labels")));
    column->addWidget(m_collecting, 1);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidgetResizable(true);
    m_scroll->setWidget(contents);
    setWidget(m_scroll);
}

void RecordDock::showRecording()
{
    bring(m_recording);
}

void RecordDock::showCollecting()
{
    bring(m_collecting);
}

void RecordDock::bring(QWidget* part)
{
    show();
    raise();
    m_scroll->ensureWidgetVisible(part, 0, 0);
}

} // namespace netlens
