#pragma once

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QStringList>

#include <vector>

/// "netlens-cli watch" with the demonstration model while it runs.
class WatchProcess {
public:
    explicit WatchProcess(const QStringList& arguments);
    ~WatchProcess();

    /// Waits until it has printed so many lines; false when it does not in time.
    bool waitForLines(int count, int milliseconds = 30'000);
    /// Waits until standard error has this text in it.
    bool waitForMessage(const QByteArray& text, int milliseconds = 30'000);

    /// Its exit code; −1 when it does not end in time or crashes.
    int waitForEnd(int milliseconds = 60'000);
    /// Sends a signal first. How long it took is then known.
    int end(int signal);
    qint64 endTookMs() const { return m_endTook; }

    const QByteArray& messages() const { return m_messages; }
    std::vector<nlohmann::json> lines() const;

private:
    bool waitFor(const auto& isThere, int milliseconds);

    QProcess m_process;
    QByteArray m_output;
    QByteArray m_messages;
    qint64 m_endTook = 0;
};
