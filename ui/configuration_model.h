#pragma once

#include "ui/model_choice.h"

#include <QAbstractTableModel>

#include <vector>

namespace netlens {

/// The grid of width multipliers × input sizes: what each cell costs and, for ImageNet weights,
/// how accurate it was published to be. Cells that cannot be chosen say why.
class ConfigurationModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role {
        OfferedRole = Qt::UserRole + 1, ///< bool
        Top1Role, ///< double, percent; invalid where nothing was published
        MacsRole, ///< double
    };

    explicit ConfigurationModel(QObject* parent = nullptr);

    void setChoice(const ModelChoice& choice);
    /// The chosen cell; invalid when the choice lies beside the grid.
    QModelIndex chosen() const;
    static double alphaOf(const QModelIndex& index);
    static int sideOf(const QModelIndex& index);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    QString toolTip(const QModelIndex& index) const;
    QVariant top1(const QModelIndex& index) const;
    double macs(const QModelIndex& index) const;

    ModelChoice m_choice;
    /// A network without its top.
    struct Base {
        std::int64_t macs = 0;
        std::int64_t channels = 0; ///< of the feature map the top works on
    };
    std::vector<Base> m_bases; ///< of every cell
};

} // namespace netlens
