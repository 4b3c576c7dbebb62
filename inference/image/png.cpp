#include "image/codecs.h"

#include <cstring>
#include <string>
#include <vector>

#include <png.h>

namespace netlens {

namespace {

    /// libpng's reader with its error exit turned into a return value.
    class PngReader {
    public:
        explicit PngReader(std::span<const std::uint8_t> bytes)
            : m_rest(bytes)
            , m_png(png_create_read_struct(PNG_LIBPNG_VER_STRING, this, fail, ignore))
            , m_info(m_png != nullptr ? png_create_info_struct(m_png) : nullptr)
        {
        }
        PngReader(const PngReader&) = delete;
        PngReader& operator=(const PngReader&) = delete;
        ~PngReader() { png_destroy_read_struct(&m_png, &m_info, nullptr); }

        /// After it, size() holds and rows are RGB, 8 bits.
        bool start()
        {
            if (m_info == nullptr) {
                m_message = "libpng did not start";
                return false;
            }
            return guarded([this] {
                png_set_read_fn(m_png, this, read);
                // The caller checked the size.
                png_set_user_limits(m_png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
                png_read_info(m_png, m_info);
                png_set_expand(m_png);
                png_set_scale_16(m_png);
                png_set_gray_to_rgb(m_png);
                png_set_strip_alpha(m_png);
                png_set_interlace_handling(m_png);
                png_read_update_info(m_png, m_info);
            });
        }
        /// To the end chunk: without one, the file was cut.
        bool readRows(std::vector<std::uint8_t*>& rows)
        {
            return guarded([&] {
                png_read_image(m_png, rows.data());
                png_read_end(m_png, nullptr);
            });
        }

        Size size() const
        {
            return { static_cast<int>(png_get_image_width(m_png, m_info)),
                static_cast<int>(png_get_image_height(m_png, m_info)) };
        }
        std::size_t rowBytes() const { return png_get_rowbytes(m_png, m_info); }
        Error error() const { return makeError(ErrorCode::PictureDamaged, {}, m_message); }

    private:
        static void fail(png_structp png, png_const_charp message)
        {
            static_cast<PngReader*>(png_get_error_ptr(png))->m_message = message;
            png_longjmp(png, 1);
        }
        static void ignore(png_structp, png_const_charp) { }
        static void read(png_structp png, png_bytep out, std::size_t count)
        {
            auto* reader = static_cast<PngReader*>(png_get_io_ptr(png));
            if (count > reader->m_rest.size())
                png_error(png, "the file ends early");
            std::memcpy(out, reader->m_rest.data(), count);
            reader->m_rest = reader->m_rest.subspan(count);
        }

        /// libpng's error exit must not return; steps own nothing, so jumping over them is sound.
        template <typename Step> bool guarded(Step step)
        {
            if (setjmp(png_jmpbuf(m_png)) != 0)
                return false;
            step();
            return true;
        }

        std::span<const std::uint8_t> m_rest;
        std::string m_message;
        png_structp m_png;
        png_infop m_info;
    };

} // namespace

Result<Image> decodePng(std::span<const std::uint8_t> bytes)
{
    PngReader reader(bytes);
    if (!reader.start())
        return reader.error();
    const Size size = reader.size();
    const auto height = static_cast<std::size_t>(size.height);
    const std::size_t rowBytes = static_cast<std::size_t>(size.width) * Image::kChannels;
    if (reader.rowBytes() != rowBytes)
        return makeError(ErrorCode::PictureDamaged, {}, "unexpected pixel layout");
    std::vector<std::uint8_t> rgb(rowBytes * height);
    std::vector<std::uint8_t*> rows(height);
    for (std::size_t y = 0; y < height; ++y)
        rows[y] = rgb.data() + y * rowBytes;
    if (!reader.readRows(rows))
        return reader.error();
    return Image(size, std::move(rgb));
}

} // namespace netlens
