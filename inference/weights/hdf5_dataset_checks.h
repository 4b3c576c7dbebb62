#pragma once

#include "base/result.h"
#include "tensor/tensor.h"
#include "weights/hdf5_file.h"

#include <cstdint>
#include <string>

namespace netlens::hdf5 {

struct DatasetForm {
    Shape shape;
    std::string typeName;
};

/// Accepts a dataset whose elements are IEEE floats or plain integers of either byte order, with as
/// many bytes stored as its shape needs. How they are stored is CheckedFile's matter.
/// Errors: WeightsUnsupported, WeightsDamaged.
Result<DatasetForm> checkDataset(const Handle& dataset, std::uintmax_t fileBytes);

} // namespace netlens::hdf5
