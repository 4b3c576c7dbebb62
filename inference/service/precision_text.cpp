#include "service/precision_text.h"

#include "engine/precision_support.h"

#include <QCoreApplication>

namespace netlens {

namespace {

    QString translated(const char* text)
    {
        return QCoreApplication::translate("netlens::Precision", text);
    }

    QString nameOf(Precision precision)
    {
        switch (precision) {
        case Precision::Float32:
            return translated(QT_TRANSLATE_NOOP("netlens::Precision", "float32"));
        case Precision::BFloat16:
            return translated(QT_TRANSLATE_NOOP("netlens::Precision", "bfloat16"));
        case Precision::Int8:
            return translated(QT_TRANSLATE_NOOP("netlens::Precision", "8-bit integers"));
        }
        return {};
    }

    QString benefitOf(Precision precision)
    {
        switch (precision) {
        case Precision::Float32:
            return translated(
                QT_TRANSLATE_NOOP("netlens::Precision", "As Keras computes, with its answers."));
        case Precision::BFloat16:
            return translated(QT_TRANSLATE_NOOP("netlens::Precision",
                "Faster with AMX for all but small networks, elsewhere not always: see the Timings "
                "panel. Probabilities move by about 0.01."));
        case Precision::Int8:
            return translated(QT_TRANSLATE_NOOP("netlens::Precision",
                "Fastest here; probabilities move by about 0.04, and one answer in a "
                "hundred changes."));
        }
        return {};
    }

} // namespace

PrecisionText describePrecision(Precision precision)
{
    switch (precisionSupport(precision)) {
    case PrecisionSupport::Native:
        return { nameOf(precision), benefitOf(precision) };
    case PrecisionSupport::NoFaster:
        return { nameOf(precision),
            translated(QT_TRANSLATE_NOOP("netlens::Precision",
                "This processor has no instructions for it: it rounds, and gains little or "
                "nothing.")) };
    case PrecisionSupport::Unavailable:
        return { nameOf(precision),
            translated(
                QT_TRANSLATE_NOOP("netlens::Precision", "This processor cannot compute in it.")),
            false };
    }
    return {};
}

} // namespace netlens
