#pragma once

#include "image/image.h"
#include "tensor/tensor.h"

#include <nlohmann/json.hpp>

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

/// What one run of netlens-cli left behind.
struct CliResult {
    int exitCode = -1; ///< -1 when it did not start, crashed or did not end in time
    QByteArray out;
    QByteArray err;

    /// Standard output as JSON Lines; throws when it is not.
    std::vector<nlohmann::json> jsonLines() const;
};

/// For QCOMPARE, which then shows both values.
inline QString dump(const nlohmann::json& value)
{
    return QString::fromStdString(value.dump());
}

/// Runs the program $NETLENS_CLI names, with no official weights on the computer or in reach
/// (KERAS_HOME and NETLENS_WEIGHTS_URL point nowhere) and nothing kept from run to run, while this
/// thread's event loop goes on. `outFile`, if given, is its standard output.
CliResult runCli(
    const QStringList& arguments, const QByteArray& input = {}, const QString& outFile = {});
/// The same with environment variables set.
CliResult runCliWith(
    const std::vector<std::pair<QString, QString>>& variables, const QStringList& arguments);
/// Runs a shell command line in which $NETLENS_CLI is the program.
CliResult runShell(const QString& command);

/// Options of a network with random weights that is quick to build: 96 × 96 × 3 to 10 classes.
QStringList smallNetwork();

/// Values in [-1, 1], different from element to element.
netlens::Tensor wave(const netlens::Shape& shape);

/// A picture with a different colour at every pixel.
netlens::Image colourful(netlens::Size size);
