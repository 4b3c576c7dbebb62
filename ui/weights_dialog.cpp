#include "ui/weights_dialog.h"

#include <QFileInfo>

#include <algorithm>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    /// Of the layouts, in the order of the filters; what ends like another one comes first.
    const QStringList& suffixes()
    {
        static const QStringList kSuffixes { u".weights.h5"_s, u".keras"_s, u".h5"_s };
        return kSuffixes;
    }

    /// The suffix of a layout the name has; empty for none.
    QString suffixOf(const QString& name)
    {
        const auto found = std::ranges::find_if(
            suffixes(), [&](const QString& suffix) { return name.endsWith(suffix); });
        if (found != suffixes().end())
            return *found;
        return name.endsWith(u".hdf5"_s) ? u".hdf5"_s : QString();
    }

} // namespace

WeightsDialog::WeightsDialog(const ModelState& model, QWidget* parent)
    : QFileDialog(parent, tr("Export weights"))
{
    setObjectName(u"weightsDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptMode(AcceptSave);
    setFileMode(AnyFile);
    setNameFilters({ tr("Keras 3 weights (*.weights.h5)"),
        tr("Keras 3 model with its configuration (*.keras)"),
        tr("Keras 2 weights (*.h5 *.hdf5)") });
    selectFile(QString::fromStdString(model.architecture.name) % suffixes().first());
    connect(this, &QFileDialog::filterSelected, this, &WeightsDialog::followLayout);
}

QString WeightsDialog::path() const
{
    const QString chosen = selectedFiles().value(0);
    const QString whole = completed(chosen);
    return whole != chosen && QFileInfo::exists(whole) ? chosen : whole;
}

void WeightsDialog::accept()
{
    // Before Qt asks whether a file of that name may be replaced.
    const QString chosen = selectedFiles().value(0);
    if (!chosen.isEmpty() && !QFileInfo(chosen).isDir() && completed(chosen) != chosen)
        selectFile(completed(chosen));
    QFileDialog::accept();
}

void WeightsDialog::followLayout()
{
    QString name = QFileInfo(selectedFiles().value(0)).fileName();
    name.chop(suffixOf(name).size());
    // Qt has changed the last part of the suffix already, and that part alone.
    if (name.endsWith(u".weights"_s))
        name.chop(u".weights"_s.size());
    if (!name.isEmpty())
        selectFile(completed(name));
}

QString WeightsDialog::completed(const QString& path) const
{
    if (path.isEmpty() || !suffixOf(path).isEmpty())
        return path;
    const qsizetype layout = nameFilters().indexOf(selectedNameFilter());
    return path % suffixes().value(std::max<qsizetype>(layout, 0));
}

} // namespace netlens
