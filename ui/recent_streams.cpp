#include "ui/recent_streams.h"

#include "ui/stream_address.h"

#include <QSettings>

namespace netlens {

namespace {

    constexpr QLatin1StringView kKey("streams/recent");

    void keep(const QStringList& urls)
    {
        QSettings().setValue(kKey, urls.mid(0, kMostRecentStreams));
    }

} // namespace

QStringList recentStreams()
{
    return QSettings().value(kKey).toStringList().mid(0, kMostRecentStreams);
}

void rememberStream(const QString& url)
{
    const QString kept = withoutPassword(url);
    QStringList urls = recentStreams();
    urls.removeAll(kept);
    urls.prepend(kept);
    keep(urls);
}

void forgetStream(const QString& url)
{
    QStringList urls = recentStreams();
    urls.removeAll(withoutPassword(url));
    keep(urls);
}

} // namespace netlens
