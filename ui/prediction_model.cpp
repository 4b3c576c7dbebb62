#include "ui/prediction_model.h"

#include "model/top_k.h"
#include "ui/model_text.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace netlens {

namespace {

    /// First the classes that hold their places, then all others by value.
    std::vector<int> steadilyRanked(const FrameStamp& frame)
    {
        std::vector<int> ranked = frame.order;
        std::vector<bool> isPlaced(frame.smoothed.size());
        for (const int index : ranked)
            isPlaced[static_cast<std::size_t>(index)] = true;
        for (std::size_t i = 0; i < isPlaced.size(); ++i)
            if (!isPlaced[i])
                ranked.push_back(static_cast<int>(i));
        const auto behind = ranked.begin() + static_cast<std::ptrdiff_t>(frame.order.size());
        std::sort(behind, ranked.end(), [&frame](int a, int b) {
            const float first = frame.smoothed[static_cast<std::size_t>(a)];
            const float second = frame.smoothed[static_cast<std::size_t>(b)];
            return first != second ? first > second : a < b;
        });
        return ranked;
    }

} // namespace

void PredictionModel::setRecognition(const SharedRecognition& recognition, bool isProbability)
{
    const SharedRecognition next = recognition && recognition->hasClasses() ? recognition : nullptr;
    // Rows of classes that the new answer does not have must be gone before it is there.
    if (!next || next->output.values.size() != m_ranked.size())
        show({});
    m_recognition = next;
    const bool isOtherUnit = std::exchange(m_isProbability, isProbability) != isProbability;
    rank();
    refresh();
    if (isOtherUnit)
        emit headerDataChanged(Qt::Horizontal, Value, Value);
}

void PredictionModel::setLimit(int count)
{
    m_limit = count;
    refresh();
}

void PredictionModel::setFilter(const QString& text)
{
    m_filter = text.trimmed();
    refresh();
}

void PredictionModel::rank()
{
    m_ranked.clear();
    m_rankOf.clear();
    if (!m_recognition)
        return;
    const std::vector<float>& values = this->values();
    m_ranked = m_recognition->frame
        ? steadilyRanked(*m_recognition->frame)
        : rankClasses(values, m_recognition->logits, static_cast<int>(values.size()));
    m_rankOf.resize(values.size());
    for (std::size_t i = 0; i < m_ranked.size(); ++i)
        m_rankOf[static_cast<std::size_t>(m_ranked[i])] = static_cast<int>(i) + 1;
    m_largest = 1e-6;
    for (const float value : values)
        m_largest = std::max(m_largest, std::abs(double { value }));
}

void PredictionModel::refresh()
{
    std::vector<int> rows;
    if (isFiltered()) {
        std::ranges::copy_if(m_ranked, std::back_inserter(rows), [this](int classIndex) {
            return className(*m_recognition->labels, classIndex)
                .contains(m_filter, Qt::CaseInsensitive);
        });
    } else {
        const auto shown = std::min(m_ranked.size(), static_cast<std::size_t>(m_limit));
        rows.assign(m_ranked.begin(), m_ranked.begin() + static_cast<std::ptrdiff_t>(shown));
    }
    show(rows);
}

void PredictionModel::show(const std::vector<int>& rows)
{
    // Rows are updated in place, so that a view keeps its selection and position.
    const auto kept = std::min(m_rows.size(), rows.size());
    std::copy_n(rows.begin(), kept, m_rows.begin());
    const int first = static_cast<int>(kept);
    if (kept > 0)
        emit dataChanged(index(0, 0), index(first - 1, ColumnCount - 1));
    if (rows.size() > kept) {
        beginInsertRows({}, first, static_cast<int>(rows.size()) - 1);
        m_rows = rows;
        endInsertRows();
    } else if (m_rows.size() > kept) {
        beginRemoveRows({}, first, static_cast<int>(m_rows.size()) - 1);
        m_rows.resize(kept);
        endRemoveRows();
    }
}

std::optional<int> PredictionModel::classAt(int row) const
{
    if (row < 0 || static_cast<std::size_t>(row) >= m_rows.size())
        return std::nullopt;
    return m_rows[static_cast<std::size_t>(row)];
}

std::optional<int> PredictionModel::classOfRank(int rank) const
{
    if (rank < 1 || static_cast<std::size_t>(rank) > m_ranked.size())
        return std::nullopt;
    return m_ranked[static_cast<std::size_t>(rank) - 1];
}

QString PredictionModel::textOf(int classIndex) const
{
    return text(Name, classIndex) % u' ' % text(Value, classIndex);
}

int PredictionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PredictionModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PredictionModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int classIndex = m_rows[static_cast<std::size_t>(index.row())];
    const auto at = static_cast<std::size_t>(classIndex);
    switch (role) {
    case Qt::DisplayRole:
        return text(index.column(), classIndex);
    case Qt::AccessibleTextRole:
        return QString(text(Rank, classIndex) % u". " % text(Name, classIndex) % u", "
            % text(Value, classIndex));
    case Qt::ToolTipRole:
        return toolTip(classIndex);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue<Qt::Alignment>(
            Qt::AlignVCenter | (index.column() == Name ? Qt::AlignLeft : Qt::AlignRight));
    case ValueRole:
        return output(classIndex);
    case LogitRole:
        return double { m_recognition->logits[at] };
    case BarRole:
        return bar(output(classIndex));
    case ClassIndexRole:
        return classIndex;
    case RankRole:
        return m_rankOf[at];
    case ExplainedRole:
        return m_recognition->map.classIndex == classIndex;
    case WidestTextRole:
        return m_isProbability ? valueText(1) : text(index.column(), classIndex);
    default:
        return {};
    }
}

QVariant PredictionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal)
        return QVariant::fromValue<Qt::Alignment>(
            Qt::AlignVCenter | (section == Name ? Qt::AlignLeft : Qt::AlignRight));
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Rank:
        return tr("#", "rank of a class");
    case Name:
        return tr("Class");
    case Value:
        return m_isProbability ? tr("Probability") : tr("Output");
    default:
        return {};
    }
}

double PredictionModel::output(int classIndex) const
{
    return values()[static_cast<std::size_t>(classIndex)];
}

const std::vector<float>& PredictionModel::values() const
{
    return m_recognition->frame ? m_recognition->frame->smoothed : m_recognition->output.values;
}

double PredictionModel::bar(double value) const
{
    return std::clamp(m_isProbability ? value : value / m_largest, 0.0, 1.0);
}

QString PredictionModel::valueText(double value) const
{
    const QLocale locale;
    return m_isProbability ? tr("%1 %", "percent").arg(locale.toString(value * 100, 'f', 1))
                           : locale.toString(value, 'f', 3);
}

QString PredictionModel::text(int column, int classIndex) const
{
    switch (column) {
    case Rank:
        return QLocale().toString(m_rankOf[static_cast<std::size_t>(classIndex)]);
    case Name:
        return className(*m_recognition->labels, classIndex);
    case Value:
        return valueText(output(classIndex));
    default:
        return {};
    }
}

QString PredictionModel::toolTip(int classIndex) const
{
    const auto at = static_cast<std::size_t>(classIndex);
    const QLocale locale;
    QString lines = tr("%1 (class %2)").arg(text(Name, classIndex), locale.toString(classIndex));
    if (const std::string& id = m_recognition->labels->at(at).id; !id.empty())
        lines += u"\n" % QString::fromStdString(id);
    lines += u"\n"
        % tr("output %1, logit %2")
              .arg(locale.toString(output(classIndex), 'g', 6),
                  locale.toString(m_recognition->logits[at], 'f', 4));
    return lines;
}

} // namespace netlens
