#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// Edits HDF5 files in ways no honest writer would. Throws std::runtime_error when libhdf5 refuses.
class Hdf5Editor {
public:
    enum class Padding { NulPadded, NulTerminated, SpacePadded };
    using Extents = std::vector<std::uint64_t>;
    struct Form {
        bool latest = false; ///< the structures of HDF5 1.8 and later
        bool ordered = false; ///< the order of links and attributes is kept
        std::uint64_t userBlock = 0; ///< bytes before the signature
    };

    /// Creates the file when it is not there.
    explicit Hdf5Editor(const std::filesystem::path& path);
    /// Creates the file. Groups made later have the form too.
    Hdf5Editor(const std::filesystem::path& path, const Form& form);
    ~Hdf5Editor();
    Hdf5Editor(const Hdf5Editor&) = delete;
    Hdf5Editor& operator=(const Hdf5Editor&) = delete;

    void group(const std::string& path);
    void remove(const std::string& path);
    void removeAttribute(const std::string& object, const std::string& name);

    void softLink(const std::string& path, const std::string& target);
    void hardLink(const std::string& path, const std::string& target);
    void externalLink(const std::string& path, const std::string& file, const std::string& target);

    void fixedTexts(const std::string& object, const std::string& name,
        const std::vector<std::string>& texts, Padding padding);
    void variableTexts(
        const std::string& object, const std::string& name, const std::vector<std::string>& texts);
    void text(const std::string& object, const std::string& name, const std::string& text);
    /// An attribute of each kind that is not text or number: a truth value as h5py writes it, a
    /// compound, an array, opaque bytes, a variable-length list, a reference, nothing.
    void oddAttributes(const std::string& object);
    /// An attribute of `count` float64 zeros.
    void numbers(const std::string& object, const std::string& name, std::uint64_t count);

    /// `type` is NumPy's: byte order, kind, bytes ("<f2", ">f4", "<i8", "|u1"); "bf" is bfloat16,
    /// "odd" a float with a 10-bit exponent.
    void dataset(const std::string& path, const std::string& type, const Extents& extents,
        const std::vector<double>& values);
    /// Compressed, in chunks of the given size.
    void compressedDataset(const std::string& path, const Extents& extents, const Extents& chunk,
        const std::vector<double>& values);
    /// Declared, chunked, never written.
    void unwrittenDataset(const std::string& path, const Extents& extents, const Extents& chunk);
    void externalDataset(const std::string& path, const Extents& extents, const std::string& file);
    void virtualDataset(const std::string& path, const Extents& extents, const std::string& file);
    void compoundDataset(const std::string& path);
    void textDataset(const std::string& path);

private:
    std::int64_t m_file;
    bool m_ordered = false;
};

/// How many identifiers of any kind libhdf5 holds; a difference is a leak.
long hdf5Identifiers();
