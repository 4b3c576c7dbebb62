#pragma once

#include "base/result.h"
#include "tensor/tensor.h"
#include "weights/hdf5_file.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace netlens::hdf5 {

enum class Charset { Ascii, Utf8 };

/// An HDF5 file made in memory, so that writing it out is one plain write that can fail cleanly.
/// A failure is kept and told by bytes(). Same calls, same bytes: no times are stored.
class FileInMemory {
public:
    FileInMemory();

    /// Creates a group and those above it that are not there yet; "" is the root.
    void addGroup(const std::string& path);

    /// A variable-length scalar, as h5py writes Python's bytes (ASCII) or a Python text (UTF-8).
    void addText(const std::string& group, const std::string& attribute, const std::string& text,
        Charset charset = Charset::Ascii);

    /// A fixed-length NUL-padded array, split into name0, name1, … where it would exceed what an
    /// object header holds; no texts are float64 of shape (0,), as NumPy makes of an empty list.
    /// Source: keras/saving/hdf5_format.py, save_attributes_to_hdf5_group.
    void addTextList(const std::string& group, const std::string& attribute,
        const std::vector<std::string>& texts);

    /// Contiguous little-endian float32.
    void addDataset(const std::string& path, const Tensor& tensor);

    /// The finished file. Call once, last. Errors: Internal.
    Result<std::vector<std::byte>> bytes();

private:
    void addFixedTexts(const Handle& group, const std::string& attribute,
        std::span<const std::string> texts, std::size_t length);
    Handle open(const std::string& group);
    /// Keeps the first failure and its reason.
    void require(bool done);

    Handle m_file;
    std::string m_failure;
};

} // namespace netlens::hdf5
