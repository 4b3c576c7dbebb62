#include "app/cli/classify_output.h"

#include "app/cli/csv.h"
#include "app/cli/label_json.h"

#include <cstdio>

namespace netlens::cli {

namespace {

    std::string textRow(const Classified& row)
    {
        if (!row.error.empty())
            return {};
        std::string text = row.file + "\n";
        for (const Prediction& prediction : row.predictions) {
            char start[64];
            std::snprintf(start, sizeof start, "%4d. %7.3f %%  ", prediction.rank,
                100.0 * static_cast<double>(prediction.probability));
            text += start + prediction.label + "\n";
        }
        return text;
    }

    std::string jsonRow(const Classified& row)
    {
        Json json { { "file", row.file }, { "width", nullptr }, { "height", nullptr },
            { "predictions", Json::array() }, { "milliseconds", nullptr }, { "error", nullptr } };
        if (!row.error.empty()) {
            json["error"] = row.error;
            return toLine(json);
        }
        json["width"] = row.size.width;
        json["height"] = row.size.height;
        json["predictions"] = labelsJson(row.predictions);
        json["milliseconds"] = { { "decode", row.timings.decodeMs },
            { "preprocess", row.timings.preprocessMs }, { "infer", row.timings.inferMs } };
        return toLine(json);
    }

    std::string number(double value)
    {
        char text[32];
        std::snprintf(text, sizeof text, "%.9g", value);
        return text;
    }

    std::string csvRows(const Classified& row)
    {
        if (!row.error.empty())
            return csvRecord({ row.file, "", "", "", "", "", "", "", "", row.error });
        std::string text;
        for (const Prediction& prediction : row.predictions)
            text += csvRecord({ row.file, std::to_string(row.size.width),
                std::to_string(row.size.height), std::to_string(prediction.rank),
                std::to_string(prediction.index), prediction.id, prediction.label,
                number(static_cast<double>(prediction.probability)),
                number(static_cast<double>(prediction.logit)), "" });
        return text;
    }

} // namespace

std::string classifyHeader(ClassifyFormat format)
{
    if (format != ClassifyFormat::Csv)
        return {};
    return csvRecord({ "file", "width", "height", "rank", "index", "id", "label", "probability",
        "logit", "error" });
}

std::string classifyRow(const Classified& row, ClassifyFormat format)
{
    switch (format) {
    case ClassifyFormat::Json:
        return jsonRow(row);
    case ClassifyFormat::Csv:
        return csvRows(row);
    case ClassifyFormat::Text:
        break;
    }
    return textRow(row);
}

} // namespace netlens::cli
