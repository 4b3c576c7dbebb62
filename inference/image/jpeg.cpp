#include "image/codecs.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <string>
#include <vector>

#include <jerror.h>
#include <jpeglib.h>

namespace netlens {

namespace {

    /// A hostile progressive file repeats scans to burn time; honest ones have about ten.
    constexpr int kMaxScans = 100;

    /// Warnings about files that are odd but whole. Every other warning means that pixels were
    /// made up, which libjpeg does silently for truncated and corrupt data.
    bool isHarmless(int message)
    {
        return message == JWRN_EXTRANEOUS_DATA || message == JWRN_ADOBE_XFORM
            || message == JWRN_JFIF_MAJOR || message == JWRN_BOGUS_ICC;
    }

    /// libjpeg's decompressor with its error exit turned into a return value.
    class JpegReader {
    public:
        JpegReader()
        {
            m_info.err = jpeg_std_error(&m_errors);
            m_info.client_data = this;
            m_errors.error_exit = [](j_common_ptr info) {
                JpegReader* reader = of(info);
                info->err->format_message(info, reader->m_message);
                std::longjmp(reader->m_escape, 1);
            };
            m_errors.emit_message = [](j_common_ptr info, int level) {
                if (level < 0 && !isHarmless(info->err->msg_code))
                    info->err->error_exit(info);
            };
            m_errors.output_message = [](j_common_ptr) {};
            m_progress.progress_monitor = [](j_common_ptr info) {
                if (of(info)->m_info.input_scan_number > kMaxScans)
                    ERREXIT(info, JERR_BAD_PROGRESSION);
            };
        }
        JpegReader(const JpegReader&) = delete;
        JpegReader& operator=(const JpegReader&) = delete;
        ~JpegReader() { jpeg_destroy_decompress(&m_info); }

        bool readHeader(std::span<const std::uint8_t> bytes)
        {
            return guarded([&] {
                jpeg_create_decompress(&m_info);
                m_info.progress = &m_progress;
                jpeg_mem_src(&m_info, bytes.data(), bytes.size());
                jpeg_read_header(&m_info, TRUE);
            });
        }
        Size storedSize() const
        {
            return { static_cast<int>(m_info.image_width), static_cast<int>(m_info.image_height) };
        }

        /// After it, size() and the components are those of the rows to come.
        bool start(int reduction)
        {
            return guarded([&] {
                const bool fourColours = m_info.num_components == 4;
                m_info.out_color_space = fourColours ? JCS_CMYK : JCS_RGB;
                m_info.scale_num = 1;
                m_info.scale_denom = static_cast<unsigned>(reduction);
                jpeg_start_decompress(&m_info);
            });
        }
        bool readRow(std::uint8_t* row)
        {
            return guarded([&] { jpeg_read_scanlines(&m_info, &row, 1); });
        }
        /// Reads to the end marker: without one, the file was cut.
        bool finish()
        {
            return guarded([&] { jpeg_finish_decompress(&m_info); });
        }

        Size size() const
        {
            return { static_cast<int>(m_info.output_width),
                static_cast<int>(m_info.output_height) };
        }
        bool isCmyk() const { return m_info.out_color_space == JCS_CMYK; }
        Error error() const { return makeError(ErrorCode::PictureDamaged, {}, m_message); }

    private:
        static JpegReader* of(j_common_ptr info)
        {
            return static_cast<JpegReader*>(info->client_data);
        }

        /// libjpeg's error exit must not return; steps own nothing, so jumping over them is sound.
        template <typename Step> bool guarded(Step step)
        {
            if (setjmp(m_escape) != 0)
                return false;
            step();
            return true;
        }

        jpeg_decompress_struct m_info {};
        jpeg_error_mgr m_errors {};
        jpeg_progress_mgr m_progress {};
        std::jmp_buf m_escape {};
        char m_message[JMSG_LENGTH_MAX] {};
    };

    /// Pillow's CMYK to RGB, of the inverted values that Adobe writes:
    /// with k' = 255 − K, R = k' − k'·C / 255, rounded.
    void cmykToRgb(std::span<const std::uint8_t> cmyk, std::uint8_t* rgb)
    {
        for (std::size_t i = 0; i < cmyk.size(); i += 4) {
            const int light = cmyk[i + 3];
            for (std::size_t c = 0; c < 3; ++c) {
                const int product = (255 - cmyk[i + c]) * light + 128;
                const int shade = (product + (product >> 8)) >> 8;
                *rgb++ = static_cast<std::uint8_t>(std::max(0, light - shade));
            }
        }
    }

} // namespace

Result<Image> decodeJpeg(std::span<const std::uint8_t> bytes, Size stored, int reduction)
{
    JpegReader reader;
    if (!reader.readHeader(bytes))
        return reader.error();
    // A marker that only one of two readers skips can hide another size from the one that checks.
    if (reader.storedSize() != stored)
        return makeError(ErrorCode::PictureDamaged, {}, "the content contradicts the header");
    if (!reader.start(reduction))
        return reader.error();
    const Size size = reader.size();
    const auto width = static_cast<std::size_t>(size.width);
    std::vector<std::uint8_t> rgb(width * static_cast<std::size_t>(size.height) * Image::kChannels);
    std::vector<std::uint8_t> cmyk(reader.isCmyk() ? width * 4 : 0);
    for (int y = 0; y < size.height; ++y) {
        std::uint8_t* row = rgb.data() + static_cast<std::size_t>(y) * width * Image::kChannels;
        if (!reader.readRow(reader.isCmyk() ? cmyk.data() : row))
            return reader.error();
        if (reader.isCmyk())
            cmykToRgb(cmyk, row);
    }
    if (!reader.finish())
        return reader.error();
    return Image(size, std::move(rgb));
}

} // namespace netlens
