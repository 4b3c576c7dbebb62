#include "service/pillow_code.h"

#include <filesystem>

namespace netlens::script {

namespace {

    constexpr int kDynamic = InputShape::kDynamic;

    std::string kernelName(ResampleKernel kernel)
    {
        switch (kernel) {
        case ResampleKernel::Nearest:
            return "Image.Resampling.NEAREST";
        case ResampleKernel::Bilinear:
            return "Image.Resampling.BILINEAR";
        case ResampleKernel::Bicubic:
            return "Image.Resampling.BICUBIC";
        case ResampleKernel::Lanczos:
            return "Image.Resampling.LANCZOS";
        case ResampleKernel::Box:
            return "Image.Resampling.BOX";
        case ResampleKernel::Hamming:
            return "Image.Resampling.HAMMING";
        }
        return {};
    }

    Lines readPicture(const Preprocessing& how, const ScriptPicture& picture)
    {
        Lines lines;
        if (picture.reduction > 1)
            lines.push_back("# Netlens decoded this large JPEG at 1/"
                + std::to_string(picture.reduction)
                + " of its size; read in full, the values differ a little.");
        const bool isFile = !picture.path.empty();
        lines.push_back("image = Image.open("
            + (isFile ? pythonPath(picture.path) : "\"picture.jpg\")  # your picture"));
        if (isFile)
            lines.back() += ")";
        if (!how.ignoreExif)
            lines.emplace_back("image = ImageOps.exif_transpose(image)");
        lines.emplace_back("image = image.convert(\"RGB\")");
        return lines;
    }

    /// The same rectangle as fitSource(): Python rounds halves to the even side, too.
    Lines crop(const InputShape& input)
    {
        if (input.isStatic() && input.width == input.height)
            return { "# The centred square of 0.875 of the shorter side.",
                "side = max(1, round(0.875 * min(image.size)))",
                "left, top = (image.width - side) // 2, (image.height - side) // 2",
                "image = image.crop((left, top, left + side, top + side))" };
        return { "# The largest centred rectangle of the input's aspect, times 0.875.",
            "if image.width * height <= image.height * width:",
            "    used = (0.875 * image.width, 0.875 * (image.width * height / width))",
            "else:", "    used = (0.875 * (image.height * width / height), 0.875 * image.height)",
            "used_width = min(image.width, max(1, round(used[0])))",
            "used_height = min(image.height, max(1, round(used[1])))",
            "left, top = (image.width - used_width) // 2, (image.height - used_height) // 2",
            "image = image.crop((left, top, left + used_width, top + used_height))" };
    }

    Lines pad(const std::string& kernel)
    {
        return { "# The whole picture, its aspect kept, centred on mid grey.",
            "scale = min(width / image.width, height / image.height)",
            "inner_width = min(width, max(1, round(image.width * scale)))",
            "inner_height = min(height, max(1, round(image.height * scale)))",
            "inner = image.resize((inner_width, inner_height), " + kernel + ")",
            "image = Image.new(\"RGB\", (width, height), (128, 128, 128))",
            "image.paste(inner, ((width - inner_width) // 2, (height - inner_height) // 2))" };
    }

    Lines fit(const InputShape& input, const Preprocessing& how)
    {
        const auto extent = [](int known, const char* own) {
            return known == kDynamic ? std::string(own) : std::to_string(known);
        };
        // At its own size only a cut changes a picture.
        if (input.width == kDynamic && input.height == kDynamic && how.fit != Fit::Crop)
            return {};
        Lines lines { "width, height = " + extent(input.width, "image.width") + ", "
            + extent(input.height, "image.height") };
        const auto append
            = [&](const Lines& more) { lines.insert(lines.end(), more.begin(), more.end()); };
        const std::string kernel = kernelName(how.kernel);
        if (how.fit == Fit::Pad) {
            append(pad(kernel));
            return lines;
        }
        if (how.fit == Fit::Crop)
            append(crop(input));
        lines.push_back("image = image.resize((width, height), " + kernel + ")");
        return lines;
    }

    Lines makeInput(int channels, bool takesRawPixels)
    {
        Lines lines;
        if (channels == 1)
            lines.emplace_back("image = image.convert(\"L\")");
        if (channels == 4)
            lines.emplace_back("image = image.convert(\"RGBA\")  # opaque");
        lines.push_back(std::string("x = np.asarray(image, dtype=np.float32)[np.newaxis, ...")
            + (channels == 1 ? ", np.newaxis]" : "]"));
        lines.emplace_back(
            takesRawPixels ? "# The model scales the pixels itself." : "x = preprocess_input(x)");
        return lines;
    }

    /// What decodeTensor() does.
    Lines tensorCode(const std::string& path)
    {
        return { "x = np.load(" + pythonPath(path) + ").astype(np.float32)",
            "x = x.reshape((1,) + x.shape[-3:])  # the network's input as it is" };
    }

} // namespace

std::string pythonText(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            quoted += '\\';
        if (code < 0x20 || code == 0x7f)
            quoted += std::string("\\x") + kDigits[code >> 4U] + kDigits[code & 15U];
        else
            quoted += c;
    }
    return quoted + '"';
}

std::string pythonPath(const std::string& path)
{
    std::error_code failed;
    const auto whole = std::filesystem::absolute(path, failed);
    return pythonText(failed ? path : whole.string());
}

Lines pillowCode(const Config& config, const Preprocessing& how, const ScriptPicture& picture)
{
    if (picture.isTensor)
        return tensorCode(picture.path);
    Lines lines;
    for (const Lines& part : { readPicture(how, picture), fit(config.input, how),
             makeInput(config.input.channels, config.takesRawPixels()) })
        lines.insert(lines.end(), part.begin(), part.end());
    return lines;
}

} // namespace netlens::script
