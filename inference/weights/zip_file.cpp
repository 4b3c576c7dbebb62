#include "weights/zip_file.h"

#include <zip.h>

#include <memory>

namespace netlens {

namespace {

    using Source = std::unique_ptr<zip_source_t, decltype(&zip_source_free)>;

    /// libzip's reason for the last failure.
    class Reason {
    public:
        Reason() { zip_error_init(&m_error); }
        Reason(const Reason&) = delete;
        Reason& operator=(const Reason&) = delete;
        ~Reason() { zip_error_fini(&m_error); }

        zip_error_t* get() { return &m_error; }
        Error error(zip_error_t* reason = nullptr)
        {
            return makeError(ErrorCode::Internal, {},
                std::string("zip: ") + zip_error_strerror(reason == nullptr ? get() : reason));
        }

    private:
        zip_error_t m_error {};
    };

    bool add(zip_t* archive, const ZipMember& member)
    {
        // The bytes stay the member's; the archive reads them while it is closed.
        zip_source_t* source
            = zip_source_buffer(archive, member.bytes.data(), member.bytes.size(), 0);
        if (source == nullptr)
            return false;
        const zip_int64_t index = zip_file_add(archive, member.name.c_str(), source, 0);
        if (index < 0) {
            zip_source_free(source);
            return false;
        }
        return zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0)
            == 0;
    }

    Result<std::vector<std::byte>> contentOf(zip_source_t* source)
    {
        zip_stat_t facts;
        zip_stat_init(&facts);
        if (zip_source_stat(source, &facts) != 0 || zip_source_open(source) != 0)
            return makeError(ErrorCode::Internal, {}, "zip: the archive cannot be read back");
        std::vector<std::byte> bytes(facts.size);
        const zip_int64_t got = zip_source_read(source, bytes.data(), bytes.size());
        zip_source_close(source);
        if (got != static_cast<zip_int64_t>(bytes.size()))
            return makeError(ErrorCode::Internal, {}, "zip: the archive cannot be read back");
        return bytes;
    }

} // namespace

Result<std::vector<std::byte>> zipFile(std::span<const ZipMember> members)
{
    Reason reason;
    const Source target(zip_source_buffer_create(nullptr, 0, 0, reason.get()), &zip_source_free);
    if (!target)
        return reason.error();
    zip_t* archive = zip_open_from_source(target.get(), ZIP_TRUNCATE, reason.get());
    if (archive == nullptr)
        return reason.error();
    // Both `target` and the archive give it up.
    zip_source_keep(target.get());
    for (const ZipMember& member : members) {
        if (!add(archive, member)) {
            const Error failure = reason.error(zip_get_error(archive));
            zip_discard(archive);
            return failure;
        }
    }
    if (zip_close(archive) != 0) {
        const Error failure = reason.error(zip_get_error(archive));
        zip_discard(archive);
        return failure;
    }
    return contentOf(target.get());
}

} // namespace netlens
