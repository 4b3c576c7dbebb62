#include "service/keras_code.h"

#include "service/pillow_code.h"

#include <array>

namespace netlens {

using script::Lines;
using script::pythonPath;
using script::pythonText;

namespace {

    constexpr int kDynamic = InputShape::kDynamic;

    std::string side(int extent)
    {
        return extent == kDynamic ? "None" : std::to_string(extent);
    }

    bool hasImageNetNames(const ModelState& model)
    {
        const Labels& official = imagenetLabels();
        return model.labels && model.labels->size() == official.size()
            && model.labels->front().id == official.front().id;
    }

    bool usesPretrained(const ModelState& model)
    {
        return model.request.weights.kind == WeightsChoice::Kind::ImageNet;
    }

    bool usesFile(const ModelState& model)
    {
        const auto kind = model.request.weights.kind;
        return kind == WeightsChoice::Kind::File || kind == WeightsChoice::Kind::Demo;
    }

    Lines imports(const ModelState& model)
    {
        Lines lines { "import numpy as np", "from PIL import Image, ImageOps" };
        std::string names = model.isWholeModel ? "" : "MobileNetV2, ";
        if (hasImageNetNames(model))
            names += "decode_predictions, ";
        lines.push_back(
            "from tensorflow.keras.applications.mobilenet_v2 import " + names + "preprocess_input");
        if (model.isWholeModel)
            lines.emplace_back("from tensorflow.keras.models import load_model");
        return lines;
    }

    /// The arguments that are not Keras's defaults.
    std::string arguments(const ModelState& model)
    {
        const Config& config = model.architecture.config;
        std::string list;
        const auto add = [&](const char* name, const std::string& value) {
            list += (list.empty() ? "" : ", ") + std::string(name) + "=" + value;
        };
        const InputShape& input = config.input;
        const InputShape usual
            = config.includeTop ? InputShape() : InputShape { kDynamic, kDynamic, 3 };
        if (input != usual)
            add("input_shape",
                "(" + side(input.height) + ", " + side(input.width) + ", "
                    + std::to_string(input.channels) + ")");
        if (config.alpha != 1.0)
            add("alpha", pythonFloat(config.alpha));
        if (!config.includeTop)
            add("include_top", "False");
        if (!usesPretrained(model))
            add("weights", "None");
        if (!config.includeTop && config.pooling != Pooling::None)
            add("pooling", pythonText(poolingName(config.pooling)));
        if (config.includeTop && config.classes != Config().classes)
            add("classes", std::to_string(config.classes));
        if (config.includeTop && config.classifierActivation != Activation::Softmax)
            add("classifier_activation",
                config.classifierActivation == Activation::Linear
                    ? "None"
                    : pythonText(activationName(config.classifierActivation)));
        return list;
    }

    Lines makeModel(const ModelState& model)
    {
        if (model.isWholeModel)
            return { "model = load_model(" + pythonPath(model.weightsPath) + ", compile=False)" };
        Lines lines;
        if (model.request.weights.kind == WeightsChoice::Kind::Random)
            lines.emplace_back("# Other random numbers than in Netlens; File > Export weights "
                               "saves those, for load_weights.");
        if (model.architecture.config.classifierActivation == Activation::HardSigmoid)
            lines.emplace_back("# Keras 2's hard_sigmoid; Keras 3 has another one by that name.");
        lines.push_back("model = MobileNetV2(" + arguments(model) + ")");
        if (usesFile(model))
            lines.push_back("model.load_weights(" + pythonPath(model.weightsPath) + ")");
        return lines;
    }

    Lines predict(const ModelState& model, int top)
    {
        if (!model.architecture.config.hasClasses())
            return { "features = model.predict(x)[0]", "print(features.shape)", "print(features)" };
        const std::string count = std::to_string(top);
        if (hasImageNetNames(model))
            return { "predictions = model.predict(x)",
                "for wnid, name, score in decode_predictions(predictions, top=" + count + ")[0]:",
                "    print(f\"{score:.6f}  {name}\")" };
        return { "scores = model.predict(x)[0]",
            "for index in np.argsort(-scores, kind=\"stable\")[:" + count + "]:",
            "    print(f\"{scores[index]:.6f}  class {index}\")" };
    }

} // namespace

std::string kerasCode(
    const ModelState& model, const Preprocessing& how, const ScriptPicture& picture, int top)
{
    const std::array parts { imports(model), makeModel(model),
        script::pillowCode(model.architecture.config, how, picture), predict(model, top) };
    std::string script;
    for (const Lines& part : parts) {
        script += script.empty() ? "" : "\n";
        for (const std::string& line : part)
            script += line + "\n";
    }
    return script;
}

} // namespace netlens
