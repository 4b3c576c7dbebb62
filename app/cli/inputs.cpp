#include "app/cli/inputs.h"

#include "image/may_be_picture.h"

#include <algorithm>
#include <filesystem>

namespace netlens::cli {

namespace {

    namespace fs = std::filesystem;

    struct Contents {
        std::vector<std::string> pictures;
        std::vector<Error> unreadableFolders;
    };

    void collect(const fs::path& folder, Contents& contents)
    {
        std::error_code failure;
        fs::directory_iterator entry(folder, failure);
        for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
            std::error_code ignored;
            if (entry->is_directory(ignored) && !entry->is_symlink(ignored))
                collect(entry->path(), contents);
            else if (entry->is_regular_file(ignored) && mayBePicture(entry->path()))
                contents.pictures.push_back(entry->path().string());
        }
        if (failure)
            contents.unreadableFolders.push_back(
                makeError(ErrorCode::FileUnreadable, folder.string(), failure.message()));
    }

    bool visitFolder(const std::string& folder, const InputVisitor& visit)
    {
        Contents contents;
        collect(folder, contents);
        std::ranges::sort(contents.pictures);
        if (contents.pictures.empty() && contents.unreadableFolders.empty())
            return visit(
                folder, makeError(ErrorCode::NotAPicture, folder, "no pictures in this folder"));
        return std::ranges::all_of(contents.pictures, [&](const std::string& picture) {
            return visit(picture, {});
        }) && std::ranges::all_of(contents.unreadableFolders, [&](const Error& error) {
            return visit(error.subject, error);
        });
    }

    bool visitPath(const std::string& path, const InputVisitor& visit)
    {
        std::error_code ignored;
        return fs::is_directory(path, ignored) ? visitFolder(path, visit) : visit(path, {});
    }

} // namespace

void forEachInput(
    const std::vector<std::string>& operands, std::istream& stream, const InputVisitor& visit)
{
    for (const std::string& operand : operands) {
        if (operand != "-") {
            if (!visitPath(operand, visit))
                return;
            continue;
        }
        for (std::string line; std::getline(stream, line);) {
            if (line.ends_with('\r')) // a list made elsewhere
                line.pop_back();
            if (!line.empty() && !visitPath(line, visit))
                return;
        }
    }
}

bool sameFile(const std::string& a, const std::string& b)
{
    std::error_code ignored;
    return !a.empty() && !b.empty() && (a == b || fs::equivalent(a, b, ignored));
}

} // namespace netlens::cli
