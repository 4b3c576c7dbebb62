#include "ui/stream_address.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    /// Not QUrl: it refuses "udp://@:5000", which listens, and turns what it takes into another
    /// spelling.
    struct Parts {
        QString scheme;
        QString user; ///< with the password
        QString host;
        QString port;
        bool hasPort = false;
    };

    qsizetype authorityStart(const QString& url)
    {
        const qsizetype separator = url.indexOf("://"_L1);
        return separator < 0 ? -1 : separator + 3;
    }

    qsizetype authorityEnd(const QString& url, qsizetype start)
    {
        static const QRegularExpression kEnd(u"[/?#]"_s);
        const qsizetype end = url.indexOf(kEnd, start);
        return end < 0 ? url.size() : end;
    }

    Parts partsOf(const QString& url)
    {
        const qsizetype start = authorityStart(url);
        QString rest = url.mid(start, authorityEnd(url, start) - start);
        Parts parts;
        parts.scheme = url.left(start - 3).toLower();
        if (const qsizetype at = rest.lastIndexOf(u'@'); at >= 0) {
            parts.user = rest.left(at);
            rest = rest.mid(at + 1);
        }
        // An address of IPv6 has colons of its own, in brackets.
        const qsizetype colon = rest.indexOf(u':', std::max<qsizetype>(0, rest.indexOf(u']')));
        parts.hasPort = colon >= 0;
        parts.host = rest.left(colon);
        parts.port = parts.hasPort ? rest.mid(colon + 1) : QString();
        return parts;
    }

    bool isPort(const QString& text)
    {
        constexpr int kLargest = 65535;
        bool isNumber = false;
        const int port = text.toInt(&isNumber);
        return isNumber && text.front().isDigit() && port > 0 && port <= kLargest;
    }

    bool isDisturbing(QChar character)
    {
        return character.isSpace() || character.category() == QChar::Other_Control;
    }

} // namespace

StreamFault streamFault(const QString& text)
{
    static const QStringList kSchemes { u"rtsp"_s, u"rtsps"_s, u"http"_s, u"https"_s, u"udp"_s,
        u"tcp"_s };
    if (text.isEmpty())
        return StreamFault::Empty;
    if (authorityStart(text) < 0)
        return StreamFault::NoScheme;
    const Parts parts = partsOf(text);
    if (!kSchemes.contains(parts.scheme))
        return StreamFault::Scheme;
    if (std::any_of(text.begin(), text.end(), isDisturbing))
        return StreamFault::Character;
    const bool isPlain = parts.scheme == "udp"_L1 || parts.scheme == "tcp"_L1;
    if (isPlain && parts.port.isEmpty())
        return StreamFault::NoPort;
    if (!isPlain && parts.host.isEmpty())
        return StreamFault::NoHost;
    if (parts.hasPort && !isPort(parts.port))
        return StreamFault::Port;
    return StreamFault::None;
}

QString withoutPassword(const QString& url)
{
    const qsizetype start = authorityStart(url);
    if (start < 0)
        return url;
    const qsizetype at = url.lastIndexOf(u'@', authorityEnd(url, start) - 1);
    const qsizetype colon = url.indexOf(u':', start);
    return at < start || colon < 0 || colon > at ? url : url.left(colon) + url.mid(at);
}

} // namespace netlens
