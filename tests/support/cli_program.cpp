#include "support/cli_program.h"

#include "support/sanitizer_report.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QSignalSpy>

#include <cmath>

namespace {

constexpr int kTimeLimitMs = 120 * 1000;

QProcessEnvironment withoutWeights()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("KERAS_HOME"), QStringLiteral("/nonexistent"));
    environment.insert(QStringLiteral("XDG_CACHE_HOME"), QStringLiteral("/dev/null"));
    // Nobody listens there: what must not use the network fails if it tries.
    environment.insert(
        QStringLiteral("NETLENS_WEIGHTS_URL"), QStringLiteral("http://127.0.0.1:1/"));
    return environment;
}

CliResult run(const QString& program, const QStringList& arguments, const QByteArray& input,
    const QString& outFile, const QProcessEnvironment& environment = withoutWeights())
{
    QProcess process;
    process.setProcessEnvironment(environment);
    if (!outFile.isEmpty())
        process.setStandardOutputFile(outFile);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();

    CliResult result;
    // With an event loop, for what the program may talk to in this one.
    QSignalSpy finished(&process, &QProcess::finished);
    if (process.state() != QProcess::NotRunning && !finished.wait(kTimeLimitMs)) {
        process.kill();
        process.waitForFinished();
        return result;
    }
    if (process.exitStatus() == QProcess::NormalExit)
        result.exitCode = process.exitCode();
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    showSanitizerReport(result.err);
    return result;
}

} // namespace

std::vector<nlohmann::json> CliResult::jsonLines() const
{
    std::vector<nlohmann::json> lines;
    for (const QByteArray& line : out.split('\n')) {
        if (!line.isEmpty())
            lines.push_back(nlohmann::json::parse(line.toStdString()));
    }
    return lines;
}

CliResult runCli(const QStringList& arguments, const QByteArray& input, const QString& outFile)
{
    return run(qEnvironmentVariable("NETLENS_CLI"), arguments, input, outFile);
}

CliResult runCliWith(
    const std::vector<std::pair<QString, QString>>& variables, const QStringList& arguments)
{
    QProcessEnvironment environment = withoutWeights();
    for (const auto& [name, value] : variables)
        environment.insert(name, value);
    return run(qEnvironmentVariable("NETLENS_CLI"), arguments, {}, {}, environment);
}

CliResult runShell(const QString& command)
{
    return run(QStringLiteral("/bin/sh"), { QStringLiteral("-c"), command }, {}, {});
}

QStringList smallNetwork()
{
    return { QStringLiteral("--weights"), QStringLiteral("none"), QStringLiteral("--alpha"),
        QStringLiteral("0.35"), QStringLiteral("--input-shape"), QStringLiteral("96"),
        QStringLiteral("--classes"), QStringLiteral("10") };
}

netlens::Tensor wave(const netlens::Shape& shape)
{
    netlens::Tensor tensor { shape, std::vector<float>(netlens::elementCount(shape)) };
    for (std::size_t i = 0; i < tensor.values.size(); ++i)
        tensor.values[i] = static_cast<float>(std::sin(0.37 * static_cast<double>(i)));
    return tensor;
}

netlens::Image colourful(netlens::Size size)
{
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            for (const int level : { 255 * x / size.width, 255 * y / size.height, (x * y) % 256 })
                rgb.push_back(static_cast<std::uint8_t>(level));
        }
    }
    return { size, std::move(rgb) };
}
