#include "service/recognition_json.h"

#include "model/top_k.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace netlens {

namespace {

    using Json = nlohmann::ordered_json;

    Json labelJson(const Recognition& recognition, int rank, int index, float probability)
    {
        const ClassLabel& label = recognition.labels->at(static_cast<std::size_t>(index));
        return { { "rank", rank }, { "index", index },
            { "id", label.id.empty() ? Json() : Json(label.id) }, { "label", label.name },
            { "probability", probability } };
    }

    Json predictionsJson(const Recognition& recognition, int top)
    {
        Json list = Json::array();
        const auto& values = recognition.output.values;
        for (const int index : rankClasses(values, recognition.logits, top)) {
            const auto at = static_cast<std::size_t>(index);
            list.push_back(
                labelJson(recognition, static_cast<int>(list.size()) + 1, index, values[at]));
            list.back()["logit"] = recognition.logits[at];
        }
        return list;
    }

    Json frameJson(const Recognition& recognition, int top)
    {
        const FrameStamp& frame = *recognition.frame;
        Json smoothed = Json::array();
        for (const int index : frame.order) {
            if (static_cast<int>(smoothed.size()) == top)
                break;
            smoothed.push_back(labelJson(recognition, static_cast<int>(smoothed.size()) + 1, index,
                frame.smoothed[static_cast<std::size_t>(index)]));
        }
        return { { "number", frame.number }, { "seconds", frame.seconds }, { "sure", frame.isSure },
            { "smoothed", std::move(smoothed) } };
    }

} // namespace

std::string recognitionJson(const Recognition& recognition, const std::string& model, int top)
{
    const Size size = recognition.picture.fullSize;
    Json json { { "source", recognition.name }, { "model", model }, { "width", size.width },
        { "height", size.height } };
    if (recognition.hasClasses())
        json["predictions"] = predictionsJson(recognition, top);
    if (recognition.frame)
        json["frame"] = frameJson(recognition, top);
    constexpr int kIndent = 2;
    return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace netlens
