#pragma once

#include "engine/step_timing.h"

#include <QAbstractTableModel>

namespace netlens {

/// Where the time of one picture goes: a row a step of the running network, in the order they run.
class TimingsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Layers, Milliseconds, Share, Macs, Speed, OfPeak, Kernel, ColumnCount };
    enum Role {
        BarRole
        = Qt::UserRole + 1, ///< double 0 … 1 in Share: the bar's length, of the slowest step
        SortRole, ///< double, or text in Layers and Kernel
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setTimings(StepTimings timings);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(int column, const StepTiming& timing) const;
    QVariant sortKey(int column, int row) const;

    StepTimings m_timings;
    double m_totalMs = 0;
    double m_slowestMs = 0;
};

} // namespace netlens
