#include "ui/file_name.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

QString fileNameOf(const QString& source)
{
    static const QRegularExpression odd(
        uR"([^\w .()-]+)"_s, QRegularExpression::UseUnicodePropertiesOption);
    QString name = QFileInfo(source).completeBaseName();
    name.replace(odd, u"_"_s);
    // With the time, the suffix and what is written meanwhile it has to stay under 255 bytes.
    constexpr qsizetype kMostBytes = 180;
    while (name.toUtf8().size() > kMostBytes)
        name.chop(name.back().isLowSurrogate() ? 2 : 1);
    while (name.startsWith(u'.'))
        name.remove(0, 1);
    return name.trimmed();
}

} // namespace netlens
