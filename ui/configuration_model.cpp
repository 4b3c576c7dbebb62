#include "ui/configuration_model.h"

#include "ui/model_text.h"
#include "weights/registry.h"

#include <QLocale>

#include <algorithm>

namespace netlens {

namespace {

    std::size_t cellOf(const QModelIndex& index)
    {
        return static_cast<std::size_t>(index.row()) * publishedSides().size()
            + static_cast<std::size_t>(index.column());
    }

} // namespace

ConfigurationModel::ConfigurationModel(QObject* parent)
    : QAbstractTableModel(parent)
{
    for (const double alpha : publishedAlphas()) {
        for (const int side : publishedSides()) {
            Config config;
            config.alpha = alpha;
            config.input = { side, side, 3 };
            config.includeTop = false;
            const Architecture table = describe(config);
            m_bases.push_back({ table.macs(), table.layers.back().channels });
        }
    }
}

void ConfigurationModel::setChoice(const ModelChoice& choice)
{
    m_choice = choice;
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

QModelIndex ConfigurationModel::chosen() const
{
    const Config& config = m_choice.config();
    const auto alphas = publishedAlphas();
    const auto sides = publishedSides();
    const auto row = std::ranges::find(alphas, config.alpha);
    const auto column = std::ranges::find(sides, config.input.height);
    if (row == alphas.end() || column == sides.end() || config.input.width != config.input.height)
        return {};
    return index(static_cast<int>(row - alphas.begin()), static_cast<int>(column - sides.begin()));
}

double ConfigurationModel::alphaOf(const QModelIndex& index)
{
    return publishedAlphas()[static_cast<std::size_t>(index.row())];
}

int ConfigurationModel::sideOf(const QModelIndex& index)
{
    return publishedSides()[static_cast<std::size_t>(index.column())];
}

int ConfigurationModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(publishedAlphas().size());
}

int ConfigurationModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(publishedSides().size());
}

QVariant ConfigurationModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const bool offered = m_choice.offersCell(alphaOf(index), sideOf(index));
    switch (role) {
    case Qt::DisplayRole:
        if (!offered)
            return QString(u'–');
        if (const QVariant accuracy = top1(index); accuracy.isValid())
            return QLocale().toString(accuracy.toDouble(), 'f', 1);
        return shortCount(macs(index));
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return toolTip(index);
    case Qt::TextAlignmentRole:
        return Qt::AlignCenter;
    case OfferedRole:
        return offered;
    case Top1Role:
        return top1(index);
    case MacsRole:
        return macs(index);
    default:
        return {};
    }
}

QVariant ConfigurationModel::top1(const QModelIndex& index) const
{
    if (m_choice.weights().kind != WeightsChoice::Kind::ImageNet)
        return {};
    const OfficialWeights* official = findOfficial(alphaOf(index), sideOf(index));
    return official != nullptr ? QVariant(official->top1) : QVariant();
}

double ConfigurationModel::macs(const QModelIndex& index) const
{
    const Base& base = m_bases[cellOf(index)];
    const Config& config = m_choice.config();
    return static_cast<double>(
        base.macs + (config.includeTop ? base.channels * config.classes : 0));
}

QString ConfigurationModel::toolTip(const QModelIndex& index) const
{
    const double alpha = alphaOf(index);
    const int side = sideOf(index);
    const QString name = cellText(m_choice, alpha, side);
    const OfficialWeights* official = findOfficial(alpha, side);
    if (!top1(index).isValid() || official == nullptr)
        return m_choice.offersCell(alpha, side)
            ? tr("%1: %2 multiply-adds").arg(name, shortCount(macs(index)))
            : name;
    const QLocale locale;
    return tr("%1: published top-1 %2 %, top-5 %3 %, %4 multiply-adds, %5 M parameters")
        .arg(name, locale.toString(official->top1, 'f', 1), locale.toString(official->top5, 'f', 1),
            shortCount(macs(index)), locale.toString(official->parametersMillions, 'f', 2));
}

QVariant ConfigurationModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const auto at = static_cast<std::size_t>(section);
    const bool isColumn = orientation == Qt::Horizontal;
    if (role == Qt::DisplayRole)
        return isColumn ? QLocale().toString(publishedSides()[at])
                        : alphaText(publishedAlphas()[at]);
    if (role == Qt::ToolTipRole)
        return isColumn ? tr("Input size in pixels") : tr("Width multiplier alpha");
    return QAbstractTableModel::headerData(section, orientation, role);
}

Qt::ItemFlags ConfigurationModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return m_choice.offersCell(alphaOf(index), sideOf(index))
        ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
        : Qt::ItemNeverHasChildren;
}

} // namespace netlens
