#include "support/hdf5_listing.h"

#include "support/hdf5_id.h"

#include <cstring>

using netlens::Shape;

namespace {

Shape shapeOf(hid_t spaceId)
{
    const Id space(spaceId, "space");
    std::vector<hsize_t> extents(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
    H5Sget_simple_extent_dims(space, extents.data(), nullptr);
    return { extents.begin(), extents.end() };
}

std::string typeName(hid_t type)
{
    if (H5Tget_class(type) == H5T_FLOAT)
        return "float" + std::to_string(H5Tget_size(type) * 8)
            + (H5Tget_order(type) == H5T_ORDER_LE ? "" : " big-endian");
    if (H5Tget_class(type) != H5T_STRING)
        return "class " + std::to_string(H5Tget_class(type));
    const std::string characters = H5Tget_cset(type) == H5T_CSET_UTF8 ? " UTF-8" : " ASCII";
    return H5Tis_variable_str(type) > 0 ? "variable" + characters + " text"
                                        : "text of " + std::to_string(H5Tget_size(type))
            + characters + ", padding " + std::to_string(H5Tget_strpad(type));
}

std::vector<std::string> textsOf(hid_t attribute, hid_t type, std::size_t count)
{
    std::vector<std::string> texts;
    if (H5Tget_class(type) != H5T_STRING || count == 0)
        return texts;
    if (H5Tis_variable_str(type) > 0) {
        std::vector<char*> pointers(count);
        require(H5Aread(attribute, type, pointers.data()), "read");
        for (char* text : pointers) {
            texts.emplace_back(text);
            H5free_memory(text);
        }
        return texts;
    }
    const std::size_t length = H5Tget_size(type);
    std::string all(length * count, '\0');
    require(H5Aread(attribute, type, all.data()), "read");
    for (std::size_t i = 0; i < count; ++i)
        texts.emplace_back(all.data() + i * length, strnlen(all.data() + i * length, length));
    return texts;
}

std::map<std::string, Hdf5Attribute> attributesOf(hid_t object)
{
    std::map<std::string, Hdf5Attribute> attributes;
    const int count = H5Aget_num_attrs(object);
    for (int i = 0; i < count; ++i) {
        const Id attribute(H5Aopen_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC,
                               static_cast<hsize_t>(i), H5P_DEFAULT, H5P_DEFAULT),
            "attribute");
        char name[256];
        require(H5Aget_name(attribute, sizeof name, name) < 0 ? -1 : 0, "name");
        const Id type(H5Aget_type(attribute), "type");
        const Shape shape = shapeOf(H5Aget_space(attribute));
        attributes[name]
            = { typeName(type), shape, textsOf(attribute, type, netlens::elementCount(shape)) };
    }
    return attributes;
}

Hdf5Object describeObject(hid_t object)
{
    Hdf5Object result;
    result.attributes = attributesOf(object);
    if (H5Iget_type(object) != H5I_DATASET)
        return result;
    result.isDataset = true;
    const Id type(H5Dget_type(object), "type");
    const Id creation(H5Dget_create_plist(object), "properties");
    result.type = typeName(type) + ", layout " + std::to_string(H5Pget_layout(creation))
        + ", filters " + std::to_string(H5Pget_nfilters(creation));
    result.shape = shapeOf(H5Dget_space(object));
    result.values.resize(H5Tget_size(type) * netlens::elementCount(result.shape));
    require(H5Dread(object, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, result.values.data()), "read");
    return result;
}

Hdf5Listing listFile(hid_t file)
{
    Hdf5Listing listing;
    const auto add = [](hid_t root, const char* name, const H5L_info_t*, void* out) -> herr_t {
        const Id object(H5Oopen(root, name, H5P_DEFAULT), "object");
        static_cast<Hdf5Listing*>(out)->emplace("/" + std::string(name), describeObject(object));
        return 0;
    };
    const Id root(H5Oopen(file, "/", H5P_DEFAULT), "root");
    listing.emplace("/", describeObject(root));
    require(H5Lvisit(file, H5_INDEX_NAME, H5_ITER_INC, add, &listing), "visit");
    return listing;
}

} // namespace

Hdf5Listing listHdf5(const std::filesystem::path& path)
{
    const Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), "open");
    return listFile(file);
}

Hdf5Listing listHdf5(std::vector<std::byte> bytes)
{
    const Id access(H5Pcreate(H5P_FILE_ACCESS), "properties");
    require(H5Pset_fapl_core(access, 1U << 20U, false), "memory");
    require(H5Pset_file_image(access, bytes.data(), bytes.size()), "image");
    const Id file(H5Fopen("listed", H5F_ACC_RDONLY, access), "open");
    return listFile(file);
}

std::string difference(const Hdf5Listing& actual, const Hdf5Listing& expected)
{
    constexpr int kMost = 5;
    std::string text;
    int count = 0;
    const auto tell = [&](const std::string& path, const char* what) {
        if (++count <= kMost)
            text += path + " " + what + "; ";
    };
    for (const auto& [path, object] : expected) {
        const auto found = actual.find(path);
        if (found == actual.end())
            tell(path, "is missing");
        else if (found->second.attributes != object.attributes)
            tell(path, "has other attributes");
        else if (found->second != object)
            tell(path, "differs");
    }
    for (const auto& [path, object] : actual)
        if (!expected.contains(path))
            tell(path, "is too much");
    return count > kMost ? text + std::to_string(count) + " in all" : text;
}
