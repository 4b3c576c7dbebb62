#include "support/hdf5_editor.h"

#include "support/hdf5_id.h"

#include <algorithm>
#include <array>

namespace {

hid_t simpleSpace(const Hdf5Editor::Extents& extents)
{
    const std::vector<hsize_t> sizes(extents.begin(), extents.end());
    return H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr);
}

hid_t floatType(std::size_t bytes, std::size_t exponent, std::size_t mantissa, std::size_t bias)
{
    const hid_t type = H5Tcopy(H5T_IEEE_F32LE);
    H5Tset_fields(type, bytes * 8 - 1, mantissa, exponent, 0, mantissa);
    H5Tset_size(type, bytes);
    H5Tset_ebias(type, bias);
    return type;
}

hid_t numericType(const std::string& name)
{
    if (name == "bf")
        return floatType(2, 8, 7, 127);
    if (name == "odd")
        return floatType(4, 10, 21, 511);
    const std::size_t bytes = static_cast<std::size_t>(name.at(2) - '0');
    hid_t type = -1;
    if (name.at(1) == 'f')
        type = bytes == 2 ? floatType(2, 5, 10, 15)
                          : H5Tcopy(bytes == 4 ? H5T_IEEE_F32LE : H5T_IEEE_F64LE);
    else
        type = H5Tcopy(name.at(1) == 'u' ? H5T_STD_U64LE : H5T_STD_I64LE);
    H5Tset_size(type, bytes);
    if (name.at(0) == '>')
        H5Tset_order(type, H5T_ORDER_BE);
    return type;
}

hid_t intermediateGroups()
{
    const hid_t links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    return links;
}

void create(hid_t file, const std::string& path, hid_t type, const Hdf5Editor::Extents& extents,
    hid_t creation, const std::vector<double>& values)
{
    const Id links(intermediateGroups(), "link properties");
    const Id space(simpleSpace(extents), "space");
    const Id dataset(
        H5Dcreate2(file, path.c_str(), type, space, links, creation, H5P_DEFAULT), "dataset");
    if (!values.empty())
        require(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
            "write");
}

constexpr unsigned kOrdered = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;

hid_t createFile(const std::filesystem::path& path, const Hdf5Editor::Form& form)
{
    const Id access(H5Pcreate(H5P_FILE_ACCESS), "properties");
    const Id creation(H5Pcreate(H5P_FILE_CREATE), "properties");
    if (form.latest)
        H5Pset_libver_bounds(access, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
    if (form.ordered) {
        H5Pset_link_creation_order(creation, kOrdered);
        H5Pset_attr_creation_order(creation, kOrdered);
    }
    H5Pset_userblock(creation, form.userBlock);
    return H5Fcreate(path.c_str(), H5F_ACC_EXCL, creation, access);
}

void attribute(hid_t object, const char* name, hid_t type, hid_t space, const void* value)
{
    const Id created(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), name);
    if (value != nullptr)
        require(H5Awrite(created, type, value), name);
}

} // namespace

Hdf5Editor::Hdf5Editor(const std::filesystem::path& path, const Form& form)
    : m_file(createFile(path, form))
    , m_ordered(form.ordered)
{
    require(m_file < 0 ? -1 : 0, "create");
}

Hdf5Editor::Hdf5Editor(const std::filesystem::path& path)
    : m_file(std::filesystem::exists(path)
            ? H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT)
            : H5Fcreate(path.c_str(), H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT))
{
    require(m_file < 0 ? -1 : 0, "open");
}

Hdf5Editor::~Hdf5Editor()
{
    H5Fclose(m_file);
}

void Hdf5Editor::group(const std::string& path)
{
    const Id links(intermediateGroups(), "link properties");
    const Id creation(H5Pcreate(H5P_GROUP_CREATE), "properties");
    if (m_ordered) {
        H5Pset_link_creation_order(creation, kOrdered);
        H5Pset_attr_creation_order(creation, kOrdered);
    }
    const Id group(H5Gcreate2(m_file, path.c_str(), links, creation, H5P_DEFAULT), "group");
}

void Hdf5Editor::remove(const std::string& path)
{
    require(H5Ldelete(m_file, path.c_str(), H5P_DEFAULT), "remove");
}

void Hdf5Editor::removeAttribute(const std::string& object, const std::string& name)
{
    require(H5Adelete_by_name(m_file, object.c_str(), name.c_str(), H5P_DEFAULT), "attribute");
}

