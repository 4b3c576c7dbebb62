#include "ui/record_panel.h"

#include "ui/action_button.h"
#include "ui/elided_label.h"
#include "ui/hint_label.h"
#include "ui/reasoned_field.h"
#include "ui/shown_folder.h"

#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

RecordPanel::RecordPanel(QAction* record, QWidget* parent)
    : QWidget(parent)
    , m_folder(new ElidedLabel(this))
    , m_choose(new QPushButton(tr("Choose…"), this))
    , m_video(addBox(u"recordVideo"_s, tr("Video (MP4)"),
          tr("Writes the frames as they are answered, with their labels as subtitles beside it")))
    , m_caption(addBox(
          u"recordCaption"_s, tr("with the caption"), tr("Writes the answer into the picture")))
    , m_heatmap(addBox(u"recordHeatmap"_s, tr("with the heat map"),
          tr("Lays the map over the picture, with the colours and opacity that are set")))
    , m_table(addBox(u"recordTable"_s, tr("Table (CSV)"),
          tr("Writes a line a frame: its time, and the classes as they are and smoothed")))
    , m_jsonLines(addBox(u"recordJsonLines"_s, tr("JSON Lines"),
          tr("Writes a JSON object a frame: its time, and the classes as they are and smoothed")))
    , m_button(new ActionButton(record, this))
    , m_buttonField(new ReasonedField(m_button, this))
    , m_progress(new HintLabel(this))
    , m_file(new ElidedLabel(this))
{
    m_button->setObjectName(u"recordButton"_s);
    const auto showIcon = [this, record] { m_button->setIcon(record->icon()); };
    showIcon();
    connect(record, &QAction::changed, m_button, showIcon);
    m_button->setMinimumHeight(3 * fontMetrics().height());
    m_progress->setObjectName(u"recordProgress"_s);
    m_file->setObjectName(u"recordFile"_s);
    m_file->setAccessibleName(tr("File that is recorded"));
    arrange();
    setChoices({});
    setFolder({});
    setProgress({}, {});
    connect(m_choose, &QPushButton::clicked, this, &RecordPanel::chooseFolderRequested);
    for (QCheckBox* box : { m_video, m_caption, m_heatmap, m_table, m_jsonLines })
        connect(box, &QCheckBox::toggled, this, [this] {
            refresh();
            emit choicesChanged();
        });
}

QCheckBox* RecordPanel::addBox(const QString& name, const QString& text, const QString& tip)
{
    auto* box = new QCheckBox(text, this);
    box->setObjectName(name);
    box->setToolTip(tip);
    return box;
}

QLayout* RecordPanel::makeFolderRow()
{
    m_folder->setObjectName(u"recordFolderName"_s);
    m_choose->setObjectName(u"recordChoose"_s);
    m_choose->setAccessibleName(tr("Choose the folder for recordings"));
    m_choose->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addWidget(new QLabel(tr("Folder"), this));
    row->addWidget(m_folder, 1);
    row->addWidget(m_choose);
    return row;
}

void RecordPanel::arrange()
{
    const int indent = style()->pixelMetric(QStyle::PM_IndicatorWidth)
        + style()->pixelMetric(QStyle::PM_CheckBoxLabelSpacing);
    auto* beneath = new QVBoxLayout;
    beneath->setContentsMargins(indent, 0, 0, 0);
    beneath->addWidget(m_caption);
    beneath->addWidget(m_heatmap);
    auto* column = new QVBoxLayout(this);
    column->addLayout(makeFolderRow());
    column->addWidget(m_video);
    column->addLayout(beneath);
    auto* logs = new QHBoxLayout;
    logs->addWidget(m_table);
    logs->addWidget(m_jsonLines, 1);
    column->addLayout(logs);
    column->addLayout(makeButtonRow());
}

/// What is said below the button comes and goes, and what is below that stays where it is.
QLayout* RecordPanel::makeButtonRow()
{
    constexpr int kLines = 5;
    auto* column = new QVBoxLayout;
    column->addWidget(m_buttonField);
    column->addWidget(m_progress);
    column->addWidget(m_file);
    column->addStretch(1);
    auto* row = new QHBoxLayout;
    row->addStrut(m_button->minimumHeight() + kLines * fontMetrics().height());
    row->addLayout(column);
    return row;
}

RecordChoices RecordPanel::choices() const
{
    return { m_video->isChecked(), m_caption->isChecked(), m_heatmap->isChecked(),
        m_table->isChecked(), m_jsonLines->isChecked() };
}

void RecordPanel::setChoices(const RecordChoices& choices)
{
    m_video->setChecked(choices.video);
    m_caption->setChecked(choices.caption);
    m_heatmap->setChecked(choices.heatmap);
    m_table->setChecked(choices.table);
    m_jsonLines->setChecked(choices.jsonLines);
    refresh();
}

void RecordPanel::setFolder(const QString& folder)
{
    m_folder->setText(shownFolder(folder));
}

void RecordPanel::setRecording(bool isRecording)
{
    m_isRecording = isRecording;
    refresh();
}

void RecordPanel::setReason(const QString& reason)
{
    m_buttonField->setReason(reason);
}

void RecordPanel::setProgress(const QString& text, const QString& file)
{
    m_progress->setText(text);
    m_progress->setVisible(!text.isEmpty());
    m_file->setText(shownFolder(file));
    m_file->setVisible(!file.isEmpty());
}

void RecordPanel::refresh()
{
    for (QWidget* choice : { static_cast<QWidget*>(m_choose), static_cast<QWidget*>(m_video),
             static_cast<QWidget*>(m_table), static_cast<QWidget*>(m_jsonLines) })
        choice->setEnabled(!m_isRecording);
    for (QCheckBox* box : { m_caption, m_heatmap })
        box->setEnabled(!m_isRecording && m_video->isChecked());
}

} // namespace netlens
