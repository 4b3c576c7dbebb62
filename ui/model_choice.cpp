#include "ui/model_choice.h"

#include "weights/demo.h"
#include "weights/registry.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace netlens {

namespace {

    constexpr std::array kAlphas { 0.35, 0.50, 0.75, 1.0, 1.3, 1.4 };
    constexpr std::array kSides { 96, 128, 160, 192, 224 };
    // Keras allows only these two with pretrained weights of any kind (validate_activation).
    constexpr std::array kPretrainedActivations { Activation::Softmax, Activation::Linear };
    constexpr std::array kAllActivations { Activation::Softmax, Activation::Linear,
        Activation::Sigmoid, Activation::Tanh, Activation::Relu, Activation::Relu6, Activation::Elu,
        Activation::Selu, Activation::Softplus, Activation::Softsign, Activation::Swish,
        Activation::Gelu, Activation::Exponential, Activation::HardSigmoid,
        Activation::HardSigmoidKeras3 };

    double nearestAlpha(double alpha)
    {
        return *std::ranges::min_element(
            kAlphas, {}, [alpha](double published) { return std::abs(published - alpha); });
    }

    int nearestPublishedSide(double alpha, int wanted)
    {
        int best = 224;
        for (const int side : kSides) {
            if (findOfficial(alpha, side) != nullptr
                && std::abs(side - wanted) < std::abs(best - wanted))
                best = side;
        }
        return best;
    }

} // namespace

std::span<const double> publishedAlphas()
{
    return kAlphas;
}
std::span<const int> publishedSides()
{
    return kSides;
}

Lock ModelChoice::lock(ModelField field) const
{
    const bool top = m_config.includeTop;
    const bool isOfHead = field == ModelField::IncludeTop || field == ModelField::Pooling
        || field == ModelField::Classes || field == ModelField::Activation;
    if (isOfHead && m_config.hasExtras())
        return Lock::FileDecides;
    switch (field) {
    case ModelField::Alpha:
        return isImageNet() ? Lock::PublishedCells : isFile() ? Lock::FileDecides : Lock::Free;
    case ModelField::Size:
        return sizeLock();
    case ModelField::DynamicSize:
        return m_fileDecidesAll ? Lock::FileDecides : top ? Lock::NeedsNoTop : Lock::Free;
    case ModelField::Channels:
        return isImageNet() ? Lock::PublishedColours : isFile() ? Lock::FileDecides : Lock::Free;
    case ModelField::IncludeTop:
        return isFile() ? Lock::FileDecides : Lock::Free;
    case ModelField::Pooling:
        return top ? Lock::NeedsNoTop : m_fileDecidesAll ? Lock::FileDecides : Lock::Free;
    case ModelField::Classes:
        return !top        ? Lock::NeedsTop
            : isImageNet() ? Lock::PublishedClasses
            : isFile()     ? Lock::FileDecides
                           : Lock::Free;
    case ModelField::Activation:
        return !top ? Lock::NeedsTop : m_fileDecidesAll ? Lock::FileDecides : Lock::Free;
    case ModelField::Seed:
        return m_weights.kind == WeightsChoice::Kind::Random ? Lock::Free : Lock::NotRandom;
    }
    return Lock::Free;
}

Lock ModelChoice::sizeLock() const
{
    if (m_fileDecidesAll)
        return Lock::FileDecides;
    return isImageNet() && m_config.includeTop ? Lock::PublishedCells : Lock::Free;
}

bool ModelChoice::offersCell(double alpha, int side) const
{
    if (isImageNet())
        return findOfficial(alpha, side) != nullptr;
    if (!isFile())
        return true;
    return alpha == m_config.alpha
        && (!m_fileDecidesAll || (side == m_config.input.height && side == m_config.input.width));
}

std::span<const Activation> ModelChoice::activations() const
{
    if (m_weights.kind == WeightsChoice::Kind::Random || m_fileDecidesAll)
        return kAllActivations;
    return kPretrainedActivations;
}

void ModelChoice::useImageNet()
{
    dropWeights();
    m_weights = {};
    m_fileDecidesAll = false;
    settle();
}

void ModelChoice::useRandom()
{
    dropWeights();
    m_weights = { WeightsChoice::Kind::Random, {}, m_weights.seed };
    m_fileDecidesAll = false;
}

void ModelChoice::useDemo()
{
    dropWeights();
    m_before = m_config;
    m_weights = { WeightsChoice::Kind::Demo, {}, 0 };
    m_fileDecidesAll = true;
    m_config = demoConfig();
}

void ModelChoice::useFile(const WeightsFileInfo& file)
{
    dropWeights();
    m_weights = { WeightsChoice::Kind::File, file.path.string(), 0 };
    m_fileDecidesAll = file.config.has_value() && file.configIsComplete;
    if (m_fileDecidesAll)
        m_config = *file.config;
    settle();
}