void Hdf5Editor::softLink(const std::string& path, const std::string& target)
{
    require(H5Lcreate_soft(target.c_str(), m_file, path.c_str(), H5P_DEFAULT, H5P_DEFAULT), "soft");
}

void Hdf5Editor::hardLink(const std::string& path, const std::string& target)
{
    require(H5Lcreate_hard(m_file, target.c_str(), m_file, path.c_str(), H5P_DEFAULT, H5P_DEFAULT),
        "hard");
}

void Hdf5Editor::externalLink(
    const std::string& path, const std::string& file, const std::string& target)
{
    require(H5Lcreate_external(
                file.c_str(), target.c_str(), m_file, path.c_str(), H5P_DEFAULT, H5P_DEFAULT),
        "external");
}

void Hdf5Editor::fixedTexts(const std::string& object, const std::string& name,
    const std::vector<std::string>& texts, Padding padding)
{
    // One more than the longest, so that each padding is seen.
    const std::size_t length = std::ranges::max(texts, {}, &std::string::size).size() + 1;
    std::string all;
    for (const std::string& text : texts)
        all += text
            + std::string(length - text.size(), padding == Padding::SpacePadded ? ' ' : '\0');
    const Id type(H5Tcopy(H5T_C_S1), "type");
    require(H5Tset_size(type, length), "size");
    H5Tset_strpad(type,
        padding == Padding::NulPadded           ? H5T_STR_NULLPAD
            : padding == Padding::NulTerminated ? H5T_STR_NULLTERM
                                                : H5T_STR_SPACEPAD);
    const Id space(simpleSpace({ texts.size() }), "space");
    const Id parent(H5Oopen(m_file, object.c_str(), H5P_DEFAULT), "object");
    const Id attribute(
        H5Acreate2(parent, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), "attribute");
    require(H5Awrite(attribute, type, all.data()), "write");
}

void Hdf5Editor::variableTexts(
    const std::string& object, const std::string& name, const std::vector<std::string>& texts)
{
    std::vector<const char*> pointers;
    for (const std::string& text : texts)
        pointers.push_back(text.c_str());
    const Id type(H5Tcopy(H5T_C_S1), "type");
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    const Id space(simpleSpace({ texts.size() }), "space");
    const Id parent(H5Oopen(m_file, object.c_str(), H5P_DEFAULT), "object");
    const Id attribute(
        H5Acreate2(parent, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), "attribute");
    require(H5Awrite(attribute, type, pointers.data()), "write");
}

void Hdf5Editor::text(const std::string& object, const std::string& name, const std::string& text)
{
    const char* pointer = text.c_str();
    const Id type(H5Tcopy(H5T_C_S1), "type");
    H5Tset_size(type, H5T_VARIABLE);
    const Id space(H5Screate(H5S_SCALAR), "space");
    const Id parent(H5Oopen(m_file, object.c_str(), H5P_DEFAULT), "object");
    const Id attribute(
        H5Acreate2(parent, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), "attribute");
    require(H5Awrite(attribute, type, &pointer), "write");
}

void Hdf5Editor::oddAttributes(const std::string& object)
{
    const Id parent(H5Oopen(m_file, object.c_str(), H5P_DEFAULT), "object");
    const Id scalar(H5Screate(H5S_SCALAR), "space");
    const Id nothing(H5Screate(H5S_NULL), "space");
    const std::array<signed char, 2> truths { 0, 1 };
    const Id truth(H5Tenum_create(H5T_STD_I8LE), "type");
    H5Tenum_insert(truth, "FALSE", &truths[0]);
    H5Tenum_insert(truth, "TRUE", &truths[1]);
    attribute(parent, "truth", truth, scalar, &truths[1]);
    const std::array<hsize_t, 2> extents { 2, 3 };
    const Id array(H5Tarray_create2(H5T_STD_I32BE, 2, extents.data()), "type");
    attribute(parent, "array", array, scalar, nullptr);
    const Id compound(H5Tcreate(H5T_COMPOUND, 32), "type");
    H5Tinsert(compound, "real", 0, H5T_IEEE_F64LE);
    H5Tinsert(compound, "table", 8, array);
    attribute(parent, "compound", compound, scalar, nullptr);
    const Id opaque(H5Tcreate(H5T_OPAQUE, 5), "type");
    H5Tset_tag(opaque, "five bytes");
    attribute(parent, "opaque", opaque, scalar, nullptr);
    std::array<double, 3> numbers { 1, 2, 3 };
    const hvl_t list { numbers.size(), numbers.data() };
    const Id variable(H5Tvlen_create(H5T_NATIVE_DOUBLE), "type");
    attribute(parent, "variable", variable, scalar, &list);
    hobj_ref_t reference = 0;
    require(H5Rcreate(&reference, m_file, "/", H5R_OBJECT, -1), "reference");
    attribute(parent, "reference", H5T_STD_REF_OBJ, scalar, &reference);
    attribute(parent, "nothing", H5T_IEEE_F32LE, nothing, nullptr);
}

