#include "weights/hdf5_text.h"

#include "weights/global_heap.h"

#include <hdf5.h>

#include <algorithm>

namespace netlens::hdf5 {

namespace {

    using Texts = std::vector<std::string>;

    Error damaged(const std::string& attribute, const std::string& what)
    {
        return makeError(ErrorCode::WeightsDamaged, {}, "attribute " + attribute + ": " + what);
    }

    constexpr std::size_t kReferenceBytes = 16;

    /// Leaves the sixteen bytes of a variable-length text on disk as they are.
    herr_t keepBytes(hid_t from, hid_t to, H5T_cdata_t* data, std::size_t, std::size_t, std::size_t,
        void*, void*, hid_t)
    {
        if (data->command == H5T_CONV_INIT
            && (H5Tis_variable_str(from) <= 0 || H5Tget_size(to) != kReferenceBytes))
            return -1;
        return 0;
    }

    /// A type to read variable-length texts as: references into the heap, without libhdf5 following
    /// them.
    Handle referenceType()
    {
        Handle type(H5Tcreate(H5T_OPAQUE, kReferenceBytes));
        Handle text(H5Tcopy(H5T_C_S1));
        H5Tset_size(text.get(), H5T_VARIABLE);
        static const bool registered
            = H5Tregister(H5T_PERS_SOFT, "text to reference", text.get(), type.get(), keepBytes)
            >= 0;
        return registered ? std::move(type) : Handle();
    }

    HeapReference parseReference(const unsigned char* bytes)
    {
        const auto number = [bytes](std::size_t from, std::size_t count) {
            std::uint64_t value = 0;
            for (std::size_t i = count; i-- > 0;)
                value = value << 8U | bytes[from + i];
            return value;
        };
        return { static_cast<std::uint32_t>(number(0, 4)), number(4, 8),
            static_cast<std::uint32_t>(number(12, 4)) };
    }

    Result<Texts> readVariable(
        const Handle& handle, const std::string& attribute, std::size_t count, RawFile& file)
    {
        const Handle type = referenceType();
        std::vector<unsigned char> references(count * kReferenceBytes);
        if (!type || H5Aread(handle.get(), type.get(), references.data()) < 0)
            return damaged(attribute, lastError());
        GlobalHeap heap(file);
        Texts texts;
        for (std::size_t i = 0; i < count; ++i) {
            auto text = heap.text(parseReference(&references[i * kReferenceBytes]));
            if (!text)
                return damaged(attribute, text.error().detail);
            texts.push_back(std::move(*text));
        }
        return texts;
    }

    Result<Texts> readFixed(const Handle& handle, const std::string& attribute, std::size_t count,
        const Handle& type, RawFile& file)
    {
        const std::size_t length = H5Tget_size(type.get());
        if (length == 0 || length > file.size() || count > file.size() / length)
            return damaged(attribute, "declares more text than the file holds");
        std::string all(count * length, '\0');
        if (H5Aread(handle.get(), type.get(), all.data()) < 0)
            return damaged(attribute, lastError());
        const bool spacePadded = H5Tget_strpad(type.get()) == H5T_STR_SPACEPAD;
        Texts texts;
        texts.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            std::string text = all.substr(i * length, length);
            text.resize(std::min(text.find('\0'), text.size()));
            if (spacePadded)
                text.resize(text.find_last_not_of(' ') + 1);
            texts.push_back(std::move(text));
        }
        return texts;
    }

} // namespace

Result<Texts> readTexts(const Handle& object, const std::string& attribute, RawFile& file)
{
    const Handle handle(H5Aopen(object.get(), attribute.c_str(), H5P_DEFAULT));
    if (!handle)
        return damaged(attribute, lastError());
    const Handle space(H5Aget_space(handle.get()));
    const Handle type(H5Aget_type(handle.get()));
    if (!space || !type)
        return damaged(attribute, lastError());
    const auto count = H5Sget_simple_extent_npoints(space.get());
    if (count == 0)
        return Texts();
    if (count < 0 || static_cast<std::uintmax_t>(count) > kMostTexts)
        return damaged(attribute, "lists too many texts");
    if (H5Tget_class(type.get()) != H5T_STRING)
        return damaged(attribute, "is not text");
    const auto size = static_cast<std::size_t>(count);
    return H5Tis_variable_str(type.get()) > 0 ? readVariable(handle, attribute, size, file)
                                              : readFixed(handle, attribute, size, type, file);
}

} // namespace netlens::hdf5
