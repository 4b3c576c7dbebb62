#include "app/cli/command_line.h"
#include "app/cli/inputs.h"
#include "app/cli/json.h"
#include "app/cli/model_options.h"
#include "app/cli/results.h"
#include "app/cli/suggestions.h"
#include "app/cli/tensor_input.h"
#include "engine/network.h"

#include <algorithm>
#include <filesystem>
#include <limits>

namespace netlens::cli {

namespace {

    constexpr CommandText kText {
        "predict", "--input X.npy --output Y.npy",
        "Runs the network on a tensor: N x H x W x C (or H x W x C) float32, exactly what its "
        "input\n"
        "takes, -1 to 1 as preprocess_input makes it. Without --input-shape the network is built\n"
        "for the tensor, as with Keras's input_tensor. The final output goes to the .npy file; "
        "with\n"
        "--layer, --output is a folder that gets one NAME.npy for each Keras layer named. A layer\n"
        "the network does not have ends the program with exit code 3.",
        "netlens-cli predict --input x.npy --layer out_relu --layer block_6_expand --output layers/"
    };

    struct PredictOptions {
        ModelRequest model;
        std::filesystem::path input;
        std::filesystem::path output;
        std::vector<std::string> layers;
        bool json = false;
    };

    /// What one layer, or the whole network, gave for all pictures.
    struct Collected {
        std::string layer; ///< empty for the final output
        std::filesystem::path file;
        Tensor tensor;
    };

    std::optional<Refusal> readOptions(const CommandLine& line, PredictOptions& options)
    {
        if (auto refusal = readModelOptions(line, options.model))
            return refusal;
        if (auto refusal = line.refuseOperands())
            return refusal;
        if (line.value("input").empty())
            return line.misuse("--input X.npy is missing");
        if (line.value("output").empty())
            return line.misuse("--output is missing");
        options.input = line.value("input");
        options.output = line.value("output");
        options.layers = line.values("layer");
        if (sameFile(options.input, options.output))
            return line.misuse("--output must not name the input");
        options.json = line.isSet("json");
        return std::nullopt;
    }

    std::optional<Refusal> checkLayers(
        const Architecture& architecture, const std::vector<std::string>& layers)
    {
        for (const std::string& layer : layers) {
            if (architecture.find(layer))
                continue;
            std::vector<std::string> names;
            for (const LayerSpec& spec : architecture.layers)
                names.push_back(spec.name);
            return Refusal { ExitCode::NoModel,
                architecture.name + " has no layer \"" + layer + "\"" + didYouMean(layer, names)
                    + "; \"netlens-cli summary\" lists them" };
        }
        return std::nullopt;
    }

    std::vector<Collected> outputsWanted(const PredictOptions& options)
    {
        if (options.layers.empty())
            return { { {}, options.output, {} } };
        std::vector<Collected> outputs;
        for (const std::string& layer : options.layers)
            outputs.push_back({ layer, options.output / (layer + ".npy"), {} });
        return outputs;
    }

    void append(Collected& collected, const Network& network, std::int64_t pictures)
    {
        const bool isFinal = collected.layer.empty();
        const auto values = isFinal ? network.output() : network.tap(collected.layer);
        Tensor& tensor = collected.tensor;
        if (tensor.shape.empty()) {
            tensor.shape = isFinal ? network.outputShape() : network.tapShape(collected.layer);
            tensor.shape.front() = pictures;
            tensor.values.reserve(elementCount(tensor.shape));
        }
        tensor.values.insert(tensor.values.end(), values.begin(), values.end());
    }

    /// One picture at a time: at float32 a larger batch is no faster, and memory stays flat.
    void runAll(Network& network, const Tensor& input, std::vector<Collected>& outputs)
    {
        const std::int64_t pictures = input.shape.front();
        const std::size_t stride = input.values.size() / static_cast<std::size_t>(pictures);
        for (std::size_t start = 0; start < input.values.size(); start += stride) {
            std::copy_n(input.values.begin() + static_cast<std::ptrdiff_t>(start), stride,
                network.input().begin());
            network.run();
            for (Collected& collected : outputs)
                append(collected, network, pictures);
        }
    }

    ExitCode writeAll(const PredictOptions& options, const std::vector<Collected>& outputs)
    {
        if (!options.layers.empty()) {
            // A folder that cannot be made shows as files that cannot be written.
            std::error_code ignored;
            std::filesystem::create_directories(options.output, ignored);
        }
        Results results;
        ExitCode code = ExitCode::Done;
        for (const Collected& collected : outputs) {
            const Tensor& tensor = collected.tensor;
            const auto written = writeNpy(collected.file, tensor.shape, tensor.values);
            if (!written) {
                complain(sentence(collected.file.string(), written.error()));
                code = ExitCode::SomeFailed;
                continue;
            }
            results.write(options.json
                    ? toLine({ { "file", collected.file.string() },
                        { "layer", collected.layer.empty() ? Json() : Json(collected.layer) },
                        { "shape", tensor.shape } })
                    : collected.file.string() + "  " + toString(tensor.shape) + "\n");
        }
        return results.exitCode(code);
    }

    ExitCode failInput(const PredictOptions& options, const Error& error)
    {
        return refuse({ ExitCode::SomeFailed, sentence(options.input.string(), error) });
    }

    /// Without --input-shape the tensor is what Keras calls input_tensor.
    void takeShape(const Tensor& input, ModelRequest& request)
    {
        constexpr std::int64_t kMost = std::numeric_limits<std::int16_t>::max();
        const Shape& shape = input.shape;
        if (request.given.input || *std::max_element(shape.begin() + 1, shape.end()) > kMost)
            return;
        request.inputTensor = { static_cast<int>(shape[1]), static_cast<int>(shape[2]),
            static_cast<int>(shape[3]) };
    }

    ExitCode predict(const PredictOptions& options, const LoadedModel& model, const Tensor& input)
    {
        const auto architecture = architectureFor(input, model.architecture);
        if (!architecture)
            return failInput(options, architecture.error());

        NetworkOptions how = model.networkOptions(options.model.threads);
        how.taps = options.layers;
        auto network = Network::build(*architecture, model.weights, how);
        if (!network)
            return refuseModel(network.error());
        std::vector<Collected> outputs = outputsWanted(options);
        runAll(*network, input, outputs);
        return writeAll(options, outputs);
    }

} // namespace

ExitCode runPredict(const Arguments& arguments)
{
    CommandLine line(kText);
    line.addOption("input", "X.npy", "The tensor to run the network on.");
    line.addOption("output", "Y.npy|DIR", "Where the result goes.");
    line.addOption("layer", "NAME", "A Keras layer whose output is wanted; may be repeated.");
    addModelOptions(line);
    if (const auto code = line.parse(arguments))
        return *code;
    PredictOptions options;
    if (const auto refusal = readOptions(line, options))
        return refuse(*refusal);

    const auto input = readPictures(options.input);
    if (input)
        takeShape(*input, options.model);
    const auto model = loadModel(options.model);
    if (!model)
        return refuseModel(model.error());
    warn(model->warnings);
    if (const auto refusal = checkLayers(model->architecture, options.layers))
        return refuse(*refusal);
    if (!input)
        return failInput(options, input.error());
    return predict(options, *model, *input);
}

} // namespace netlens::cli