void Hdf5Editor::numbers(const std::string& object, const std::string& name, std::uint64_t count)
{
    const Id space(simpleSpace({ count }), "space");
    const Id parent(H5Oopen(m_file, object.c_str(), H5P_DEFAULT), "object");
    const Id attribute(
        H5Acreate2(parent, name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT),
        "attribute");
    const std::vector<double> zeros(count + 1);
    require(H5Awrite(attribute, H5T_NATIVE_DOUBLE, zeros.data()), "write");
}

void Hdf5Editor::dataset(const std::string& path, const std::string& type, const Extents& extents,
    const std::vector<double>& values)
{
    const Id element(numericType(type), "type");
    create(m_file, path, element, extents, H5P_DEFAULT, values);
}

void Hdf5Editor::compressedDataset(const std::string& path, const Extents& extents,
    const Extents& chunk, const std::vector<double>& values)
{
    const Id creation(H5Pcreate(H5P_DATASET_CREATE), "properties");
    const std::vector<hsize_t> sizes(chunk.begin(), chunk.end());
    H5Pset_chunk(creation, static_cast<int>(sizes.size()), sizes.data());
    H5Pset_shuffle(creation);
    H5Pset_deflate(creation, 9);
    H5Pset_fletcher32(creation);
    create(m_file, path, H5T_IEEE_F32LE, extents, creation, values);
}

void Hdf5Editor::unwrittenDataset(
    const std::string& path, const Extents& extents, const Extents& chunk)
{
    const Id creation(H5Pcreate(H5P_DATASET_CREATE), "properties");
    const std::vector<hsize_t> sizes(chunk.begin(), chunk.end());
    H5Pset_chunk(creation, static_cast<int>(sizes.size()), sizes.data());
    create(m_file, path, H5T_IEEE_F32LE, extents, creation, {});
}

void Hdf5Editor::externalDataset(
    const std::string& path, const Extents& extents, const std::string& file)
{
    const Id creation(H5Pcreate(H5P_DATASET_CREATE), "properties");
    require(H5Pset_external(creation, file.c_str(), 0, H5F_UNLIMITED), "external");
    create(m_file, path, H5T_IEEE_F32LE, extents, creation, {});
}

void Hdf5Editor::virtualDataset(
    const std::string& path, const Extents& extents, const std::string& file)
{
    const Id creation(H5Pcreate(H5P_DATASET_CREATE), "properties");
    const Id space(simpleSpace(extents), "space");
    require(H5Pset_virtual(creation, space, file.c_str(), "/data", space), "virtual");
    create(m_file, path, H5T_IEEE_F32LE, extents, creation, {});
}

void Hdf5Editor::compoundDataset(const std::string& path)
{
    const Id type(H5Tcreate(H5T_COMPOUND, 8), "type");
    H5Tinsert(type, "a", 0, H5T_IEEE_F32LE);
    H5Tinsert(type, "b", 4, H5T_STD_I32LE);
    create(m_file, path, type, { 2 }, H5P_DEFAULT, {});
}

void Hdf5Editor::textDataset(const std::string& path)
{
    const Id type(H5Tcopy(H5T_C_S1), "type");
    H5Tset_size(type, 8);
    create(m_file, path, type, { 2 }, H5P_DEFAULT, {});
}

long hdf5Identifiers()
{
    long sum = 0;
    for (const H5I_type_t kind : { H5I_FILE, H5I_GROUP, H5I_DATATYPE, H5I_DATASPACE, H5I_DATASET,
             H5I_ATTR, H5I_GENPROP_LST }) {
        hsize_t count = 0;
        H5Inmembers(kind, &count);
        sum += static_cast<long>(count);
    }
    return sum;
}
