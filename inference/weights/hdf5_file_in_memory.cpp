#include "weights/hdf5_file_in_memory.h"

#include <hdf5.h>

#include <algorithm>

namespace netlens::hdf5 {

namespace {

    // HDF5_OBJECT_HEADER_LIMIT in Keras.
    constexpr std::size_t kLargestAttribute = 64512;
    constexpr std::size_t kGrowth = 1U << 20U;

    Handle textType(std::size_t length, H5T_str_t padding)
    {
        Handle type(H5Tcopy(H5T_C_S1));
        H5Tset_size(type.get(), length);
        H5Tset_strpad(type.get(), padding);
        return type;
    }

    Handle groupsMadeOnTheWay()
    {
        Handle links(H5Pcreate(H5P_LINK_CREATE));
        H5Pset_create_intermediate_group(links.get(), 1);
        return links;
    }

    /// The parts NumPy's array_split makes: their lengths differ by one at most, longer ones first.
    std::vector<std::span<const std::string>> split(
        std::span<const std::string> texts, std::size_t parts)
    {
        std::vector<std::span<const std::string>> result;
        for (std::size_t i = 0, from = 0; i < parts; ++i) {
            const std::size_t count = texts.size() / parts + (i < texts.size() % parts ? 1 : 0);
            result.push_back(texts.subspan(from, count));
            from += count;
        }
        return result;
    }

} // namespace

FileInMemory::FileInMemory()
{
    silenceErrors();
    const Handle access(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_fapl_core(access.get(), kGrowth, false);
    m_file = Handle(H5Fcreate("weights", H5F_ACC_TRUNC, H5P_DEFAULT, access.get()));
    require(static_cast<bool>(m_file));
}

void FileInMemory::require(bool done)
{
    if (!done && m_failure.empty())
        m_failure = "HDF5: " + lastError();
}

Handle FileInMemory::open(const std::string& group)
{
    Handle handle(H5Gopen2(m_file.get(), ("/" + group).c_str(), H5P_DEFAULT));
    require(static_cast<bool>(handle));
    return handle;
}

void FileInMemory::addGroup(const std::string& path)
{
    const Handle links = groupsMadeOnTheWay();
    const Handle group(
        H5Gcreate2(m_file.get(), path.c_str(), links.get(), H5P_DEFAULT, H5P_DEFAULT));
    require(static_cast<bool>(group));
}

void FileInMemory::addText(const std::string& group, const std::string& attribute,
    const std::string& text, Charset charset)
{
    const Handle parent = open(group);
    const Handle type = textType(H5T_VARIABLE, H5T_STR_NULLTERM);
    H5Tset_cset(type.get(), charset == Charset::Utf8 ? H5T_CSET_UTF8 : H5T_CSET_ASCII);
    const Handle space(H5Screate(H5S_SCALAR));
    const Handle handle(H5Acreate2(
        parent.get(), attribute.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT));
    const char* pointer = text.c_str();
    require(handle && H5Awrite(handle.get(), type.get(), &pointer) >= 0);
}

void FileInMemory::addTextList(
    const std::string& group, const std::string& attribute, const std::vector<std::string>& texts)
{
    const Handle parent = open(group);
    if (texts.empty()) {
        const hsize_t none = 0;
        const Handle space(H5Screate_simple(1, &none, nullptr));
        const Handle handle(H5Acreate2(parent.get(), attribute.c_str(), H5T_IEEE_F64LE, space.get(),
            H5P_DEFAULT, H5P_DEFAULT));
        require(static_cast<bool>(handle));
        return;
    }
    const std::size_t length
        = std::max<std::size_t>(1, std::ranges::max(texts, {}, &std::string::size).size());
    std::size_t parts = 1;
    while (parts < texts.size() && (texts.size() + parts - 1) / parts * length > kLargestAttribute)
        ++parts;
    if (parts == 1)
        return addFixedTexts(parent, attribute, texts, length);
    int number = 0;
    for (const auto part : split(texts, parts))
        addFixedTexts(parent, attribute + std::to_string(number++), part, length);
}

void FileInMemory::addFixedTexts(const Handle& group, const std::string& attribute,
    std::span<const std::string> texts, std::size_t length)
{
    std::string all;
    for (const std::string& text : texts) {
        all += text;
        all.append(length - text.size(), '\0');
    }
    const Handle type = textType(length, H5T_STR_NULLPAD);
    const hsize_t count = texts.size();
    const Handle space(H5Screate_simple(1, &count, nullptr));
    const Handle handle(H5Acreate2(
        group.get(), attribute.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT));
    require(handle && H5Awrite(handle.get(), type.get(), all.data()) >= 0);
}

void FileInMemory::addDataset(const std::string& path, const Tensor& tensor)
{
    const std::vector<hsize_t> extents(tensor.shape.begin(), tensor.shape.end());
    const Handle space(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr));
    const Handle links = groupsMadeOnTheWay();
    const Handle creation(H5Pcreate(H5P_DATASET_CREATE));
    H5Pset_obj_track_times(creation.get(), false);
    const Handle dataset(H5Dcreate2(m_file.get(), path.c_str(), H5T_IEEE_F32LE, space.get(),
        links.get(), creation.get(), H5P_DEFAULT));
    require(dataset
        && H5Dwrite(
               dataset.get(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, tensor.values.data())
            >= 0);
}

Result<std::vector<std::byte>> FileInMemory::bytes()
{
    require(H5Fflush(m_file.get(), H5F_SCOPE_GLOBAL) >= 0);
    const ssize_t size = H5Fget_file_image(m_file.get(), nullptr, 0);
    std::vector<std::byte> all(size > 0 ? static_cast<std::size_t>(size) : 0);
    require(!all.empty() && H5Fget_file_image(m_file.get(), all.data(), all.size()) >= 0);
    if (!m_failure.empty())
        return makeError(ErrorCode::Internal, {}, m_failure);
    return all;
}

} // namespace netlens::hdf5
