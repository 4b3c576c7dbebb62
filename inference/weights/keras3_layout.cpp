#include "weights/keras3_layout.h"

#include "model/architecture.h"
#include "weights/keras3_naming.h"
#include "weights/model_graph.h"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace netlens {

namespace {

    // base, heads and wrappers nest a few deep; a hard link back to the root would nest for ever.
    constexpr int kDeepest = 24;
    constexpr std::size_t kMostGroups = 16384;
    constexpr std::size_t kMostNames = 65536;
    constexpr std::size_t kMostLayers = 8192;
    constexpr int kMostVariables = 16;

    bool isStructure(std::string_view word)
    {
        return word == "layers" || word == "_layer_checkpoint_dependencies";
    }

    struct StoredVariables {
        std::string path; ///< "functional/conv2d_3"
        std::string name; ///< the attribute, if there is one
        std::vector<StoredTensor> tensors;
    };

    Result<StoredVariables> readVariables(const hdf5::Group& group, const std::string& path)
    {
        StoredVariables variables { path, {}, {} };
        auto name = group.text("name");
        if (!name)
            return name.error();
        variables.name = name->value_or("");
        for (int i = 0; i < kMostVariables && group.has(std::to_string(i)); ++i) {
            auto data = group.dataset(std::to_string(i));
            if (!data)
                return makeError(data.error().code, {}, path + "/vars/" + data.error().detail);
            variables.tensors.push_back({ std::to_string(i), std::move(*data) });
        }
        return variables;
    }

    class Walk {
    public:
        /// @param inList whether the members of `group` are layers (else: words of structure).
        Result<void> visit(
            const hdf5::Group& group, const std::string& path, bool inList, int depth)
        {
            const auto children = group.childNames();
            if (!children)
                return children.error();
            m_names += children->size();
            if (m_names > kMostNames)
                return makeError(ErrorCode::WeightsDamaged, {}, "groups without end");
            for (const std::string& child : *children) {
                if (auto seen = step(group, child, path, inList, depth); !seen)
                    return seen;
            }
            return {};
        }

        std::vector<StoredVariables> take() { return std::move(m_found); }

    private:
        /// Follows one link, whose name may hold several words: "layers\conv2d\vars".
        Result<void> step(const hdf5::Group& group, const std::string& child, std::string path,
            bool inList, int depth)
        {
            std::string_view words = child;
            while (!words.empty()) {
                const std::size_t length = std::min(words.find('\\'), words.size());
                const std::string word(words.substr(0, length));
                words.remove_prefix(std::min(length + 1, words.size()));
                if (!inList && word == "vars")
                    return words.empty() ? add(group, child, path) : Result<void>();
                if (!inList && !isStructure(word))
                    return {};
                if (inList)
                    path += (path.empty() ? "" : "/") + word;
                inList = !inList;
            }
            if (depth > kDeepest || ++m_groups > kMostGroups)
                return makeError(ErrorCode::WeightsDamaged, {}, "groups without end");
            auto next = group.group(child);
            if (!next)
                return next.error();
            return visit(*next, path, inList, depth + 1);
        }

        Result<void> add(
            const hdf5::Group& group, const std::string& child, const std::string& path)
        {
            auto vars = group.group(child);
            if (!vars)
                return vars.error();
            auto variables = readVariables(*vars, path);
            if (!variables)
                return variables.error();
            if (variables->tensors.empty())
                return {};
            if (m_found.size() == kMostLayers)
                return makeError(ErrorCode::WeightsDamaged, {}, "lists too many layers");
            m_found.push_back(std::move(*variables));
            return {};
        }

        std::vector<StoredVariables> m_found;
        std::size_t m_groups = 0;
        std::size_t m_names = 0;
    };

    /// "functional/conv2d_3" -> { "functional/", "conv2d", 3 }
    struct Place {
        std::string container;
        std::string kind;
        std::size_t number = 0;
    };

    Place placeOf(const std::string& path)
    {
        const std::size_t slash = path.rfind('/') + 1;
        Place place { path.substr(0, slash), path.substr(slash), 0 };
        const std::size_t mark = place.kind.rfind('_');
        if (mark == std::string::npos)
            return place;
        std::size_t number = 0;
        const char* end = place.kind.data() + place.kind.size();
        const auto [rest, failed] = std::from_chars(place.kind.data() + mark + 1, end, number);
        if (failed == std::errc() && rest == end) {
            place.number = number;
            place.kind.resize(mark);
        }
        return place;
    }

    using Names = std::map<std::string, std::string>; ///< storage path -> layer

    Names namesOf(const ModelGraph& graph)
    {
        Names names;
        for (const GraphLayer& layer : graph.layers)
            names.emplace(layer.storagePath, layer.name);
        return names;
    }

    /// MobileNetV2's layers as Keras 3 would call them inside `container`.
    Names usualNames(const std::string& container)
    {
        const Architecture usual = describe(Config {});
        const std::vector<std::string> groups = keras3GroupNames(usual);
        Names names;
        for (std::size_t i = 0; i < groups.size(); ++i)
            names.emplace(container + groups[i], usual.layers[i].name);
        return names;
    }

    /// The model whose layers are MobileNetV2's: where the convolutions are.
    std::string baseContainer(const std::vector<StoredVariables>& found)
    {
        std::map<std::string, int> convolutions;
        for (const StoredVariables& variables : found)
            if (const Place place = placeOf(variables.path); place.kind == "depthwise_conv2d")
                ++convolutions[place.container];
        const auto most = std::ranges::max_element(
            convolutions, {}, [](const auto& entry) { return entry.second; });
        return most == convolutions.end() ? std::string() : most->first;
    }

    void sortAsBuilt(std::vector<StoredVariables>& found)
    {
        std::ranges::stable_sort(found, [](const auto& a, const auto& b) {
            const Place left = placeOf(a.path);
            const Place right = placeOf(b.path);
            return std::tie(left.container, left.kind, left.number)
                < std::tie(right.container, right.kind, right.number);
        });
    }

} // namespace

Result<bool> isKeras3Layout(const hdf5::Group& root)
{
    const auto children = root.childNames();
    if (!children)
        return children.error();
    return std::ranges::any_of(*children, [](const std::string& child) {
        return isStructure(std::string_view(child).substr(0, child.find('\\')));
    });
}

Result<StoredModel> readKeras3Layout(const hdf5::Group& root, const ModelGraph* graph)
{
    Walk walk;
    if (auto walked = walk.visit(root, {}, false, 0); !walked)
        return walked.error();
    std::vector<StoredVariables> found = walk.take();
    sortAsBuilt(found);
    const std::string base = baseContainer(found);
    const Names names = graph != nullptr ? namesOf(*graph) : usualNames(base);
    StoredModel model;
    model.layout = WeightsLayout::Keras3Weights;
    model.nested = !base.empty();
    for (StoredVariables& variables : found) {
        const auto known = names.find(variables.path);
        std::string name = known != names.end() ? known->second : variables.path;
        if (graph == nullptr && !variables.name.empty())
            name = variables.name;
        model.layers.push_back({ name, name, std::move(variables.tensors) });
    }
    return model;
}

} // namespace netlens
