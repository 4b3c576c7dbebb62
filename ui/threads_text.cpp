#include "ui/threads_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace netlens {

namespace {

    struct Text {
        Q_DECLARE_TR_FUNCTIONS(netlens::ThreadsText)
    };

    QString milliseconds(double value)
    {
        return QLocale().toString(value, 'f', 1);
    }

    const ThreadTrial* trialOf(const ThreadChoice& choice, int threads)
    {
        const auto found = std::ranges::find(choice.trials, threads, &ThreadTrial::threads);
        return found == choice.trials.end() ? nullptr : &*found;
    }

    const ThreadTrial& quickest(const ThreadChoice& choice)
    {
        return *std::ranges::min_element(choice.trials, {}, &ThreadTrial::quietMs);
    }

    QString automaticReason(const ThreadChoice& measured)
    {
        if (measured.trials.size() < 2)
            return Text::tr("This computer has one processor.");
        const ThreadTrial& one = measured.trials.front();
        const ThreadTrial* chosen = trialOf(measured, measured.threads);
        if (chosen != nullptr && chosen->threads > 1)
            return Text::tr("%1 ms instead of %2 with one, and no slower beside a busy program.")
                .arg(milliseconds(chosen->quietMs), milliseconds(one.quietMs));
        const ThreadTrial& best = quickest(measured);
        if (best.threads > 1 && best.besideMs > one.besideMs)
            return Text::tr(
                "More are faster only as long as no other program is busy: %1 ms instead of "
                "%2, but then up to %3 instead of %4.")
                .arg(milliseconds(best.quietMs), milliseconds(one.quietMs),
                    milliseconds(best.besideMs), milliseconds(one.besideMs));
        return Text::tr("More bring too little here.");
    }

    QString fixedReason(int threads, const std::optional<ThreadChoice>& measured)
    {
        const ThreadTrial* trial = measured ? trialOf(*measured, threads) : nullptr;
        if (trial == nullptr)
            return Text::tr("Always this many, whatever else the computer does.");
        return Text::tr("Always this many: %1 ms here, up to %2 beside a busy program.")
            .arg(milliseconds(trial->quietMs), milliseconds(trial->besideMs));
    }

} // namespace

QString threadsText(int threads)
{
    return threads == 1 ? Text::tr("1 thread")
                        : Text::tr("%1 threads").arg(QLocale().toString(threads));
}

QString threadsReason(int wish, const std::optional<ThreadChoice>& measured)
{
    if (wish != kAutomaticThreads)
        return fixedReason(wish, measured);
    return measured
        ? automaticReason(*measured)
        : Text::tr("Measured on this computer as soon as it has a moment; one until then.");
}

QString threadsOrigin(int wish, const std::optional<ThreadChoice>& measured)
{
    QStringList lines { wish != kAutomaticThreads
            ? Text::tr("Number of threads chosen in the Model dock")
            : measured ? Text::tr("Number of threads chosen automatically")
                       : Text::tr("Number of threads not measured yet") };
    if (!measured)
        return lines.first();
    for (const ThreadTrial& trial : measured->trials)
        lines.append(Text::tr("%1: %2 ms; beside a busy program up to %3 ms")
                         .arg(threadsText(trial.threads), milliseconds(trial.quietMs),
                             milliseconds(trial.besideMs)));
    return lines.join(QLatin1Char('\n'));
}

} // namespace netlens
