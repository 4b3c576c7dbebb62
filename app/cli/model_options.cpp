#include "app/cli/model_options.h"

#include <algorithm>
#include <array>

namespace netlens::cli {

namespace {

    using Read = std::optional<Refusal>;

    constexpr int kMostThreads = 1024;

    Read readAlpha(const CommandLine& line, ModelRequest& request)
    {
        request.given.alpha = line.isSet("alpha");
        if (!request.given.alpha)
            return std::nullopt;
        const auto alpha = parseNumber<double>(line.value("alpha"));
        if (!alpha)
            return line.badValue("alpha", "a number");
        request.config.alpha = *alpha;
        return std::nullopt;
    }

    Read readInput(const CommandLine& line, ModelRequest& request)
    {
        request.given.input = line.isSet("input-shape");
        if (!request.given.input)
            return std::nullopt;
        const auto input = parseInputShape(line.value("input-shape"));
        if (!input)
            return line.badValue("input-shape", "HEIGHTxWIDTH[xCHANNELS], a side length or none");
        request.config.input = *input;
        return std::nullopt;
    }

    Read readWeights(const CommandLine& line, ModelRequest& request)
    {
        if (line.isSet("seed")) {
            const auto seed = parseNumber<std::uint64_t>(line.value("seed"));
            if (!seed)
                return line.badValue("seed", "a whole number, 0 or more");
            request.weights.seed = *seed;
        }
        request.weights.useAnyway = line.isSet("use-anyway");
        if (!line.isSet("weights"))
            return std::nullopt;
        const std::string weights = line.value("weights");
        if (weights == "imagenet") {
            request.weights.kind = WeightsChoice::Kind::ImageNet;
        } else if (weights == "none") {
            request.weights.kind = WeightsChoice::Kind::Random;
        } else if (weights == "demo") {
            request.weights.kind = WeightsChoice::Kind::Demo;
        } else {
            request.weights.kind = WeightsChoice::Kind::File;
            request.weights.path = weights;
        }
        return std::nullopt;
    }

    Read readTop(const CommandLine& line, ModelRequest& request)
    {
        request.given.includeTop = line.isSet("no-top");
        request.config.includeTop = !request.given.includeTop;

        request.given.classes = line.isSet("classes");
        if (request.given.classes) {
            const auto classes = parseNumber<std::int64_t>(line.value("classes"));
            if (!classes)
                return line.badValue("classes", "a whole number");
            request.config.classes = *classes;
        }
        return std::nullopt;
    }

    Read readPooling(const CommandLine& line, ModelRequest& request)
    {
        request.given.pooling = line.isSet("pooling");
        if (!request.given.pooling)
            return std::nullopt;
        const std::string name = line.value("pooling");
        for (const Pooling pooling : { Pooling::None, Pooling::Avg, Pooling::Max }) {
            if (poolingName(pooling) == name) {
                request.config.pooling = pooling;
                return std::nullopt;
            }
        }
        return line.badValue("pooling", "none, avg or max");
    }

    Read readActivation(const CommandLine& line, ModelRequest& request)
    {
        request.given.activation = line.isSet("classifier-activation");
        // Without a top Keras never looks at the name.
        if (!request.given.activation || !request.config.includeTop)
            return std::nullopt;
        const std::string name = line.value("classifier-activation");
        const auto activation = activationFromName(name);
        if (!activation)
            return Refusal { ExitCode::NoModel,
                sentence(makeError(
                    ErrorCode::IllegalConfiguration, {}, "Unknown activation function:" + name)) };
        request.config.classifierActivation = *activation;
        return std::nullopt;
    }

    Read readExecution(const CommandLine& line, ModelRequest& request)
    {
        if (line.value("threads") == "auto")
            request.threads = kAutomaticThreads;
        else if (line.isSet("threads")) {
            const auto threads = parseNumber<int>(line.value("threads"));
            if (!threads || *threads < 1 || *threads > kMostThreads)
                return line.badValue("threads", "a number from 1 to 1024 or auto");
            request.threads = *threads;
        }
        request.labelsFile = line.value("labels");
        return std::nullopt;
    }

