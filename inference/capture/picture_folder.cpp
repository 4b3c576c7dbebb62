#include "capture/picture_folder.h"

#include "image/decoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <span>
#include <system_error>
#include <vector>

namespace netlens {

namespace {

    namespace fs = std::filesystem;

    bool isDigit(char c)
    {
        return c >= '0' && c <= '9';
    }

    /// Takes the number at the front of `text` away; without its leading zeros.
    std::string_view takeNumber(std::string_view& text)
    {
        const std::size_t end = std::min(text.size(), text.find_first_not_of("0123456789"));
        std::string_view number = text.substr(0, end);
        text.remove_prefix(end);
        number.remove_prefix(std::min(number.size(), number.find_first_not_of('0')));
        return number;
    }

    bool looksLikePicture(const fs::path& path)
    {
        // Enough for the headers of all but a JPEG with large metadata in front.
        constexpr std::size_t kHeaderBytes = std::size_t { 64 } * 1024;
        std::vector<char> bytes(kHeaderBytes);
        std::ifstream file(path, std::ios::binary);
        file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        const std::vector<std::uint8_t> header(bytes.begin(), bytes.begin() + file.gcount());
        constexpr std::array<std::uint8_t, 3> kJpeg { 0xFF, 0xD8, 0xFF };
        return readPictureHeader(header).has_value()
            || (header.size() > kJpeg.size()
                && std::ranges::equal(kJpeg, std::span(header).first(kJpeg.size())));
    }

    class PictureFolder final : public FrameSource {
    public:
        PictureFolder(const std::string& name, std::vector<fs::path> pictures, double rate)
            : m_pictures(std::move(pictures))
        {
            m_traits.name = name;
            m_traits.rate = rate;
            m_traits.duration = static_cast<double>(m_pictures.size()) / rate;
        }

        const SourceTraits& traits() const override { return m_traits; }

        Result<std::optional<Frame>> next(std::stop_token stop) override
        {
            if (stop.stop_requested() || m_next == m_pictures.size())
                return std::optional<Frame>();
            const std::size_t index = m_next++;
            const auto picture = decodePicture(m_pictures[index]);
            if (!picture)
                return makeError(
                    ErrorCode::VideoDamaged, m_pictures[index].string(), picture.error().detail);
            m_traits.size = picture->image.size();
            return std::optional(Frame { m_delivered++, static_cast<double>(index) / m_traits.rate,
                std::chrono::steady_clock::now(), picture->image });
        }

        Result<void> seek(double seconds, std::stop_token /*stop*/) override
        {
            const auto last = static_cast<double>(m_pictures.size() - 1);
            // What a picture's own time is rounded to must lead to that picture.
            constexpr double kRounding = 1e-6;
            m_next = static_cast<std::size_t>(
                std::clamp(std::floor(seconds * m_traits.rate + kRounding), 0.0, last));
            return {};
        }

        /// The size of the first picture that can be read, so that it is known before next().
        void findSize(const std::stop_token& stop)
        {
            for (std::size_t i = 0;
                 i < m_pictures.size() && m_traits.size == Size {} && !stop.stop_requested(); ++i)
                if (const auto picture = decodePicture(m_pictures[i]))
                    m_traits.size = picture->image.size();
        }

    private:
        SourceTraits m_traits;
        std::vector<fs::path> m_pictures;
        std::size_t m_next = 0;
        std::int64_t m_delivered = 0;
    };

} // namespace

bool comesBefore(std::string_view a, std::string_view b)
{
    const std::string_view wholeA = a;
    const std::string_view wholeB = b;
    while (!a.empty() && !b.empty()) {
        if (isDigit(a.front()) && isDigit(b.front())) {
            const std::string_view numberA = takeNumber(a);
            const std::string_view numberB = takeNumber(b);
            if (numberA.size() != numberB.size())
                return numberA.size() < numberB.size();
            if (numberA != numberB)
                return numberA < numberB;
        } else if (a.front() != b.front()) {
            return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
        } else {
            a.remove_prefix(1);
            b.remove_prefix(1);
        }
    }
    if (a.empty() != b.empty())
        return a.empty();
    return wholeA < wholeB; // "01" and "1"
}

Result<std::unique_ptr<FrameSource>> openPictureFolder(
    const SourceAddress& address, double rate, const std::stop_token& stop)
{
    std::error_code failed;
    std::vector<fs::path> pictures;
    fs::directory_iterator entry(address.location, failed);
    for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
        if (stop.stop_requested())
            return makeError(ErrorCode::Cancelled, address.shownName());
        std::error_code ignored;
        if (entry->is_regular_file(ignored) && looksLikePicture(entry->path()))
            pictures.push_back(entry->path());
    }
    if (failed) {
        const bool isDenied = failed == std::errc::permission_denied;
        return makeError(isDenied ? ErrorCode::SourceDenied : ErrorCode::SourceNotFound,
            address.shownName(), failed.message());
    }
    if (pictures.empty())
        return makeError(
            ErrorCode::NotAVideo, address.shownName(), "no pictures lie in this folder");
    std::ranges::sort(pictures, [](const fs::path& a, const fs::path& b) {
        return comesBefore(a.filename().native(), b.filename().native());
    });
    auto folder = std::make_unique<PictureFolder>(address.shownName(), std::move(pictures), rate);
    folder->findSize(stop);
    return std::unique_ptr<FrameSource>(std::move(folder));
}

} // namespace netlens
