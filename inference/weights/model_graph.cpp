#include "weights/model_graph.h"

#include "weights/keras3_naming.h"
#include "weights/model_json.h"

#include <algorithm>
#include <map>

namespace netlens {

namespace {

    using nlohmann::json;

    // Teachable Machine nests two deep.
    constexpr int kDeepest = 16;

    Error mismatch(std::string detail)
    {
        return makeError(ErrorCode::WeightsMismatch, {}, std::move(detail));
    }

    bool isModel(const std::string& kind)
    {
        return kind == "Sequential" || kind == "Functional" || kind == "Model";
    }

    /// The layers named in a piece of Keras's inbound_nodes or output_layers, whichever Keras wrote
    /// it: ["Conv1", 0, 0, {}] or {"keras_history": ["Conv1", 0, 0]}.
    void collectNames(const json& piece, std::vector<std::string>& names)
    {
        if (piece.is_array() && piece.size() >= 3 && piece[0].is_string() && piece[1].is_number()) {
            names.push_back(piece[0]);
            return;
        }
        if (piece.is_structured())
            for (const json& part : piece)
                collectNames(part, names);
    }

    /// The number in ["input", 0, 0, {"y": 127.5}] or {"args": [tensor, 127.5]}.
    std::optional<double> constantOperand(const json& node)
    {
        if (node.is_object() && node.contains("args")) {
            const json& arguments = node["args"];
            if (arguments.size() == 2 && arguments[1].is_number())
                return arguments[1].get<double>();
            return std::nullopt;
        }
        if (node.is_array() && node.size() == 4 && node[3].is_object() && node[3].contains("y")
            && node[3]["y"].is_number())
            return node[3]["y"].get<double>();
        return std::nullopt;
    }

    bool isForeign(const json& entry)
    {
        const json module = entry.value("module", json());
        return module.is_string() && !module.get<std::string>().starts_with("keras");
    }

    class Reader {
    public:
        Result<void> readModel(const json& model, const std::string& storage, int depth)
        {
            if (depth > kDeepest)
                return mismatch("models nested too deep");
            const std::string kind = model.at("class_name");
            const json& config = model.at("config");
            const json& entries = config.is_array() ? config : config.at("layers");
            if (config.is_object())
                m_graph.modelNames.push_back(config.value("name", std::string()));
            std::map<std::string, int> counts;
            std::string before;
            for (const json& entry : entries) {
                if (auto read = readLayer(entry, storage, depth, counts); !read)
                    return read;
                if (kind == "Sequential" && !m_graph.layers.empty())
                    m_graph.layers.back().inputs.clear(); // no word of Keras's there
                const std::string name = entry.at("config").value("name", std::string());
                if (kind != "Sequential")
                    if (auto chained = checkChain(entry, name, before); !chained)
                        return chained;
                before = name;
            }
            return kind == "Sequential" ? Result<void>() : checkOutput(config, before);
        }

        ModelGraph take() { return std::move(m_graph); }

    private:
        Result<void> readLayer(const json& entry, const std::string& storage, int depth,
            std::map<std::string, int>& counts)
        {
            const std::string kind = entry.at("class_name");
            const json& config = entry.at("config");
            noteInputShape(config);
            const std::string own = snakeCase(kind);
            const int count = counts[own]++;
            const std::string path
                = storage + own + (count == 0 ? "" : "_" + std::to_string(count));
            if (isModel(kind))
                return readModel(entry, path + "/", depth + 1);
            GraphLayer layer { kind, config.at("name"), config, {}, {}, path, depth };
            if (isForeign(entry))
                return mismatch("layer " + layer.name + " (" + kind + ") is not one of Keras's");
            const json nodes = entry.value("inbound_nodes", json::array());
            if (nodes.size() > 1)
                return mismatch("layer " + layer.name + " is used more than once");
            collectNames(nodes, layer.inputs);
            if (!nodes.empty())
                layer.constant = constantOperand(nodes[0]);
            m_graph.layers.push_back(std::move(layer));
            return {};
        }

        void noteInputShape(const json& config)
        {
            if (m_hasInput || !config.is_object())
                return;
            for (const char* key : { "batch_shape", "batch_input_shape" })
                if (config.contains(key) && config[key].is_array()) {
                    m_hasInput = true;
                    m_graph.input = inputShapeIn(config[key]);
                }
        }

        static Result<void> checkChain(
            const json& entry, const std::string& name, const std::string& before)
        {
            std::vector<std::string> inputs;
            collectNames(entry.value("inbound_nodes", json::array()), inputs);
            const bool isInput = entry.at("class_name") == "InputLayer";
            const bool isChained = isInput ? before.empty()
                                           : std::ranges::find(inputs, before) != inputs.end()
                    && (inputs.size() == 1 || entry.at("class_name") == "Add");
            if (isChained)
                return {};
            return mismatch("layer " + name + " does not follow the one before it");
        }

        static Result<void> checkOutput(const json& config, const std::string& last)
        {
            std::vector<std::string> outputs;
            collectNames(config.value("output_layers", json::array()), outputs);
            if (outputs.size() > 1 || (outputs.size() == 1 && outputs[0] != last))
                return mismatch("a model with another output than its last layer's");
            return {};
        }

        ModelGraph m_graph;
        bool m_hasInput = false;
    };

} // namespace

Result<ModelGraph> readModelGraph(const json& document)
{
    if (const std::string kind = document.at("class_name"); !isModel(kind))
        return mismatch("a " + kind + " model");
    Reader reader;
    if (auto read = reader.readModel(document, {}, 0); !read)
        return read.error();
    return reader.take();
}

Result<ModelGraph> readModelGraph(const std::string& text)
{
    const auto document = parseModelJson(text);
    if (!document)
        return document.error();
    try {
        return readModelGraph(*document);
    } catch (const json::exception& problem) {
        return makeError(
            ErrorCode::WeightsDamaged, {}, std::string("the model's JSON: ") + problem.what());
    }
}

} // namespace netlens
