#pragma once

#include <QStringList>

namespace netlens {

constexpr qsizetype kMostRecentStreams = 10;

/// Addresses of streams opened before, the last one first, kept in the settings without passwords.
QStringList recentStreams();
void rememberStream(const QString& url);
void forgetStream(const QString& url);

} // namespace netlens
