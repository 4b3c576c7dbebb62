#pragma once

#include "image/image.h"

#include <QString>
#include <QStringList>

#include <vector>

/// A picture and how long it is shown.
struct HeldPicture {
    netlens::Image picture;
    double seconds = 1;
};

/// Writes an MP4 with the program's own recorder; false when that fails.
bool makeVideo(const QString& path, const std::vector<HeldPicture>& pictures, double rate = 25);

/// Whether the ffmpeg program is here; tests that need it are skipped otherwise.
bool hasFfmpeg();
/// Runs it quietly over existing outputs; false when it fails.
bool runFfmpeg(const QStringList& arguments);
