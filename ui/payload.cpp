#include "ui/payload.h"

#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    const QStringList& pictureSuffixes()
    {
        static const QStringList suffixes { u"jpg"_s, u"jpeg"_s, u"jpe"_s, u"png"_s, u"webp"_s,
            u"bmp"_s, u"tif"_s, u"tiff"_s, u"gif"_s };
        return suffixes;
    }

    const QStringList& weightsSuffixes()
    {
        static const QStringList suffixes { u"h5"_s, u"hdf5"_s, u"keras"_s };
        return suffixes;
    }

    const QStringList& videoSuffixes()
    {
        static const QStringList suffixes { u"mp4"_s, u"m4v"_s, u"mkv"_s, u"webm"_s, u"avi"_s,
            u"mov"_s, u"mpg"_s, u"mpeg"_s, u"ts"_s, u"mts"_s, u"m2ts"_s, u"ogv"_s, u"wmv"_s,
            u"flv"_s, u"3gp"_s };
        return suffixes;
    }

    QStringList patterns(const QStringList& suffixes)
    {
        QStringList result;
        for (const QString& suffix : suffixes)
            result.append(u"*." % suffix);
        return result;
    }

    bool hasSuffix(const QString& path, const QStringList& suffixes)
    {
        return suffixes.contains(QFileInfo(path).suffix(), Qt::CaseInsensitive);
    }

    QString encodedFormat(const QMimeData& data)
    {
        static const QStringList formats { u"image/png"_s, u"image/jpeg"_s, u"image/webp"_s,
            u"image/gif"_s, u"image/bmp"_s, u"image/tiff"_s };
        const auto found = std::ranges::find_if(
            formats, [&data](const QString& format) { return data.hasFormat(format); });
        return found == formats.end() ? QString() : *found;
    }

    bool mayBeOpened(const QUrl& url)
    {
        if (!url.isLocalFile())
            return false;
        const QString path = url.toLocalFile();
        if (looksLikePicture(path) || looksLikeWeights(path) || looksLikeVideo(path))
            return true;
        // Folders may be called anything: one stat, and only for names that say nothing.
        return QFileInfo(path).isDir();
    }

    QUrl webAddress(const QMimeData& data)
    {
        QUrl url = data.hasUrls() ? data.urls().value(0) : QUrl(data.text().trimmed());
        const bool isWeb = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
        return isWeb && url.isValid() ? url : QUrl();
    }

} // namespace

Payload::Kind payloadKind(const QMimeData& data)
{
    if (data.hasUrls() && std::ranges::any_of(data.urls(), mayBeOpened))
        return Payload::Kind::Files;
    if (!encodedFormat(data).isEmpty())
        return Payload::Kind::EncodedPicture;
    if (data.hasImage())
        return Payload::Kind::Pixels;
    if ((data.hasUrls() || data.hasText()) && !webAddress(data).isEmpty())
        return Payload::Kind::WebAddress;
    return Payload::Kind::Nothing;
}

Payload readPayload(const QMimeData& data)
{
    Payload payload;
    payload.kind = payloadKind(data);
    switch (payload.kind) {
    case Payload::Kind::Files:
        for (const QUrl& url : data.urls()) {
            if (mayBeOpened(url))
                payload.files.append(url.toLocalFile());
        }
        break;
    case Payload::Kind::EncodedPicture:
        payload.bytes = data.data(encodedFormat(data));
        break;
    case Payload::Kind::Pixels:
        payload.pixels = data.imageData().value<QImage>();
        break;
    case Payload::Kind::WebAddress:
        payload.address = webAddress(data).toDisplayString();
        break;
    case Payload::Kind::Nothing:
        break;
    }
    return payload;
}

QStringList picturePatterns()
{
    return patterns(pictureSuffixes());
}

QStringList weightsPatterns()
{
    return patterns(weightsSuffixes());
}

QStringList videoPatterns()
{
    return patterns(videoSuffixes());
}

bool looksLikePicture(const QString& path)
{
    // A tensor for the network's own input is taken where it is meant, not found in folders.
    return hasSuffix(path, pictureSuffixes()) || hasSuffix(path, { u"npy"_s });
}

bool looksLikeWeights(const QString& path)
{
    return hasSuffix(path, weightsSuffixes());
}

bool looksLikeVideo(const QString& path)
{
    return hasSuffix(path, videoSuffixes());
}

} // namespace netlens
