#include "weights/keras_archive.h"

#include "weights/model_json.h"

#include <zip.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>

#include <unistd.h>

namespace netlens {

namespace {

    constexpr zip_uint64_t kLargestText = 32U << 20U;
    // Alpha 4 with an optimizer's two more of everything.
    constexpr zip_uint64_t kLargestWeights = 1ULL << 30U;
    // Keras stores without compression and float32 weights hardly shrink; JSON does by 40.
    constexpr zip_uint64_t kLargestRatio = 100;
    constexpr zip_uint64_t kAlwaysAllowed = 1U << 20U;

    struct CloseArchive {
        void operator()(zip_t* archive) const { zip_discard(archive); }
    };
    struct CloseMember {
        void operator()(zip_file_t* member) const { zip_fclose(member); }
    };
    using Archive = std::unique_ptr<zip_t, CloseArchive>;
    using Member = std::unique_ptr<zip_file_t, CloseMember>;

    Error damaged(std::string detail)
    {
        return makeError(ErrorCode::WeightsDamaged, {}, std::move(detail));
    }

    Result<Archive> open(const std::filesystem::path& path)
    {
        int code = 0;
        if (zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, &code))
            return Archive(archive);
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        const std::string text = zip_error_strerror(&error);
        zip_error_fini(&error);
        return damaged("zip archive: " + text);
    }

    /// Hands the member over piece by piece. Returns why that failed, or nothing.
    /// @param take returns false when it cannot go on.
    template <typename F>
    std::optional<Error> unpack(zip_t* archive, const char* name, zip_uint64_t largest, F take)
    {
        zip_stat_t info;
        if (zip_stat(archive, name, 0, &info) != 0)
            return makeError(ErrorCode::WeightsUnsupported, {},
                std::string("a zip archive without Keras's ") + name);
        constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
        if ((info.valid & kNeeded) != kNeeded || info.size > largest
            || (info.size > kAlwaysAllowed && info.size / kLargestRatio > info.comp_size))
            return damaged(std::string(name) + " would unpack to " + std::to_string(info.size)
                + " bytes from " + std::to_string(info.comp_size));
        const Member member(zip_fopen(archive, name, 0));
        if (!member)
            return damaged(std::string(name) + ": " + zip_strerror(archive));
        std::array<char, 1U << 16U> piece {};
        zip_uint64_t done = 0;
        for (zip_int64_t got = 1; got > 0; done += static_cast<zip_uint64_t>(got)) {
            got = zip_fread(member.get(), piece.data(), piece.size());
            if (got < 0)
                return damaged(std::string(name) + ": " + zip_file_strerror(member.get()));
            if (done + static_cast<zip_uint64_t>(got) > info.size)
                return damaged(std::string(name) + " is longer than the archive says");
            if (!take(std::string_view(piece.data(), static_cast<std::size_t>(got))))
                return makeError(ErrorCode::OutOfMemory, {}, name);
        }
        if (done != info.size)
            return damaged(std::string(name) + " is shorter than the archive says");
        return std::nullopt;
    }

    Result<std::string> readText(zip_t* archive, const char* name)
    {
        std::string text;
        auto failed = unpack(archive, name, kLargestText, [&](std::string_view piece) {
            text += piece;
            return true;
        });
        if (failed)
            return *failed;
        return text;
    }

    /// A file in memory that has a name only for as long as this lives. HDF5 wants one to open.
    class BriefFile {
    public:
        explicit BriefFile(const char* folder)
            : m_path(std::string(folder) + "/netlens-XXXXXX")
            , m_descriptor(mkstemp(m_path.data()))
        {
        }
        BriefFile(const BriefFile&) = delete;
        BriefFile& operator=(const BriefFile&) = delete;
        ~BriefFile()
        {
            if (m_descriptor < 0)
                return;
            close(m_descriptor);
            unlink(m_path.c_str());
        }

        bool append(std::string_view piece) const
        {
            while (!piece.empty()) {
                const ssize_t written = write(m_descriptor, piece.data(), piece.size());
                if (written < 0 && errno == EINTR)
                    continue;
                if (written <= 0)
                    return false;
                piece.remove_prefix(static_cast<std::size_t>(written));
            }
            return true;
        }
        const std::string& path() const { return m_path; }

    private:
        std::string m_path;
        int m_descriptor = -1;
    };

    Result<hdf5::Group> openWeightsIn(const char* folder, zip_t* archive)
    {
        const BriefFile file(folder);
        auto failed = unpack(archive, "model.weights.h5", kLargestWeights,
            [&](std::string_view piece) { return file.append(piece); });
        if (failed)
            return *failed;
        return hdf5::Group::openFile(file.path());
    }

    Result<hdf5::Group> openWeights(zip_t* archive)
    {
        // In a container the memory file system may be tiny.
        auto weights = openWeightsIn("/dev/shm", archive);
        if (!weights && weights.error().code == ErrorCode::OutOfMemory)
            return openWeightsIn("/tmp", archive);
        return weights;
    }

    std::string versionIn(const std::string& metadata)
    {
        const auto json = parseModelJson(metadata);
        if (!json || !json->is_object() || !json->contains("keras_version"))
            return {};
        const auto& version = (*json)["keras_version"];
        return version.is_string() ? version.get<std::string>() : std::string();
    }

} // namespace

Result<KerasArchive> openKerasArchive(const std::filesystem::path& path)
{
    auto archive = open(path);
    if (!archive)
        return archive.error();
    auto config = readText(archive->get(), "config.json");
    if (!config)
        return config.error();
    auto metadata = readText(archive->get(), "metadata.json");
    if (!metadata)
        return metadata.error();
    auto weights = openWeights(archive->get());
    if (!weights)
        return weights.error();
    return KerasArchive { versionIn(*metadata), std::move(*config), std::move(*weights) };
}

} // namespace netlens