void ModelChoice::adopt(const WeightsFileInfo& file)
{
    useFile(file);
    if (m_fileDecidesAll || !file.config)
        return;
    m_config.alpha = file.config->alpha;
    m_config.includeTop = file.config->includeTop;
    m_config.classes = file.config->classes;
    m_config.input.channels = file.config->input.channels;
    settle();
}

void ModelChoice::setCell(double alpha, int side)
{
    if (!offersCell(alpha, side))
        return;
    m_config.alpha = alpha;
    m_config.input.height = side;
    m_config.input.width = side;
    settle();
}

void ModelChoice::setAlpha(double alpha)
{
    if (lock(ModelField::Alpha) == Lock::Free)
        m_config.alpha = std::clamp(alpha, kMinAlpha, kMaxAlpha);
}

void ModelChoice::setSize(int height, int width)
{
    if (lock(ModelField::Size) != Lock::Free)
        return;
    m_config.input.height = std::clamp(height, kMinSide, kMaxSide);
    m_config.input.width = std::clamp(width, kMinSide, kMaxSide);
    settle();
}

void ModelChoice::setDynamicSize(bool dynamic)
{
    if (lock(ModelField::DynamicSize) != Lock::Free || dynamic == !m_config.input.isStatic())
        return;
    m_config.input.height = dynamic ? InputShape::kDynamic : 224;
    m_config.input.width = m_config.input.height;
}

void ModelChoice::setChannels(int channels)
{
    if (lock(ModelField::Channels) == Lock::Free)
        m_config.input.channels = channels;
}

void ModelChoice::setIncludeTop(bool includeTop)
{
    if (lock(ModelField::IncludeTop) != Lock::Free)
        return;
    m_config.includeTop = includeTop;
    settle();
}

void ModelChoice::setPooling(Pooling pooling)
{
    if (lock(ModelField::Pooling) == Lock::Free)
        m_config.pooling = pooling;
}

void ModelChoice::setClasses(int classes)
{
    if (lock(ModelField::Classes) == Lock::Free)
        m_config.classes = std::clamp(classes, 1, kMaxClasses);
}

void ModelChoice::setActivation(Activation activation)
{
    if (lock(ModelField::Activation) == Lock::Free
        && std::ranges::find(activations(), activation) != activations().end())
        m_config.classifierActivation = activation;
}

void ModelChoice::setSeed(std::uint64_t seed)
{
    if (lock(ModelField::Seed) == Lock::Free)
        m_weights.seed = seed;
}

void ModelChoice::setUseAnyway()
{
    m_weights.useAnyway = true;
}

void ModelChoice::dropWeights()
{
    if (m_weights.kind == WeightsChoice::Kind::Demo)
        m_config = std::exchange(m_before, {});
    m_config.before.clear();
    m_config.after.clear();
    m_config.padsAsDynamic = false;
}

void ModelChoice::settle()
{
    if (m_fileDecidesAll)
        return;
    if (m_config.includeTop && !m_config.input.isStatic())
        m_config.input.height = m_config.input.width = 224;
    if (std::ranges::find(activations(), m_config.classifierActivation) == activations().end())
        m_config.classifierActivation = Activation::Softmax;
    if (isImageNet())
        settlePublished();
}

void ModelChoice::settlePublished()
{
    InputShape& input = m_config.input;
    m_config.alpha = nearestAlpha(m_config.alpha);
    input.channels = 3;
    if (m_config.includeTop)
        m_config.classes = 1000;
    // Without a top any size works with the 224 weights, except the squares that Keras would ask
    // a file of their own for.
    const bool isSquare = input.height == input.width && input.isStatic();
    const bool needsOwnFile = isSquare && std::ranges::find(kSides, input.height) != kSides.end();
    if (m_config.includeTop || needsOwnFile)
        input.height = input.width = nearestPublishedSide(m_config.alpha, input.height);
}

ModelRequest ModelChoice::request() const
{
    ModelRequest request;
    request.config = m_config;
    request.weights = m_weights;
    request.precision = m_precision;
    request.threads = m_threads;
    if (m_precision == Precision::Int8)
        request.calibrationFolder = m_calibrationFolder;
    return request;
}

ModelRequest ModelChoice::standInRequest() const
{
    if (!m_config.includeTop)
        return untrainedRequest();
    ModelChoice demo;
    demo.useDemo();
    demo.setPrecision(m_precision);
    demo.setThreads(m_threads);
    demo.setCalibrationFolder(m_calibrationFolder);
    return demo.request();
}

ModelRequest ModelChoice::untrainedRequest() const
{
    ModelRequest wanted = request();
    wanted.weights = { WeightsChoice::Kind::Random, {}, 0 };
    return wanted;
}

} // namespace netlens
