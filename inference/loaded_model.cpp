#include "loaded_model.h"

#include "calibration.h"
#include "engine/precision_support.h"
#include "model/keras_call.h"
#include "weights/demo.h"
#include "weights/opened_weights.h"
#include "weights/registry.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <new>
#include <utility>

namespace netlens {

namespace {

    // A file of 16 GB of float32: no MobileNetV2 anyone has; stops a mistyped alpha or class count.
    constexpr double kMaxParameters = 4e9;

    std::string sizeText(const InputShape& shape)
    {
        if (!shape.isStatic())
            return "none";
        return std::to_string(shape.height) + "x" + std::to_string(shape.width) + "x"
            + std::to_string(shape.channels);
    }

    Error conflict(const std::string& file, const std::string& what, const std::string& in,
        const std::string& asked)
    {
        return makeError(ErrorCode::ConfigurationConflict, file,
            what + ": the file has " + in + ", the option says " + asked);
    }

    /// A file shows its channels, not its alpha: neighbouring alphas round to the same ones.
    bool sameChannels(const Config& own, double alpha)
    {
        Config other = own;
        other.alpha = alpha;
        return std::ranges::equal(describe(own).layers, describe(other).layers, {},
            &LayerSpec::channels, &LayerSpec::channels);
    }

    /// A file with its own configuration decides; what was asked for by hand must agree with it.
    Result<Config> agreed(const ModelRequest& request, const Config& own)
    {
        const Config& asked = request.config;
        const bool isDemo = request.weights.kind == WeightsChoice::Kind::Demo;
        const std::string file = isDemo ? "demo" : request.weights.path;
        const auto& given = request.given;
        if (given.alpha && !sameChannels(own, asked.alpha))
            return conflict(file, "alpha", pythonFloat(own.alpha), pythonFloat(asked.alpha));
        if (given.input && asked.input != own.input)
            return conflict(file, "input-shape", sizeText(own.input), sizeText(asked.input));
        if (given.includeTop && asked.includeTop != own.hasClasses())
            return conflict(file, "top", own.hasClasses() ? "a classification top" : "no top",
                asked.includeTop ? "with top" : "no-top");
        if (given.pooling && !own.hasClasses() && asked.pooling != own.pooling)
            return conflict(file, "pooling", std::string(poolingName(own.pooling)),
                std::string(poolingName(asked.pooling)));
        if (given.classes && own.hasClasses() && asked.classes != own.classCount())
            return conflict(
                file, "classes", std::to_string(own.classCount()), std::to_string(asked.classes));
        // By name: Keras 2 and 3 mean different functions by one, and the file knows which.
        const std::string ownActivation(activationName(own.outputActivation()));
        const std::string askedActivation(activationName(asked.classifierActivation));
        if (given.activation && own.hasClasses() && askedActivation != ownActivation)
            return conflict(file, "classifier-activation", ownActivation, askedActivation);
        return own;
    }

    Result<std::filesystem::path> locate(const WeightsChoice& choice, const Validation& validation)
    {
        switch (choice.kind) {
        case WeightsChoice::Kind::Random:
            return std::filesystem::path();
        case WeightsChoice::Kind::Demo:
            return demoWeights();
        case WeightsChoice::Kind::File:
            return std::filesystem::path(choice.path);
        case WeightsChoice::Kind::ImageNet:
            break;
        }
        const std::string& name = *validation.officialFile;
        if (const auto found = findOfficialFile(name))
            return *found;
        if (!findOfficial(name))
            return makeError(ErrorCode::WeightsNotPublished, name);
        return makeError(
            ErrorCode::WeightsNotHere, name, "looked in " + kerasModelsFolder().string());
    }

    /// An official file that cannot be used is not the user's mistake: it can be had again.
    Error aboutOfficial(const Error& error)
    {
        switch (error.code) {
        case ErrorCode::FileEmpty:
        case ErrorCode::NotWeights:
        case ErrorCode::WeightsDamaged:
        case ErrorCode::WeightsMismatch:
        case ErrorCode::WeightsUnsupported:
        case ErrorCode::WeightsNotFinite:
            return makeError(ErrorCode::OfficialWeightsUnusable, error.subject,
                error.detail.empty() ? "an empty file" : error.detail);
        default:
            return error;
        }
    }

    struct Decision {
        Config config;
        bool isTheFiles = false; ///< a file with a configuration of its own decided
        bool keepsItsSize = false; ///< whatever tensor comes
        std::optional<OpenedWeights> file {}; ///< the user's
        std::optional<WeightsFileInfo> info {}; ///< of that file
    };

    Result<Decision> decide(const ModelRequest& request)
    {
        if (request.weights.kind == WeightsChoice::Kind::Demo) {
            const auto own = agreed(request, demoConfig());
            return own ? Result<Decision>(Decision { *own, false, true }) : own.error();
        }
        if (request.weights.kind != WeightsChoice::Kind::File)
            return Decision { request.config };
        if (const auto known = validate(request.config, request.weights);
            !known && known.error().code == ErrorCode::FileNotFound)
            return known.error(); // in Keras's words
        auto file = OpenedWeights::open(request.weights.path);
        if (!file)
            return file.error();
        WeightsFileInfo info = file->info();
        if (info.bringsConfig && !info.config)
            return makeError(ErrorCode::WeightsMismatch, request.weights.path, info.notMobileNet);
        if (!info.config || !info.configIsComplete)
            return Decision { request.config, false, false, *std::move(file), std::move(info) };
        const auto own = agreed(request, *info.config);
        if (!own)
            return own.error();
        return Decision { *own, true, true, *std::move(file), std::move(info) };
    }

