/// Writes drawings: as PNG files or a contact sheet to look at, or as raw bytes to train with.
#include "drawings/drawing.h"
#include "image/encoder.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using namespace netlens;
using namespace netlens::drawings;

namespace {

struct Order {
    std::string_view form; ///< stream, sheet or files
    std::uint64_t series = 1;
    std::uint64_t first = 0;
    std::uint64_t count = 100;
    int side = 96;
    int onlyClass = -1;
    Conditions conditions = Conditions::Any;
    bool hardOnly = false;
    std::string out = ".";
};

constexpr std::size_t kSheetColumns = 20;

constexpr std::string_view kUsage
    = "usage: demo_drawings stream|sheet|files [--series N] [--first N] [--count N] [--size N]\n"
      "           [--class N] [--clear] [--hard] [--out PATH]\n"
      "  stream  to standard output, a record a drawing: class, box (left, top, right, bottom;\n"
      "          255 is the side), hardness (255 is 1), size x size x 3 bytes RGB\n"
      "  sheet   one PNG of all drawings, PATH\n"
      "  files   a PNG each, PATH/<class>_<number>.png\n";

bool parse(int argc, char** argv, Order& order)
{
    if (argc < 2)
        return false;
    order.form = argv[1];
    for (int i = 2; i < argc; ++i) {
        const std::string_view name = argv[i];
        if (name == "--clear") {
            order.conditions = Conditions::Clear;
        } else if (name == "--hard") {
            order.hardOnly = true;
        } else if (i + 1 == argc) {
            return false;
        } else if (name == "--out") {
            order.out = argv[++i];
        } else {
            const std::uint64_t value = std::strtoull(argv[++i], nullptr, 10);
            if (name == "--series")
                order.series = value;
            else if (name == "--first")
                order.first = value;
            else if (name == "--count")
                order.count = value;
            else if (name == "--size")
                order.side = static_cast<int>(value);
            else if (name == "--class")
                order.onlyClass = static_cast<int>(value);
            else
                return false;
        }
    }
    return order.side >= 8 && order.side <= 8192 && order.onlyClass < kClasses;
}

/// The next drawing of the order from `index` on; index is left behind it.
Drawing take(const Order& order, std::uint64_t& index)
{
    for (;; ++index) {
        if (order.onlyClass >= 0 && static_cast<int>(index % kClasses) != order.onlyClass)
            continue;
        Drawing drawing = drawNth(order.series, index, order.side, order.conditions);
        if (order.hardOnly && !drawing.isHard())
            continue;
        ++index;
        return drawing;
    }
}

std::uint8_t byteOf(double share)
{
    return static_cast<std::uint8_t>(std::lround(std::clamp(share, 0.0, 1.0) * 255));
}

bool stream(const Order& order)
{
    std::uint64_t index = order.first;
    for (std::uint64_t i = 0; i < order.count; ++i) {
        const Drawing drawing = take(order, index);
        const Box& box = drawing.box;
        std::vector<std::uint8_t> record { static_cast<std::uint8_t>(drawing.symbolClass),
            byteOf(box.left), byteOf(box.top), byteOf(box.right), byteOf(box.bottom),
            byteOf(drawing.difficulty.hardness()) };
        const auto pixels = drawing.picture.pixels();
        record.insert(record.end(), pixels.begin(), pixels.end());
        if (std::fwrite(record.data(), 1, record.size(), stdout) != record.size())
            return false;
    }
    return std::fflush(stdout) == 0;
}

/// Copies a picture into a larger one of `width` pixels a row.
void paste(const Image& picture, std::vector<std::uint8_t>& rgb, std::size_t width,
    std::size_t left, std::size_t top)
{
    const std::size_t length = static_cast<std::size_t>(picture.width()) * Image::kChannels;
    for (int y = 0; y < picture.height(); ++y) {
        const std::size_t at
            = ((top + static_cast<std::size_t>(y)) * width + left) * Image::kChannels;
        std::copy_n(picture.row(y), length, rgb.begin() + static_cast<std::ptrdiff_t>(at));
    }
}

bool sheet(const Order& order)
{
    const std::size_t columns = order.count % kClasses == 0 ? kClasses : kSheetColumns;
    const std::size_t rows = (order.count + columns - 1) / columns;
    const std::size_t pitch = static_cast<std::size_t>(order.side) + 2;
    std::vector<std::uint8_t> rgb(columns * pitch * rows * pitch * Image::kChannels, 255);
    std::uint64_t index = order.first;
    for (std::size_t i = 0; i < order.count; ++i)
        paste(take(order, index).picture, rgb, columns * pitch, i % columns * pitch,
            i / columns * pitch);
    const Size size { static_cast<int>(columns * pitch), static_cast<int>(rows * pitch) };
    return writePng(order.out, Image(size, std::move(rgb))).has_value();
}

bool files(const Order& order)
{
    std::uint64_t index = order.first;
    for (std::uint64_t i = 0; i < order.count; ++i) {
        const Drawing drawing = take(order, index);
        std::string name(kClassNames[static_cast<std::size_t>(drawing.symbolClass)]);
        std::replace(name.begin(), name.end(), ' ', '_');
        const std::string path = order.out + "/" + name + "_" + std::to_string(index - 1) + ".png";
        if (!writePng(path, drawing.picture).has_value())
            return false;
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    Order order;
    if (parse(argc, argv, order)) {
        const auto run = order.form == "stream" ? stream
            : order.form == "sheet"             ? sheet
            : order.form == "files"             ? files
                                                : nullptr;
        if (run != nullptr)
            return run(order) ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    std::fputs(kUsage.data(), stderr);
    return 2;
}
