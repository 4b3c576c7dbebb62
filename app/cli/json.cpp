#include "app/cli/json.h"

namespace netlens::cli {

std::string toLine(const Json& value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json shapeJson(const Shape& shape)
{
    Json extents = Json::array();
    for (const std::int64_t extent : shape)
        extents.push_back(extent == InputShape::kDynamic ? Json() : Json(extent));
    return extents;
}

} // namespace netlens::cli
