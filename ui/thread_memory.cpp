#include "ui/thread_memory.h"

#include "service/computer_state.h"

#include <QCryptographicHash>
#include <QSettings>

#include <cmath>
#include <utility>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    QString group(const std::string& computer)
    {
        const QByteArray name = QByteArray::fromStdString(computer);
        return u"threads/"_s
            + QString::fromLatin1(
                QCryptographicHash::hash(name, QCryptographicHash::Sha1).toHex().first(12));
    }

    QString key(Precision precision)
    {
        const std::string_view name = precisionName(precision);
        return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
    }

    /// "2", "1 4.3 5", "2 2.4 5.1": the choice, then the trials.
    QStringList toText(const ThreadChoice& choice)
    {
        QStringList words { QString::number(choice.threads) };
        for (const ThreadTrial& trial : choice.trials)
            words.append(u"%1 %2 %3"_s.arg(trial.threads).arg(trial.quietMs).arg(trial.besideMs));
        return words;
    }

    std::optional<ThreadTrial> trialFrom(const QString& text)
    {
        const QStringList numbers = text.split(u' ');
        if (numbers.size() != 3)
            return std::nullopt;
        const ThreadTrial trial { numbers[0].toInt(), numbers[1].toDouble(),
            numbers[2].toDouble() };
        const auto isTime = [](double ms) { return std::isfinite(ms) && ms > 0; };
        if (trial.threads < 1 || !isTime(trial.quietMs) || !isTime(trial.besideMs))
            return std::nullopt;
        return trial;
    }

    /// Nothing unless one of the trials is of the choice and the first of one thread.
    std::optional<ThreadChoice> choiceFrom(const QStringList& words)
    {
        ThreadChoice choice;
        choice.threads = words.value(0).toInt();
        bool isTried = false;
        for (const QString& word : words.mid(1)) {
            const auto trial = trialFrom(word);
            if (!trial)
                return std::nullopt;
            isTried = isTried || trial->threads == choice.threads;
            choice.trials.push_back(*trial);
        }
        if (!isTried || choice.trials.front().threads != 1)
            return std::nullopt;
        return choice;
    }

} // namespace

ThreadChoices rememberedThreads(const std::string& computer)
{
    ThreadChoices known { computer };
    QSettings settings;
    settings.beginGroup(group(computer));
    for (const Precision precision : kPrecisions)
        if (auto choice = choiceFrom(settings.value(key(precision)).toStringList()))
            known.of.emplace(precision, *std::move(choice));
    return known;
}

void rememberThreads(const ThreadChoices& choices)
{
    QSettings settings;
    settings.beginGroup(group(choices.computer));
    settings.setValue(u"computer"_s, QString::fromStdString(choices.computer));
    for (const auto& [precision, choice] : choices.of)
        if (choice.isSteady)
            settings.setValue(key(precision), toText(choice));
}

ThreadMemory::ThreadMemory(RecognitionService& service, QObject* parent, std::filesystem::path root)
    : QObject(parent)
    , m_service(service)
    , m_root(std::move(root))
{
    connect(&service, &RecognitionService::threadsChosen, this, &ThreadMemory::take);
}

void ThreadMemory::lookAtComputer()
{
    std::string computer = computerState(m_root);
    if (computer == m_known.computer)
        return;
    m_known = rememberedThreads(computer);
    m_service.knowThreads(m_known);
    emit changed();
}

std::optional<ThreadChoice> ThreadMemory::choice(Precision precision) const
{
    const auto found = m_known.of.find(precision);
    return found == m_known.of.end() ? std::nullopt : std::optional(found->second);
}

void ThreadMemory::take()
{
    auto choices = m_service.takeThreadChoices();
    // Measured before the computer's state changed: it is not known for the new one.
    if (!choices || choices->computer != m_known.computer)
        return;
    m_known = *std::move(choices);
    rememberThreads(m_known);
    emit changed();
}

} // namespace netlens
