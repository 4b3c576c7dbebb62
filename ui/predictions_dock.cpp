#include "ui/predictions_dock.h"

#include "ui/certainty.h"
#include "ui/feature_view.h"
#include "ui/hint_label.h"
#include "ui/icons.h"
#include "ui/prediction_delegate.h"
#include "ui/prediction_model.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr int kMostClasses = 20;
    constexpr int kLeastCharacters = 34; ///< rank, a class name of usual length and its value

} // namespace

PredictionsDock::PredictionsDock(QWidget* parent)
    : QDockWidget(tr("Predictions"), parent)
    , m_model(new PredictionModel(this))
    , m_pages(new QStackedWidget(this))
    , m_nothing(new HintLabel(tr("Open a picture to see what the network makes of it."), this))
    , m_table(makeTable())
    , m_find(new QLineEdit(this))
    , m_count(new QSpinBox(this))
    , m_certainty(new HintLabel(this))
    , m_features(new FeatureView(this))
{
    setObjectName(u"predictionsDock"_s);
    m_nothing->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_nothing->setContentsMargins(12, 24, 12, 0);
    m_pages->addWidget(m_nothing);
    m_pages->addWidget(makePredictionPage());
    m_pages->addWidget(m_features);
    auto* frame = new QWidget(this);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(8, 6, 8, 8);
    column->addWidget(m_pages);
    frame->setMinimumWidth(fontMetrics().averageCharWidth() * kLeastCharacters);
    setWidget(frame);

    connect(m_count, &QSpinBox::valueChanged, m_model, &PredictionModel::setLimit);
    connect(m_find, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model->setFilter(text);
        selectExplained();
    });
    m_count->setValue(m_model->limit());
}

QTableView* PredictionsDock::makeTable()
{
    auto* table = new QTableView(this);
    table->setObjectName(u"predictionTable"_s);
    table->setAccessibleName(tr("Predictions"));
    table->setAccessibleDescription(tr("Choose a class to see where the evidence for it is."));
    table->setModel(m_model);
    table->setItemDelegate(new PredictionDelegate(table));
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setShowGrid(false);
    table->setTabKeyNavigation(false);
    table->setWordWrap(false);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 18);
    QHeaderView* header = table->horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(24);
    header->setSectionResizeMode(PredictionModel::Rank, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(PredictionModel::Name, QHeaderView::Stretch);
    header->setSectionResizeMode(PredictionModel::Value, QHeaderView::ResizeToContents);
    const auto explain = [this](const QModelIndex& index) {
        if (const auto classIndex = m_model->classAt(index.row()))
            emit explainRequested(*classIndex);
    };
    connect(table, &QTableView::clicked, this, explain);
    connect(table, &QTableView::activated, this, explain);
    return table;
}

QWidget* PredictionsDock::makePredictionPage()
{
    m_find->setObjectName(u"findClass"_s);
    m_find->setPlaceholderText(tr("Find class…"));
    m_find->setAccessibleName(tr("Find class"));
    m_find->setClearButtonEnabled(true);
    m_find->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_count->setObjectName(u"shownClasses"_s);
    m_count->setRange(1, kMostClasses);
    m_count->setPrefix(tr("top ", "prefix of a number"));
    m_count->setAccessibleName(tr("Number of classes shown"));
    m_count->setToolTip(tr("Number of classes shown"));
    m_certainty->setObjectName(u"certainty"_s);

    auto* tools = new QHBoxLayout;
    tools->addWidget(m_find, 1);
    tools->addWidget(m_count);
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(tools);
    column->addWidget(m_table, 1);
    column->addWidget(m_certainty);
    column->addWidget(new HintLabel(
        tr("Click a class, or press its rank 1–9, to see the evidence for it."), page));
    return page;
}

