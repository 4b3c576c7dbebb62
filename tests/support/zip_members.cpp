#include "support/zip_members.h"

#include <zip.h>

#include <memory>
#include <stdexcept>

std::vector<MemberOfZip> zipMembers(const std::filesystem::path& path)
{
    int reason = 0;
    const std::unique_ptr<zip_t, decltype(&zip_discard)> archive(
        zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &reason), &zip_discard);
    if (!archive)
        throw std::runtime_error("libzip: " + std::to_string(reason));
    std::vector<MemberOfZip> members;
    const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(archive.get(), 0));
    for (zip_uint64_t i = 0; i < count; ++i) {
        zip_stat_t facts;
        zip_stat_init(&facts);
        if (zip_stat_index(archive.get(), i, 0, &facts) != 0)
            throw std::runtime_error("no facts about a member");
        MemberOfZip member { facts.name, facts.comp_method != ZIP_CM_STORE, {} };
        member.bytes.resize(facts.size + 1); // the end is where the checksum is compared
        const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
            zip_fopen_index(archive.get(), i, 0), &zip_fclose);
        if (!file
            || zip_fread(file.get(), member.bytes.data(), member.bytes.size())
                != static_cast<zip_int64_t>(facts.size))
            throw std::runtime_error("cannot read " + member.name);
        member.bytes.pop_back();
        members.push_back(std::move(member));
    }
    return members;
}
