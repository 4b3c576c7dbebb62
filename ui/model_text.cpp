#include "ui/model_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    struct Text {
        Q_DECLARE_TR_FUNCTIONS(netlens::ModelText)
    };

    QString sizeText(const InputShape& input)
    {
        if (!input.isStatic())
            return Text::tr("any size");
        const QLocale locale;
        if (input.height == input.width)
            return locale.toString(input.height);
        return Text::tr("%1 × %2", "height × width")
            .arg(locale.toString(input.height), locale.toString(input.width));
    }

    QString weightsText(const ModelState& model)
    {
        switch (model.request.weights.kind) {
        case WeightsChoice::Kind::ImageNet:
            return Text::tr("ImageNet");
        case WeightsChoice::Kind::Random:
            return Text::tr("random");
        case WeightsChoice::Kind::Demo:
            return Text::tr("demonstration");
        case WeightsChoice::Kind::File:
            return QFileInfo(QString::fromStdString(model.request.weights.path)).fileName();
        }
        return {};
    }

    QString fileLockText(ModelField field)
    {
        return field == ModelField::IncludeTop
            ? Text::tr("The weights file decides whether there is a top.")
            : Text::tr("The weights file was made for this value.");
    }

} // namespace

QString alphaText(double alpha)
{
    const QString shortest = QLocale().toString(alpha, 'g', 6);
    const QString oneDigit = QLocale().toString(alpha, 'f', 1);
    return oneDigit.size() > shortest.size() ? oneDigit : shortest;
}

QString modelName(const ModelState& model)
{
    const Config& config = model.architecture.config;
    return Text::tr("%1 / %2 · %3", "alpha / size · weights")
        .arg(alphaText(config.alpha), sizeText(config.input), weightsText(model));
}

QString madeForText(const Config& config)
{
    if (!config.hasClasses())
        return Text::tr("alpha %1 without top").arg(alphaText(config.alpha));
    return config.classCount() == 1
        ? Text::tr("alpha %1 with 1 class").arg(alphaText(config.alpha))
        : Text::tr("alpha %1 with %2 classes")
              .arg(alphaText(config.alpha), QLocale().toString(qlonglong { config.classCount() }));
}

QString fileText(const WeightsFileInfo& file)
{
    QStringList parts;
    switch (file.layout) {
    case WeightsLayout::LegacyWeights:
        parts.append(Text::tr("Keras weights (.h5)"));
        break;
    case WeightsLayout::FullModel:
        parts.append(Text::tr("Keras full model (.h5)"));
        break;
    case WeightsLayout::Keras3Weights:
        parts.append(Text::tr("Keras 3 weights (.weights.h5)"));
        break;
    case WeightsLayout::Keras3Archive:
        parts.append(Text::tr("Keras 3 archive (.keras)"));
        break;
    }
    if (!file.kerasVersion.empty())
        parts.append(Text::tr("Keras %1").arg(QString::fromStdString(file.kerasVersion)));
    parts.append(QString::fromStdString(file.dataType));
    parts.append(
        Text::tr("%1 parameters").arg(QLocale().toString(qlonglong { file.parameterCount })));
    return parts.join(u", "_s);
}

QString extrasText(const Config& config)
{
    QStringList layers;
    const auto add = [&layers](const ExtraLayer& layer) {
        QString text = QString::fromStdString(layer.type);
        if (layer.kind == LayerKind::Dense)
            text += u' ' % QLocale().toString(qlonglong { layer.units });
        if (layer.activation != Activation::Linear)
            text += u", "_s % activationText(layer.activation);
        layers.append(text);
    };
    std::ranges::for_each(config.before, add);
    layers.append(Text::tr("MobileNetV2"));
    std::ranges::for_each(config.after, add);
    return Text::tr("The file's own layers: %1.").arg(layers.join(u" → "_s));
}

QString lockText(Lock lock, ModelField field)
{
    switch (lock) {
    case Lock::Free:
        return {};
    case Lock::PublishedCells:
        return field == ModelField::Alpha
            ? Text::tr("ImageNet weights exist for the grid's six alphas.")
            : Text::tr("ImageNet weights with a top exist for the grid's sizes.");
    case Lock::PublishedColours:
        return Text::tr("ImageNet weights take colour pictures.");
    case Lock::PublishedClasses:
        return Text::tr("ImageNet has 1000 classes.");
    case Lock::NeedsTop:
        return Text::tr("Belongs to the classification top.");
    case Lock::NeedsNoTop:
        return Text::tr("Applies without the classification top.");
    case Lock::FileDecides:
        return fileLockText(field);
    case Lock::NotRandom:
        return Text::tr("Applies to random weights.");
    }
    return {};
}

QString cellText(const ModelChoice& choice, double alpha, int side)
{
    const QString name
        = Text::tr("alpha %1 at %2 × %2").arg(alphaText(alpha), QLocale().toString(side));
    if (choice.offersCell(alpha, side))
        return name;
    if (choice.weights().kind == WeightsChoice::Kind::ImageNet)
        return Text::tr("No ImageNet weights were published for %1.").arg(name);
    if (choice.weights().kind == WeightsChoice::Kind::Demo)
        return Text::tr("The demonstration model was made for alpha 0.35 at 96.");
    return Text::tr("The weights file was made for alpha %1.")
        .arg(alphaText(choice.config().alpha));
}

QString activationText(Activation activation)
{
    if (activation == Activation::Linear)
        return Text::tr("linear (logits)");
    if (activation == Activation::HardSigmoidKeras3)
        return Text::tr("hard_sigmoid (Keras 3)");
    const auto name = activationName(activation);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

QString className(const Labels& labels, int classIndex)
{
    if (classIndex < 0 || static_cast<std::size_t>(classIndex) >= labels.size())
        return Text::tr("class %1").arg(QLocale().toString(classIndex));
    return QString::fromStdString(labels[static_cast<std::size_t>(classIndex)].name)
        .replace(u'_', u' ');
}

QString shortCount(double count)
{
    const QLocale locale;
    if (count < 1e5)
        return locale.toString(count, 'f', 0);
    if (count < 1e9)
        return Text::tr("%1 M", "million").arg(locale.toString(count / 1e6, 'g', 3));
    return Text::tr("%1 G", "thousand million").arg(locale.toString(count / 1e9, 'g', 3));
}

} // namespace netlens
