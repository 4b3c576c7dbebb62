#pragma once

#include "model/config.h"
#include "tensor/tensor.h"

#include <nlohmann/json.hpp>

#include <string>

namespace netlens::cli {

/// Keys keep the order they are written in.
using Json = nlohmann::ordered_json;

/// One line, '\n' included. Bytes that are not UTF-8 (file names may have them) become U+FFFD.
std::string toLine(const Json& value);

/// With the batch, and any other extent that is InputShape::kDynamic, as null.
Json shapeJson(const Shape& shape);

} // namespace netlens::cli
