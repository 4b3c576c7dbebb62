#include "support/watch_process.h"

#include "support/sanitizer_report.h"

#include <QElapsedTimer>

#include <csignal>

WatchProcess::WatchProcess(const QStringList& arguments)
{
    m_process.start(qEnvironmentVariable("NETLENS_CLI"),
        QStringList { QStringLiteral("watch"), QStringLiteral("--weights"), QStringLiteral("demo"),
            QStringLiteral("--top"), QStringLiteral("3") }
            + arguments);
    m_process.closeWriteChannel();
}

WatchProcess::~WatchProcess()
{
    m_process.kill();
    m_process.waitForFinished();
}

bool WatchProcess::waitFor(const auto& isThere, int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        m_output += m_process.readAllStandardOutput();
        m_messages += m_process.readAllStandardError();
        if (isThere())
            return true;
        if (timer.elapsed() > milliseconds)
            return false;
        constexpr int kSlice = 50;
        m_process.waitForReadyRead(kSlice);
    }
}

bool WatchProcess::waitForLines(int count, int milliseconds)
{
    return waitFor([&] { return m_output.count('\n') >= count; }, milliseconds);
}

bool WatchProcess::waitForMessage(const QByteArray& text, int milliseconds)
{
    return waitFor([&] { return m_messages.contains(text); }, milliseconds);
}

int WatchProcess::waitForEnd(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    const bool ended
        = waitFor([&] { return m_process.state() == QProcess::NotRunning; }, milliseconds);
    m_endTook = timer.elapsed();
    m_output += m_process.readAllStandardOutput();
    m_messages += m_process.readAllStandardError();
    showSanitizerReport(m_messages);
    return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

int WatchProcess::end(int signal)
{
    ::kill(pid_t(m_process.processId()), signal);
    return waitForEnd();
}

std::vector<nlohmann::json> WatchProcess::lines() const
{
    std::vector<nlohmann::json> lines;
    for (const QByteArray& line : m_output.split('\n'))
        if (!line.isEmpty())
            lines.push_back(nlohmann::json::parse(line.toStdString()));
    return lines;
}