void PredictionsDock::setRecognition(const SharedRecognition& recognition, bool isProbability)
{
    m_recognition = recognition;
    m_model->setRecognition(recognition, isProbability);
    if (!recognition) {
        m_pages->setCurrentIndex(0);
        return;
    }
    m_pages->setCurrentIndex(recognition->hasClasses() ? 1 : 2);
    if (recognition->hasClasses()) {
        showCertainty();
        selectExplained();
    } else {
        m_features->setFeatures(recognition->output);
    }
}

void PredictionsDock::showCertainty()
{
    const QString text = certaintyText();
    m_certainty->setVisible(!text.isEmpty());
    m_certainty->setText(text);
    m_certainty->setToolTip(
        tr("Entropy: 0 bits when one class is certain. Margin: how far the first class is ahead of "
           "the second."));
}

QString PredictionsDock::certaintyText() const
{
    const auto& frame = m_recognition->frame;
    const auto certainty = certaintyOf(frame ? frame->smoothed : m_recognition->output.values);
    const bool isUnsure = frame && !frame->isSure;
    if (!certainty)
        return isUnsure ? tr("not sure") : QString();
    const QLocale locale;
    const QString entropy = locale.toString(certainty->entropyBits, 'f', 2);
    const QString margin = locale.toString(certainty->margin * 100, 'f', 1);
    // As long as the other, so that the table above keeps its height while frames come.
    if (isUnsure)
        return tr("not sure · entropy %1 bits · margin %2\u00a0%").arg(entropy, margin);
    return tr("entropy %1 of %2 bits · margin %3\u00a0%")
        .arg(entropy, locale.toString(certainty->maximumBits, 'f', 2), margin);
}

void PredictionsDock::selectExplained()
{
    if (!m_recognition)
        return;
    int explained = -1;
    for (int row = 0; row < m_model->rowCount() && explained < 0; ++row)
        if (m_model->index(row, 0).data(PredictionModel::ExplainedRole).toBool())
            explained = row;
    // Selecting what is selected would take the keyboard's place with every frame.
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    if (selected.size() == 1 && selected.first().row() == explained)
        return;
    m_table->clearSelection();
    if (explained >= 0)
        m_table->selectRow(explained);
}

bool PredictionsDock::explainRank(int rank)
{
    const auto classIndex = m_model->classOfRank(rank);
    if (classIndex)
        emit explainRequested(*classIndex);
    return classIndex.has_value();
}

void PredictionsDock::findClass()
{
    show();
    raise();
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

bool PredictionsDock::leaveFind()
{
    if (!m_find->hasFocus())
        return false;
    m_find->clear();
    m_table->setFocus(Qt::OtherFocusReason);
    return true;
}

int PredictionsDock::shownClasses() const
{
    return m_count->value();
}

void PredictionsDock::setShownClasses(int count)
{
    m_count->setValue(count);
}

QString PredictionsDock::topResult() const
{
    const auto top = m_model->classOfRank(1);
    return top ? m_model->textOf(*top) : QString();
}

QString PredictionsDock::topName() const
{
    const auto top = m_model->classOfRank(1);
    return top ? m_model->nameOf(*top) : QString();
}

QString PredictionsDock::topValue() const
{
    const auto top = m_model->classOfRank(1);
    return top ? m_model->valueOf(*top) : QString();
}

QString PredictionsDock::resultText() const
{
    if (!m_recognition)
        return {};
    QStringList lines { QString::fromStdString(m_recognition->name) };
    if (!m_recognition->hasClasses()) {
        const FeatureSummary& summary = m_features->summary();
        for (const auto& activation : summary.strongest)
            lines.append(tr("channel %1").arg(activation.channel) % u'\t'
                % QLocale().toString(activation.value, 'g', 6));
        return lines.join(u'\n');
    }
    for (int row = 0; row < m_model->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < m_model->columnCount(); ++column)
            cells.append(m_model->index(row, column).data().toString());
        lines.append(cells.join(u'\t'));
    }
    return lines.join(u'\n');
}

} // namespace netlens
