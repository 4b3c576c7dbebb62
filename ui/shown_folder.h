#pragma once

#include <QDir>
#include <QString>

namespace netlens {

/// A folder or file as people write it: "~/Videos".
inline QString shownFolder(const QString& folder)
{
    const QString home = QDir::homePath();
    return folder.startsWith(home + u'/') ? u'~' % folder.mid(home.size()) : folder;
}

} // namespace netlens