    Read readPrecision(const CommandLine& line, ModelRequest& request)
    {
        if (line.isSet("precision")) {
            const auto precision = precisionFromName(line.value("precision"));
            if (!precision)
                return line.badValue("precision", "f32, bf16 or int8");
            request.precision = *precision;
        }
        if (line.isSet("calibration")) {
            if (request.precision != Precision::Int8)
                return line.misuse("--calibration is for --precision int8");
            request.calibrationFolder = line.value("calibration");
            if (request.calibrationFolder.empty())
                return line.badValue("calibration", "a folder of pictures");
        }
        return std::nullopt;
    }

} // namespace

void addModelOptions(CommandLine& line)
{
    line.addOption("alpha", "A", "Width multiplier, default 1.0.");
    line.addOption("input-shape", "HxW[xC]|N|none",
        "Network input, default 224; none takes the size of each picture (with --no-top only).");
    line.addOption("weights", "imagenet|none|demo|PATH",
        "Official ImageNet weights found on this computer (default), random ones, the model of 24 "
        "drawn symbols that comes with the program, or a file.");
    line.addOption("seed", "N", "Seed of the random weights, default 0.");
    line.addFlag("no-top", "Leave the classifier out (Keras: include_top=False).");
    line.addOption("pooling", "none|avg|max", "What follows the last feature map without a top.");
    line.addOption("classes", "N", "Number of classes, default 1000.");
    line.addOption("classifier-activation", "NAME",
        "softmax (default), none, or any Keras activation with random weights.");
    line.addFlag("use-anyway",
        "Load weights with values that are not numbers, as Keras does; they are named.");
    line.addOption("labels", "FILE",
        "Class names: Keras's class-index JSON, or one name per line. Default: labels.txt beside "
        "the weights, or ImageNet's for 1000 classes.");
    line.addOption("threads", "N|auto",
        "Threads for the network, default 1; classify answers as many pictures at a time (eight at "
        "most) as that leaves processors for. With auto, bench and watch (there it is the default) "
        "measure for a moment how many are best, also beside a busy program; for other commands "
        "that would take longer than it saves, and it means 1.");
    line.addOption("precision", "f32|bf16|int8",
        "Arithmetic of the network, default f32. bf16 and int8 are faster where the processor "
        "multiplies in them, and round.");
    line.addOption("calibration", "FOLDER",
        "For --precision int8: pictures like those to come, which show the range of the network's "
        "values. At most 64 directly in the folder are looked at, once. Default: drawn pictures.");
    line.addFlag("json", "Machine-readable result on standard output.");
}

std::optional<Refusal> readModelOptions(const CommandLine& line, ModelRequest& request)
{
    for (const auto read : { readAlpha, readInput, readWeights, readTop, readPooling,
             readActivation, readExecution, readPrecision }) {
        if (auto refusal = read(line, request))
            return refusal;
    }
    return std::nullopt;
}

std::optional<InputShape> parseInputShape(std::string_view text)
{
    InputShape shape;
    if (text == "none") {
        shape.height = InputShape::kDynamic;
        shape.width = InputShape::kDynamic;
        return shape;
    }

    std::array<int, 3> extents {};
    std::size_t count = 0;
    for (bool more = true; more; ++count) {
        if (count == extents.size())
            return std::nullopt;
        const std::size_t separator = text.find('x');
        const auto extent = parseNumber<int>(text.substr(0, separator));
        if (!extent || *extent < 0)
            return std::nullopt;
        extents[count] = *extent;
        more = separator != std::string_view::npos;
        text.remove_prefix(more ? separator + 1 : text.size());
    }

    shape.height = extents[0];
    shape.width = count >= 2 ? extents[1] : extents[0];
    if (count == 3)
        shape.channels = extents[2];
    return shape;
}

} // namespace netlens::cli