    /// A model that brings its configuration is taken as Keras's load_model takes it: without the
    /// constructor's rule that pretrained weights allow softmax and linear only.
    Result<Validation> check(const Decision& decision, const WeightsChoice& weights,
        const std::optional<InputShape>& tensor)
    {
        Config checked = decision.config;
        if (decision.isTheFiles) // nor is there a smallest size
            for (int* side : { &checked.input.height, &checked.input.width })
                *side = *side == InputShape::kDynamic ? *side : std::max(*side, 32);
        if (tensor && !decision.keepsItsSize)
            checked.input = shapeBesideTensor(*tensor, checked.includeTop);
        if (decision.isTheFiles)
            checked.classifierActivation = Activation::Softmax;
        return validate(checked, weights);
    }

    /// A network that scales by itself gets pixels of 0–255; one that wanted them scaled before
    /// shows it by what it makes of these.
    std::optional<std::string> oddPixelRange(const Config& config)
    {
        if (!config.takesRawPixels())
            return std::nullopt;
        double lowest = 0;
        double highest = 255;
        for (const ExtraLayer& layer : config.before) {
            if (layer.kind != LayerKind::Rescaling)
                continue;
            lowest = lowest * layer.scale.front() + layer.offset.front();
            highest = highest * layer.scale.front() + layer.offset.front();
        }
        constexpr double kMost = 4; // pictures normalised by ImageNet's deviations stay inside
        if (std::abs(lowest) <= kMost && std::abs(highest) <= kMost
            && std::abs(highest - lowest) >= 0.5)
            return std::nullopt;
        return "the file's own scaling turns pixels of 0 to 255 into " + pythonFloat(lowest)
            + " to " + pythonFloat(highest)
            + "; if it was trained on pixels scaled before, its answers here "
              "are not those";
    }

    /// @param opened the file at that path, where it has been opened already
    Result<SharedWeights> makeWeights(const Architecture& architecture,
        const std::filesystem::path& path, const WeightsChoice& choice,
        std::optional<OpenedWeights> opened)
    {
        try {
            if (path.empty())
                return std::make_shared<const WeightSet>(
                    initialiseWeights(architecture, choice.seed));
            const Unsound unsound = choice.useAnyway ? Unsound::Accepted : Unsound::Refused;
            auto weights = opened ? opened->read(architecture, unsound)
                                  : readWeights(path, architecture, unsound);
            if (!weights)
                return weights.error();
            return std::make_shared<const WeightSet>(std::move(*weights));
        } catch (const std::bad_alloc&) {
            return makeError(ErrorCode::OutOfMemory, architecture.name,
                std::to_string(architecture.parameterCount()) + " parameters");
        }
    }

} // namespace

Result<LoadedModel> loadModel(const ModelRequest& request)
{
    if (precisionSupport(request.precision) == PrecisionSupport::Unavailable)
        return makeError(ErrorCode::PrecisionNotHere, std::string(precisionName(request.precision)),
            "it has " + instructionSet());
    auto decision = decide(request);
    if (!decision)
        return decision.error();
    const auto validation = check(*decision, request.weights, request.inputTensor);
    if (!validation)
        return validation.error();

    Config config = decision->config;
    if (request.inputTensor && !decision->keepsItsSize)
        config.input = *request.inputTensor;
    LoadedModel model;
    model.architecture
        = describe(config, decision->isTheFiles ? config.input.height : validation->rows);
    model.choice = request.weights;
    model.precision = request.precision;
    model.isWholeModel = decision->isTheFiles;
    model.file = std::move(decision->info);
    model.warnings = validation->warnings;
    if (static_cast<double>(model.architecture.parameterCount()) > kMaxParameters)
        return makeError(ErrorCode::OutOfMemory, model.architecture.name,
            std::to_string(model.architecture.parameterCount()) + " parameters");
    const auto path = locate(request.weights, *validation);
    if (!path)
        return path.error();
    model.weightsPath = path->string();
    Labels labels;
    if (config.hasClasses()) {
        std::optional<Error> passedOver;
        auto chosen = chooseLabels(config.classCount(), request.labelsFile, *path, &passedOver);
        if (!chosen)
            return chosen.error();
        if (passedOver)
            model.warnings.push_back(passedOver->subject + " is not used: " + passedOver->detail);
        labels = std::move(*chosen);
    }
    model.labels = std::make_shared<const Labels>(std::move(labels));
    auto weights
        = makeWeights(model.architecture, *path, request.weights, std::move(decision->file));
    if (!weights)
        return request.weights.kind == WeightsChoice::Kind::ImageNet
            ? aboutOfficial(weights.error())
            : weights.error();
    model.weights = std::move(*weights);
    if (model.precision == Precision::Int8) {
        auto calibration = calibrate(model.architecture, model.weights, request.calibrationFolder);
        if (!calibration)
            return calibration.error();
        model.ranges = std::move(calibration->ranges);
        model.passedOver = calibration->passedOver;
        std::ranges::move(calibration->warnings, std::back_inserter(model.warnings));
    }
    if (precisionSupport(model.precision) == PrecisionSupport::NoFaster)
        model.warnings.push_back("this processor has no instructions for "
            + std::string(precisionName(model.precision))
            + ": it rounds, and gains little or nothing over f32");
    if (auto odd = oddPixelRange(config))
        model.warnings.push_back(std::move(*odd));
    for (const std::string& what : model.weights->unsound)
        model.warnings.push_back("used anyway: " + what);
    return model;
}

DecodeOptions LoadedModel::decodeOptions(const Preprocessing& how) const
{
    DecodeOptions options;
    options.ignoreExif = how.ignoreExif;
    const InputShape& input = architecture.config.input;
    if (input.isStatic()) {
        options.target = { input.width, input.height };
        options.usedFraction = usedFraction(how.fit);
        options.kernel = how.kernel;
    }
    return options;
}

} // namespace netlens
