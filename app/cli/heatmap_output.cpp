#include "app/cli/heatmap_output.h"

#include "app/cli/json.h"
#include "app/cli/messages.h"
#include "app/cli/results.h"
#include "image/encoder.h"
#include "tensor/npy.h"

#include <cstdio>

namespace netlens::cli {

namespace {

    std::string explanationJson(const Explanation& explanation, const HeatmapOptions& options)
    {
        const auto orNull
            = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
        const Prediction& explained = explanation.explained;
        const HeatMap& map = explanation.map;
        return toLine({ { "file", options.file }, { "method", "cam" }, { "layer", "out_relu" },
            { "class",
                { { "index", explained.index }, { "id", orNull(explained.id) },
                    { "label", explained.label } } },
            { "probability", explained.probability }, { "logit", explained.logit },
            { "bias", explanation.bias ? Json(*explanation.bias) : Json() },
            { "height", map.height }, { "width", map.width }, { "min", map.minimum() },
            { "max", map.maximum() }, { "mean", map.mean() },
            { "output", orNull(options.overlayFile) }, { "raw", orNull(options.rawFile) } });
    }

    std::string number(float value)
    {
        char text[32];
        std::snprintf(text, sizeof text, "%.5f", static_cast<double>(value));
        return text;
    }

    std::string explanationText(const Explanation& explanation, const HeatmapOptions& options)
    {
        const Prediction& explained = explanation.explained;
        const HeatMap& map = explanation.map;
        std::string text = options.file + "\n  class " + std::to_string(explained.index) + "  "
            + explained.label + "\n";
        text += "  map " + std::to_string(map.height) + " x " + std::to_string(map.width) + "  min "
            + number(map.minimum()) + "  max " + number(map.maximum()) + "  mean "
            + number(map.mean()) + "\n";
        text += explanation.bias
            ? "  mean " + number(map.mean()) + " + bias " + number(*explanation.bias) + " = logit "
            : std::string("  logit ");
        text += number(explained.logit) + "\n";
        if (map.maximum() <= 0)
            text += "  no positive evidence for this class\n";
        return text;
    }

    Result<void> writeOverlay(const Explanation& explanation, const HeatmapOptions& options)
    {
        const Image picture
            = overlay(explanation.picture, explanation.area, explanation.map, options.colormap,
                naturalRange(explanation.map, options.colormap), options.opacity, false);
        return writePng(options.overlayFile, picture);
    }

} // namespace

ExitCode showExplanation(const Explanation& explanation, const HeatmapOptions& options)
{
    ExitCode code = ExitCode::Done;
    const auto note = [&code](const Result<void>& written, const std::string& file) {
        if (!written) {
            complain(sentence(file, written.error()));
            code = ExitCode::SomeFailed;
        }
    };
    const HeatMap& map = explanation.map;
    if (!options.rawFile.empty())
        note(writeNpy(options.rawFile, { map.height, map.width }, map.values), options.rawFile);
    if (!options.overlayFile.empty())
        note(writeOverlay(explanation, options), options.overlayFile);

    Results results;
    results.write(options.json ? explanationJson(explanation, options)
                               : explanationText(explanation, options));
    return results.exitCode(code);
}

} // namespace netlens::cli
