#include "ui/findings.h"

#include "ui/payload.h"

#include <QCollator>
#include <QDirIterator>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>

namespace netlens {

namespace {

    QStringList picturesIn(const QString& folder)
    {
        QStringList found;
        QDirIterator files(
            folder, picturePatterns(), QDir::Files | QDir::Readable, QDirIterator::Subdirectories);
        while (files.hasNext() && found.size() <= kMostPictures)
            found.append(files.next());
        // The C locale knows no numeric order.
        QCollator collator(
            QLocale().language() == QLocale::C ? QLocale(QLocale::English) : QLocale());
        collator.setNumericMode(true);
        std::ranges::sort(found,
            [&collator](const QString& a, const QString& b) { return collator.compare(a, b) < 0; });
        return found;
    }

} // namespace

Findings findPictures(const QStringList& paths)
{
    Findings findings;
    for (const QString& path : paths) {
        if (QFileInfo(path).isDir()) {
            const QStringList inside = picturesIn(path);
            if (inside.isEmpty())
                findings.emptyFolders.append(path);
            findings.pictures.append(inside);
        } else if (looksLikeWeights(path)) {
            findings.weights.append(path);
        } else if (looksLikeVideo(path)) {
            findings.videos.append(path);
        } else {
            findings.pictures.append(path);
        }
    }
    if (findings.pictures.size() > kMostPictures) {
        findings.isCut = true;
        findings.pictures.resize(kMostPictures);
    }
    return findings;
}

} // namespace netlens
