#include "weights/hdf5_dataset_checks.h"

#include <hdf5.h>

#include <algorithm>
#include <array>
#include <limits>

namespace netlens::hdf5 {

namespace {

    // zlib cannot pack more than 1032 bytes into one.
    constexpr std::uintmax_t kBestCompression = 1032;
    constexpr int kHighestRank = 8;

    Error unsupported(std::string what)
    {
        return makeError(ErrorCode::WeightsUnsupported, {}, std::move(what));
    }
    Error damaged(std::string what)
    {
        return makeError(ErrorCode::WeightsDamaged, {}, std::move(what));
    }

    struct FloatForm {
        const char* name;
        std::size_t bytes;
        std::size_t exponentBits;
        std::size_t mantissaBits;
        std::size_t bias;
    };
    constexpr std::array kFloatForms { FloatForm { "float16", 2, 5, 10, 15 },
        FloatForm { "bfloat16", 2, 8, 7, 127 }, FloatForm { "float32", 4, 8, 23, 127 },
        FloatForm { "float64", 8, 11, 52, 1023 } };

    bool hasForm(hid_t type, const FloatForm& form)
    {
        std::size_t sign = 0;
        std::size_t exponentAt = 0;
        std::size_t exponentBits = 0;
        std::size_t mantissaAt = 0;
        std::size_t mantissaBits = 0;
        return H5Tget_fields(type, &sign, &exponentAt, &exponentBits, &mantissaAt, &mantissaBits)
            >= 0
            && H5Tget_size(type) == form.bytes && sign == form.bytes * 8 - 1 && mantissaAt == 0
            && exponentAt == form.mantissaBits && exponentBits == form.exponentBits
            && mantissaBits == form.mantissaBits && H5Tget_ebias(type) == form.bias
            && H5Tget_norm(type) == H5T_NORM_IMPLIED;
    }

    Result<std::string> typeName(hid_t type)
    {
        const std::size_t bytes = H5Tget_size(type);
        const H5T_order_t order = H5Tget_order(type);
        const H5T_class_t kind = H5Tget_class(type);
        const bool plain = (order == H5T_ORDER_LE || order == H5T_ORDER_BE)
            && H5Tget_precision(type) == bytes * 8 && H5Tget_offset(type) == 0;
        if (plain && kind == H5T_FLOAT) {
            const auto form = std::ranges::find_if(kFloatForms,
                [type](const FloatForm& candidate) { return hasForm(type, candidate); });
            if (form != kFloatForms.end())
                return std::string(form->name);
        }
        if (plain && kind == H5T_INTEGER && bytes <= 8)
            return (H5Tget_sign(type) == H5T_SGN_NONE ? "uint" : "int") + std::to_string(bytes * 8);
        return unsupported("elements that are not plain numbers");
    }

    Result<Shape> shapeOf(hid_t dataset)
    {
        const Handle space(H5Dget_space(dataset));
        if (!space)
            return damaged(lastError());
        if (H5Sget_simple_extent_type(space.get()) == H5S_NULL)
            return damaged("no shape");
        const int rank = H5Sget_simple_extent_ndims(space.get());
        if (rank < 0 || rank > kHighestRank)
            return damaged("rank " + std::to_string(rank));
        std::array<hsize_t, kHighestRank> extents {};
        H5Sget_simple_extent_dims(space.get(), extents.data(), nullptr);
        Shape shape;
        hsize_t count = 1;
        for (int axis = 0; axis < rank; ++axis) {
            const hsize_t extent = extents[static_cast<std::size_t>(axis)];
            constexpr hsize_t kMost = std::numeric_limits<std::int64_t>::max() / 16;
            if (extent > kMost || (extent != 0 && count > kMost / extent))
                return damaged("declares more elements than can be counted");
            count *= extent;
            shape.push_back(static_cast<std::int64_t>(extent));
        }
        return shape;
    }

    Result<void> requireBytes(std::uintmax_t declared, std::uintmax_t stored)
    {
        if (stored >= declared)
            return {};
        return damaged("declares " + std::to_string(declared) + " bytes but "
            + std::to_string(stored) + " are stored");
    }

    Result<void> checkStorage(const Handle& dataset, std::uintmax_t bytes, std::uintmax_t file)
    {
        const std::uintmax_t stored
            = std::min<std::uintmax_t>(H5Dget_storage_size(dataset.get()), file);
        // Only contiguous values inside this file have an offset. Keras writes nothing else, and
        // asking for the properties below takes longer than reading a small tensor.
        if (H5Dget_offset(dataset.get()) != HADDR_UNDEF)
            return requireBytes(bytes, stored);
        const Handle creation(H5Dget_create_plist(dataset.get()));
        if (!creation)
            return damaged(lastError());
        const bool compressed = H5Pget_nfilters(creation.get()) > 0;
        return requireBytes(bytes, compressed ? stored * kBestCompression : stored);
    }

} // namespace

Result<DatasetForm> checkDataset(const Handle& dataset, std::uintmax_t fileBytes)
{
    const Handle type(H5Dget_type(dataset.get()));
    if (!type)
        return damaged(lastError());
    auto name = typeName(type.get());
    if (!name)
        return name.error();
    auto shape = shapeOf(dataset.get());
    if (!shape)
        return shape.error();
    const std::size_t elementBytes = H5Tget_size(type.get());
    const std::uintmax_t bytes = elementCount(*shape) * elementBytes;
    if (auto stored = checkStorage(dataset, bytes, fileBytes); !stored)
        return stored.error();
    return DatasetForm { std::move(*shape), std::move(*name) };
}

} // namespace netlens::hdf5
