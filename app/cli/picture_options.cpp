#include "app/cli/picture_options.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace netlens::cli {

namespace {

    constexpr std::array kFits { std::pair { std::string_view("stretch"), Fit::Stretch },
        std::pair { std::string_view("crop"), Fit::Crop },
        std::pair { std::string_view("pad"), Fit::Pad } };

    constexpr std::array kKernels {
        std::pair { std::string_view("nearest"), ResampleKernel::Nearest },
        std::pair { std::string_view("bilinear"), ResampleKernel::Bilinear },
        std::pair { std::string_view("bicubic"), ResampleKernel::Bicubic },
        std::pair { std::string_view("lanczos"), ResampleKernel::Lanczos },
        std::pair { std::string_view("box"), ResampleKernel::Box },
        std::pair { std::string_view("hamming"), ResampleKernel::Hamming },
    };

    /// Sets `chosen` to what the option's value names; false when it names nothing.
    bool choose(const CommandLine& line, const char* option, const auto& names, auto& chosen)
    {
        if (!line.isSet(option))
            return true;
        const std::string value = line.value(option);
        const auto found
            = std::ranges::find_if(names, [&](const auto& entry) { return entry.first == value; });
        if (found == names.end())
            return false;
        chosen = found->second;
        return true;
    }

} // namespace

void addPictureOptions(CommandLine& line)
{
    line.addOption("fit", "stretch|crop|pad",
        "Whole picture stretched to the input (default), the centred square of 7/8 of the "
        "shorter side, or the whole picture on grey.");
    line.addOption("resize", "KERNEL",
        "Pillow's nearest, bilinear (default), bicubic, lanczos, box or hamming.");
    line.addFlag("ignore-exif", "Do not turn pictures upright (Keras's load_img does not).");
}

std::optional<Refusal> readPictureOptions(const CommandLine& line, Preprocessing& how)
{
    how.ignoreExif = line.isSet("ignore-exif");
    if (!choose(line, "fit", kFits, how.fit))
        return line.badValue("fit", "stretch, crop or pad");
    if (!choose(line, "resize", kKernels, how.kernel))
        return line.badValue("resize", "nearest, bilinear, bicubic, lanczos, box or hamming");
    return std::nullopt;
}

} // namespace netlens::cli
