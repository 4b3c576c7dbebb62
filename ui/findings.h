#pragma once

#include <QStringList>

namespace netlens {

/// What lies behind a list of files and folders.
struct Findings {
    QStringList pictures; ///< folders' contents in natural order (2 before 10)
    QStringList weights;
    QStringList videos; ///< named, not found in folders
    QStringList emptyFolders; ///< folders without a picture in them
    bool isCut = false; ///< there were more pictures than kMostPictures
};

inline constexpr int kMostPictures = 10'000;

/// Walks folders recursively: call it off the GUI thread. A file that is neither weights nor a
/// video by its name counts as a picture; its content decides later.
Findings findPictures(const QStringList& paths);

} // namespace netlens
