#include "app/cli/summary_output.h"

#include "app/cli/csv.h"
#include "app/cli/json.h"

#include <algorithm>
#include <array>

namespace netlens::cli {

namespace {

    /// With the batch in front, unknown like every dynamic extent.
    Shape batchedShape(const LayerSpec& layer)
    {
        if (layer.isVector)
            return { InputShape::kDynamic, layer.channels };
        return { InputShape::kDynamic, layer.height, layer.width, layer.channels };
    }

    /// "(None, 112, 112, 32)"
    std::string shapeText(const LayerSpec& layer)
    {
        std::string text;
        for (const std::int64_t extent : batchedShape(layer)) {
            text += text.empty() ? "(" : ", ";
            text += extent == InputShape::kDynamic ? "None" : std::to_string(extent);
        }
        return text + ")";
    }

    std::string typeText(const LayerSpec& layer)
    {
        return std::string(layer.type());
    }

    std::vector<std::string> inboundNames(const Architecture& architecture, const LayerSpec& layer)
    {
        std::vector<std::string> names;
        for (const int index : layer.inbound)
            names.push_back(architecture.layers[static_cast<std::size_t>(index)].name);
        return names;
    }

    std::string joined(const std::vector<std::string>& names, const char* separator)
    {
        std::string text;
        for (const std::string& name : names)
            text += (text.empty() ? "" : separator) + name;
        return text;
    }

    bool hasMacs(const Architecture& architecture)
    {
        return architecture.config.input.isStatic();
    }

    /// 3538984 → "3,538,984"
    std::string grouped(std::int64_t number)
    {
        std::string text = std::to_string(number);
        for (std::size_t i = text.size(); i > 3; i -= 3)
            text.insert(i - 3, ",");
        return text;
    }

    constexpr std::size_t kColumns = 4;
    using TableRow = std::array<std::string, kColumns>;

    std::string tableText(const std::vector<TableRow>& rows)
    {
        std::array<std::size_t, kColumns> widths {};
        for (const TableRow& row : rows) {
            for (std::size_t column = 0; column < kColumns; ++column)
                widths[column] = std::max(widths[column], row[column].size() + 2);
        }
        std::size_t total = 0;
        for (const std::size_t width : widths)
            total += width;

        std::string text;
        for (const TableRow& row : rows) {
            for (std::size_t column = 0; column < kColumns; ++column) {
                std::string cell = row[column];
                cell.resize(column + 1 < kColumns ? widths[column] : cell.size(), ' ');
                text += cell;
            }
            text.erase(text.find_last_not_of(' ') + 1);
            text += "\n";
            if (&row == &rows.front())
                text += std::string(total, '=') + "\n";
        }
        return text + std::string(total, '=') + "\n";
    }

} // namespace

std::string summaryText(const NetworkSummary& summary)
{
    const Architecture& architecture = summary.architecture;
    std::vector<TableRow> rows { { "Layer (type)", "Output Shape", "Param #", "Connected to" } };
    for (const LayerSpec& layer : architecture.layers)
        rows.push_back({ layer.name + " (" + typeText(layer) + ")", shapeText(layer),
            grouped(layer.parameterCount()), joined(inboundNames(architecture, layer), ", ") });

    std::string text = "Model: \"" + architecture.name + "\"\n" + tableText(rows);
    text += "Total params: " + grouped(architecture.parameterCount()) + "\n";
    text += "Trainable params: " + grouped(architecture.trainableCount()) + "\n";
    text += "Non-trainable params: "
        + grouped(architecture.parameterCount() - architecture.trainableCount()) + "\n";
    if (hasMacs(architecture))
        text += "Multiply-adds: " + grouped(architecture.macs()) + "\n";
    if (summary.officialFile)
        text += "Weights file: " + *summary.officialFile + "\n";
    return text;
}

std::string summaryJson(const NetworkSummary& summary)
{
    const Architecture& architecture = summary.architecture;
    const auto macs
        = [&](std::int64_t count) { return hasMacs(architecture) ? Json(count) : Json(); };
    Json json { { "name", architecture.name },
        { "input_shape", shapeJson(batchedShape(architecture.layers.front())) },
        { "output_shape", shapeJson(batchedShape(architecture.layers.back())) },
        { "layer_count", architecture.layers.size() }, { "params", architecture.parameterCount() },
        { "trainable", architecture.trainableCount() },
        { "non_trainable", architecture.parameterCount() - architecture.trainableCount() },
        { "macs", macs(architecture.macs()) },
        { "weights_file", summary.officialFile ? Json(*summary.officialFile) : Json() },
        { "warnings", summary.warnings }, { "layers", Json::array() } };
    for (const LayerSpec& layer : architecture.layers)
        json["layers"].push_back({ { "name", layer.name }, { "type", typeText(layer) },
            { "output_shape", shapeJson(batchedShape(layer)) },
            { "params", layer.parameterCount() }, { "macs", macs(layer.macs) },
            { "inbound", inboundNames(architecture, layer) } });
    return toLine(json);
}

std::string summaryCsv(const NetworkSummary& summary)
{
    const Architecture& architecture = summary.architecture;
    std::string text = csvRecord({ "name", "type", "output_shape", "params", "macs", "inbound" });
    for (const LayerSpec& layer : architecture.layers)
        text += csvRecord(
            { layer.name, typeText(layer), shapeText(layer), std::to_string(layer.parameterCount()),
                hasMacs(architecture) ? std::to_string(layer.macs) : "",
                joined(inboundNames(architecture, layer), " ") });
    return text;
}

} // namespace netlens::cli
