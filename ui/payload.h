#pragma once

#include <QByteArray>
#include <QImage>
#include <QStringList>

class QMimeData;

namespace netlens {

/// What a drop or the clipboard brings.
struct Payload {
    enum class Kind {
        Nothing,
        Files, ///< pictures, folders, videos, weights
        EncodedPicture, ///< a picture file's bytes, from a browser
        Pixels, ///< from another window
        WebAddress,
    };
    Kind kind = Kind::Nothing;
    QStringList files;
    QByteArray bytes;
    QImage pixels;
    QString address;
};

/// What it is, found without fetching the data: cheap enough for every move of a drag.
Payload::Kind payloadKind(const QMimeData& data);
Payload readPayload(const QMimeData& data);

/// File name patterns of the pictures that can be decoded ("*.jpg", …).
QStringList picturePatterns();
QStringList weightsPatterns();
QStringList videoPatterns();
bool looksLikePicture(const QString& path);
bool looksLikeWeights(const QString& path);
bool looksLikeVideo(const QString& path);

} // namespace netlens
