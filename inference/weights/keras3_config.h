#pragma once

#include "base/result.h"
#include "model/architecture.h"

#include <string>

namespace netlens {

/// The config.json of an archive: the model as Keras 3 serialises a functional one, field by field
/// and in its order. Left out is what has a meaning in one process only (shared_object_id, the
/// address of an object that several layers share; without it each layer gets its own, equal one).
/// Errors: NotAvailable (Keras 2's hard_sigmoid: Keras 3 computes something else by that name).
/// Source: keras/src/models/functional.py (3.16), get_config;
/// keras/src/saving/serialization_lib.py.
Result<std::string> keras3ModelConfig(const Architecture& architecture);

} // namespace netlens
