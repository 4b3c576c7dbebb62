#pragma once

#include "recognition.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace netlens {

/// The classes of one recognition, most probable first: the top k, or every class whose name
/// contains the filter. Of a frame the values are the smoothed ones and the order is the steady
/// one. Numbers are in roles; text is made with the user's locale.
class PredictionModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Rank, Name, Value, ColumnCount };
    enum Role {
        ValueRole = Qt::UserRole + 1, ///< double: the output after the activation
        LogitRole, ///< double: before it
        BarRole, ///< double 0 … 1: length of the bar
        ClassIndexRole, ///< int
        RankRole, ///< int, 1 for the most probable of all classes
        ExplainedRole, ///< bool: the heatmap speaks for this class
        WidestTextRole, ///< QString: of a probability the widest there is, of others their own
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// @param isProbability values are shares to be read as percent; otherwise plain numbers.
    void setRecognition(const SharedRecognition& recognition, bool isProbability);
    void setLimit(int count);
    void setFilter(const QString& text);

    int limit() const { return m_limit; }
    bool isFiltered() const { return !m_filter.isEmpty(); }
    std::optional<int> classAt(int row) const;
    /// The class of that overall rank (1 = most probable).
    std::optional<int> classOfRank(int rank) const;

    /// "tabby 62.1 %"
    QString textOf(int classIndex) const;
    QString nameOf(int classIndex) const { return text(Name, classIndex); }
    QString valueOf(int classIndex) const { return text(Value, classIndex); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(int column, int classIndex) const;
    QString toolTip(int classIndex) const;
    QString valueText(double value) const;
    double bar(double value) const;
    double output(int classIndex) const;
    /// Of a frame the smoothed values.
    const std::vector<float>& values() const;
    void rank();
    void refresh();
    void show(const std::vector<int>& rows);

    SharedRecognition m_recognition;
    bool m_isProbability = true;
    int m_limit = 5;
    QString m_filter;
    std::vector<int> m_ranked; ///< every class, most probable first
    std::vector<int> m_rankOf; ///< rank of each class, from 1
    std::vector<int> m_rows; ///< the classes shown
    double m_largest = 1; ///< full length of a bar of plain numbers
};

} // namespace netlens
