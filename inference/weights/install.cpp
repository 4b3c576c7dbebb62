#include "weights/install.h"

#include "base/file.h"
#include "base/part_file.h"
#include "weights/weights_file.h"

namespace netlens {

namespace {

    Error about(const std::filesystem::path& source, const Error& error)
    {
        return makeError(error.code, source.string(), error.detail);
    }

    Result<void> check(const std::filesystem::path& path, const OfficialFile& file)
    {
        const auto info = inspectWeights(path);
        if (!info)
            return info.error();
        if (info->layout != WeightsLayout::LegacyWeights
            && info->layout != WeightsLayout::FullModel)
            return makeError(ErrorCode::WeightsUnsupported, {}, "a layout of Keras 3");
        return verifyOfficial(path, file);
    }

} // namespace

Result<std::filesystem::path> installOfficial(
    const std::filesystem::path& source, const OfficialFile& file)
{
    const std::filesystem::path target = kerasModelsFolder() / file.name;
    const auto bytes = readFile(source, kMostOfficialBytes);
    if (!bytes)
        return bytes.error();
    // Before the part of an interrupted download makes room.
    if (auto sound = check(source, file); !sound)
        return about(source, sound.error());
    auto part = PartFile::open(target);
    if (!part)
        return part.error();
    if (!*part)
        return makeError(ErrorCode::FileUnwritable, target.string(), "another program fetches it");
    PartFile& copy = **part;
    if (auto cleared = copy.restart({}); !cleared)
        return cleared.error();
    auto done = copy.append(std::as_bytes(std::span(*bytes)));
    if (done)
        if (auto sound = check(copy.path(), file); !sound)
            done = about(source, sound.error());
    std::error_code ignored;
    const bool isDamaged
        = done && std::filesystem::exists(target, ignored) && !verifyOfficial(target, file);
    if (done)
        done = copy.commit(isDamaged);
    if (done)
        return target;
    (void)copy.restart({}); // an empty part is removed
    return done.error();
}

} // namespace netlens
