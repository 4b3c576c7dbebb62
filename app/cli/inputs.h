#pragma once

#include "base/result.h"

#include <functional>
#include <istream>
#include <string>
#include <vector>

namespace netlens::cli {

/// Called with each file in order; an error stands for a folder that could not be read or has no
/// pictures. Returns whether to go on.
using InputVisitor = std::function<bool(const std::string& file, const Result<void>& found)>;

/// Walks through the pictures named on the command line: a file stands for itself, a folder for
/// the pictures in it and in its folders, sorted by path; "-" reads one path a line from `stream`,
/// as they arrive. In a folder, a file counts as a picture when its name ends like one or its
/// first bytes say so; links to folders are not followed. A folder inside that cannot be read is
/// told after the pictures of the others.
void forEachInput(
    const std::vector<std::string>& operands, std::istream& stream, const InputVisitor& visit);

/// Whether two names lead to one file, which need not be there yet. No name is no file.
bool sameFile(const std::string& a, const std::string& b);

} // namespace netlens::cli
