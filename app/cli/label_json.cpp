#include "app/cli/label_json.h"

namespace netlens::cli {

namespace {

    Json row(
        int rank, int index, const std::string& id, const std::string& label, float probability)
    {
        return { { "rank", rank }, { "index", index }, { "id", id.empty() ? Json() : Json(id) },
            { "label", label }, { "probability", probability } };
    }

} // namespace

Json labelsJson(const std::vector<Prediction>& predictions)
{
    Json list = Json::array();
    for (const Prediction& prediction : predictions) {
        list.push_back(row(prediction.rank, prediction.index, prediction.id, prediction.label,
            prediction.probability));
        list.back()["logit"] = prediction.logit;
    }
    return list;
}

Json labelsJson(const SmoothedLabels& smoothed, const Labels& labels)
{
    Json list = Json::array();
    for (const SmoothedLabels::Row& shown : smoothed.rows) {
        const ClassLabel& label = labels[static_cast<std::size_t>(shown.index)];
        list.push_back(row(static_cast<int>(list.size()) + 1, shown.index, label.id, label.name,
            shown.probability));
    }
    return list;
}

} // namespace netlens::cli
