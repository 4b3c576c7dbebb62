#pragma once

#include <QByteArray>
#include <QDebug>

/// A sanitizer's report about a program that a test has started would be lost with its standard
/// error; this puts it into the test's log.
inline void showSanitizerReport(const QByteArray& standardError)
{
    if (standardError.contains("Sanitizer"))
        qWarning().noquote() << standardError;
}
