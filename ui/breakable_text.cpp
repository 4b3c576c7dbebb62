#include "ui/breakable_text.h"

#include <QRegularExpression>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

QString breakable(QString text)
{
    static const QRegularExpression longWord(uR"((\S{20})(?=\S))"_s);
    return text.replace(longWord, u"\\1\u200b"_s);
}

} // namespace netlens
