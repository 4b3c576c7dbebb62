#include "app/cli/tensor_input.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace netlens::cli {

namespace {

    Error mismatch(const Tensor& tensor, const std::string& wanted)
    {
        return makeError(ErrorCode::TensorMismatch, {},
            "its shape is " + toString(tensor.shape) + ", " + wanted);
    }

    std::string extentText(int extent)
    {
        return extent == InputShape::kDynamic ? "any" : std::to_string(extent);
    }

    bool fits(std::int64_t extent, int wanted)
    {
        if (wanted == InputShape::kDynamic)
            return extent >= 1 && extent <= std::numeric_limits<std::int16_t>::max();
        return extent == wanted;
    }

} // namespace

Result<Tensor> readPictures(const std::filesystem::path& file)
{
    auto tensor = readNpy(file);
    if (!tensor)
        return tensor;
    if (tensor->shape.size() == 3)
        tensor->shape.insert(tensor->shape.begin(), 1);
    if (tensor->shape.size() != 4)
        return mismatch(*tensor, "height, width and channels (and a batch in front) are needed");
    // ReLU6 would make numbers of it, and a prediction that looks like one.
    if (!std::ranges::all_of(tensor->values, [](float v) { return std::isfinite(v); }))
        return makeError(ErrorCode::TensorMalformed, file.string(), "it holds NaN or infinity");
    return tensor;
}

Result<Architecture> architectureFor(const Tensor& pictures, const Architecture& model)
{
    const InputShape& input = model.config.input;
    const Shape& shape = pictures.shape;
    if (!fits(shape[1], input.height) || !fits(shape[2], input.width)
        || !fits(shape[3], input.channels))
        return mismatch(pictures,
            "the network takes (N, " + extentText(input.height) + ", " + extentText(input.width)
                + ", " + std::to_string(input.channels) + ")");
    if (input.isStatic())
        return model;

    Architecture sized = atSize(model, static_cast<int>(shape[1]), static_cast<int>(shape[2]));
    if (sized.vanishes())
        return mismatch(pictures, "too small: nothing would be left of it");
    return sized;
}

} // namespace netlens::cli
