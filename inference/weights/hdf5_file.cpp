#include "weights/hdf5_file.h"

#include "weights/checked_file.h"
#include "weights/hdf5_dataset_checks.h"
#include "weights/hdf5_text.h"

#include <hdf5.h>

#include <malloc.h>
#include <new>
#include <type_traits>

namespace netlens::hdf5 {

static_assert(std::is_same_v<hid_t, std::int64_t>);

namespace {

    Error damaged(std::string detail)
    {
        return makeError(ErrorCode::WeightsDamaged, {}, std::move(detail));
    }

    herr_t keepFirst(unsigned depth, const H5E_error2_t* entry, void* out)
    {
        if (depth == 0 && entry->desc != nullptr)
            *static_cast<std::string*>(out) = entry->desc;
        return 0;
    }

    // Far above any Keras model this program could run.
    constexpr std::size_t kMostChildren = 16384;

    herr_t addName(hid_t /*group*/, const char* name, const H5L_info_t* /*info*/, void* out)
    {
        auto& names = *static_cast<std::vector<std::string>*>(out);
        try {
            names.emplace_back(name);
        } catch (const std::bad_alloc&) {
            return -1; // libhdf5 could not be left otherwise
        }
        return names.size() > kMostChildren ? -1 : 0;
    }

} // namespace

Handle::~Handle()
{
    if (m_id >= 0)
        H5Idec_ref(m_id);
}

Session::Session()
{
    static std::mutex mutex;
    m_lock = std::unique_lock(mutex);
}

Session::~Session()
{
    H5garbage_collect();
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

void silenceErrors()
{
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

std::string lastError()
{
    std::string outer;
    std::string inner;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keepFirst, &outer);
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keepFirst, &inner);
    return inner.empty() || inner == outer ? outer : outer + " (" + inner + ")";
}

Result<std::vector<float>> Dataset::read() const
{
    std::vector<float> values(elementCount(m_shape));
    if (values.empty())
        return values;
    if (H5Dread(m_handle.get(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
        return damaged(m_path + ": " + lastError());
    return values;
}

Result<Group> Group::openFile(const std::filesystem::path& path)
{
    auto checked = CheckedFile::open(path);
    if (!checked)
        return checked.error();
    silenceErrors();
    const Handle access(H5Pcreate(H5P_FILE_ACCESS));
#if H5_VERSION_GE(1, 10, 7)
    // Read-only and network file systems often refuse locks; a weights file is replaced by
    // renaming, never changed in place.
    H5Pset_file_locking(access.get(), false, true);
#endif
    // The root group keeps the file open after this identifier is gone.
    const Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()));
    if (!file)
        return damaged(lastError());
    Handle root(H5Gopen2(file.get(), "/", H5P_DEFAULT));
    if (!root)
        return damaged(lastError());
    return Group(std::move(root), std::make_shared<CheckedFile>(std::move(*checked)));
}

Result<std::string> Group::requireSoundPath(std::string_view path) const
{
    constexpr std::size_t kLongestPath = 4096;
    if (path.size() > kLongestPath)
        return damaged("a path of " + std::to_string(path.size()) + " characters");
    std::string walked;
    while (!path.empty()) {
        const std::string_view component = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(component.size() + 1, path.size()));
        if (component.empty() || component == ".")
            continue;
        walked += (walked.empty() ? "" : "/") + std::string(component);
        H5L_info_t info {};
        if (H5Lget_info(m_handle.get(), walked.c_str(), &info, H5P_DEFAULT) < 0)
            return damaged(walked + ": " + lastError());
        if (info.type != H5L_TYPE_HARD)
            return makeError(ErrorCode::WeightsUnsupported, {},
                walked + " is " + (info.type == H5L_TYPE_SOFT ? "a soft" : "an external")
                    + " link; links are not followed");
        if (auto sound = m_file->requireSound(info.u.address); !sound)
            return makeError(sound.error().code, {}, walked + ": " + sound.error().detail);
    }
    if (walked.empty())
        return damaged("an empty name");
    return walked;
}

Result<Group> Group::group(std::string_view path) const
{
    auto walked = requireSoundPath(path);
    if (!walked)
        return walked.error();
    Handle handle(H5Gopen2(m_handle.get(), walked->c_str(), H5P_DEFAULT));
    if (!handle)
        return damaged(*walked + ": " + lastError());
    return Group(std::move(handle), m_file);
}

Result<Dataset> Group::dataset(std::string_view path) const
{
    auto walked = requireSoundPath(path);
    if (!walked)
        return walked.error();
    Dataset dataset;
    dataset.m_path = *walked;
    dataset.m_handle = Handle(H5Dopen2(m_handle.get(), walked->c_str(), H5P_DEFAULT));
    if (!dataset.m_handle)
        return damaged(*walked + ": " + lastError());
    auto form = checkDataset(dataset.m_handle, m_file->raw().size());
    if (!form)
        return makeError(form.error().code, {}, *walked + ": " + form.error().detail);
    dataset.m_shape = std::move(form->shape);
    dataset.m_typeName = std::move(form->typeName);
    return dataset;
}

Result<std::vector<std::string>> Group::childNames() const
{
    std::vector<std::string> names;
    if (H5Literate(m_handle.get(), H5_INDEX_NAME, H5_ITER_NATIVE, nullptr, addName, &names) < 0)
        return damaged(
            names.size() > kMostChildren ? "a group with too many members" : lastError());
    return names;
}

bool Group::has(const std::string& name) const
{
    H5L_info_t info {};
    return H5Lget_info(m_handle.get(), name.c_str(), &info, H5P_DEFAULT) >= 0
        && info.type == H5L_TYPE_HARD;
}

bool Group::hasAttribute(const std::string& name) const
{
    return H5Aexists(m_handle.get(), name.c_str()) > 0;
}

Result<std::optional<std::string>> Group::text(const std::string& attribute) const
{
    if (!hasAttribute(attribute))
        return std::optional<std::string>();
    auto texts = readTexts(m_handle, attribute, m_file->raw());
    if (!texts)
        return texts.error();
    if (texts->size() != 1)
        return damaged("attribute " + attribute + " is not one text");
    return std::optional(std::move(texts->front()));
}

Result<std::optional<std::vector<std::string>>> Group::textList(const std::string& attribute) const
{
    using List = std::vector<std::string>;
    if (hasAttribute(attribute)) {
        auto texts = readTexts(m_handle, attribute, m_file->raw());
        if (!texts)
            return texts.error();
        return std::optional<List>(std::move(*texts));
    }
    std::optional<List> all;
    for (int part = 0; hasAttribute(attribute + std::to_string(part)); ++part) {
        auto texts = readTexts(m_handle, attribute + std::to_string(part), m_file->raw());
        if (!texts)
            return texts.error();
        if (!all)
            all.emplace();
        all->insert(all->end(), std::make_move_iterator(texts->begin()),
            std::make_move_iterator(texts->end()));
        if (all->size() > kMostTexts)
            return damaged("attribute " + attribute + " lists too many texts");
    }
    return all;
}

} // namespace netlens::hdf5
