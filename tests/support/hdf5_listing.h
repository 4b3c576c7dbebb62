#pragma once

#include "tensor/tensor.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

struct Hdf5Attribute {
    std::string type; ///< "text of 28 ASCII", "variable UTF-8 text", "float64", …
    netlens::Shape shape; ///< empty for a scalar
    std::vector<std::string> texts; ///< without padding; empty for numbers

    friend bool operator==(const Hdf5Attribute&, const Hdf5Attribute&) = default;
};

struct Hdf5Object {
    bool isDataset = false;
    std::string type; ///< "float32" and how it is stored; datasets only
    netlens::Shape shape;
    std::vector<std::byte> values;
    std::map<std::string, Hdf5Attribute> attributes;

    friend bool operator==(const Hdf5Object&, const Hdf5Object&) = default;
};

/// Everything in a file by its path; "/" is the root.
using Hdf5Listing = std::map<std::string, Hdf5Object>;

/// Throws std::runtime_error when libhdf5 refuses.
Hdf5Listing listHdf5(const std::filesystem::path& path);
Hdf5Listing listHdf5(std::vector<std::byte> file);

/// What is in one and not, or not so, in the other: the first few paths; empty when equal.
std::string difference(const Hdf5Listing& actual, const Hdf5Listing& expected);
