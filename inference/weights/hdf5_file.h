#pragma once

#include "base/result.h"
#include "tensor/tensor.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The few things this program asks of libhdf5, for files nobody vouches for: every path component
/// must be a hard link, every object is checked before libhdf5 opens it (CheckedFile), every count
/// is capped, and a dataset's size is checked against the bytes the file really holds before memory
/// is reserved. Errors have no subject (the caller knows the
/// file) and a detail made from HDF5's error stack.
namespace netlens::hdf5 {

class CheckedFile;

/// Owns one HDF5 identifier of any kind (file, group, dataset, type, space, property list).
class Handle {
public:
    Handle() = default;
    explicit Handle(std::int64_t id)
        : m_id(id)
    {
    }
    Handle(Handle&& other) noexcept
        : m_id(std::exchange(other.m_id, kNone))
    {
    }
    Handle& operator=(Handle&& other) noexcept
    {
        std::swap(m_id, other.m_id);
        return *this;
    }
    ~Handle();

    std::int64_t get() const { return m_id; }
    explicit operator bool() const { return m_id >= 0; }

private:
    static constexpr std::int64_t kNone = -1;
    std::int64_t m_id = kNone;
};

/// One thread at a time is in libhdf5, which many systems build without locks of its own. Made
/// before the first Handle and destroyed after the last one is gone; what libhdf5 keeps for the
/// next file goes back to the system then (3 MB after a file of Keras's).
class [[nodiscard]] Session {
public:
    Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session();

private:
    std::unique_lock<std::mutex> m_lock;
};

/// Stops HDF5 from printing to stderr in this thread.
void silenceErrors();

/// "Unable to open file (truncated file: eof = 321150, …)": the last failure of this thread.
std::string lastError();

/// A numeric dataset that can be read: stored in this file, of a known type, and of a size the
/// file can hold.
class Dataset {
public:
    const Shape& shape() const { return m_shape; }
    /// NumPy's name, byte order left out: "float32", "int64", "bfloat16".
    const std::string& typeName() const { return m_typeName; }

    /// All elements, converted to float32, row-major. Errors: WeightsDamaged.
    Result<std::vector<float>> read() const;

private:
    friend class Group;
    Handle m_handle;
    Shape m_shape;
    std::string m_typeName;
    std::string m_path;
};

class Group {
public:
    /// Opens a file for reading, without locking it (it may lie on a read-only file system).
    /// Errors: WeightsDamaged, WeightsUnsupported.
    static Result<Group> openFile(const std::filesystem::path& path);

    /// Errors: WeightsDamaged (not there, broken), WeightsUnsupported (soft or external link,
    /// what CheckedFile does not check).
    Result<Group> group(std::string_view path) const;

    /// Errors: as group(), and WeightsUnsupported (external or virtual storage, unknown type or
    /// compression), WeightsDamaged (declares more than is stored).
    Result<Dataset> dataset(std::string_view path) const;

    /// The names of all links in this group. Errors: WeightsDamaged (too many, broken).
    Result<std::vector<std::string>> childNames() const;

    /// Whether a hard link of that name leads from this group.
    bool has(const std::string& name) const;
    bool hasAttribute(const std::string& name) const;

    /// A text attribute with one element, in any of HDF5's string forms; nothing if it is not
    /// there. Errors: WeightsDamaged.
    Result<std::optional<std::string>> text(const std::string& attribute) const;

    /// A list of texts, whole or split by Keras into name0, name1, …; an empty array of any type
    /// is an empty list; nothing if it is not there. Errors: WeightsDamaged.
    Result<std::optional<std::vector<std::string>>> textList(const std::string& attribute) const;

private:
    Group(Handle handle, std::shared_ptr<CheckedFile> file)
        : m_handle(std::move(handle))
        , m_file(std::move(file))
    {
    }
    /// The path, when each object on it may be opened.
    Result<std::string> requireSoundPath(std::string_view path) const;

    Handle m_handle; ///< keeps the file open
    std::shared_ptr<CheckedFile> m_file;
};

} // namespace netlens::hdf5
