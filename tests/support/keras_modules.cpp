#include "support/keras_modules.h"

#include <QProcess>

#include <fstream>

namespace {

/// Source: keras/applications/imagenet_utils.py (r2.4), _preprocess_numpy_input, mode 'tf'.
constexpr const char* kMobileNetV2 = R"(
import os
import numpy as np

class Model:
    def predict(self, x):
        np.save(os.environ["NETLENS_INPUT"], x)
        return np.zeros((1, 1000), np.float32)

    def load_weights(self, path):
        pass

def MobileNetV2(**arguments):
    return Model()

def preprocess_input(x):
    if not issubclass(x.dtype.type, np.floating):
        x = x.astype("float32", copy=False)
    x /= 127.5
    x -= 1.
    return x

def decode_predictions(preds, top=5):
    return [[("n01440764", "tench", 0.0)] * top]
)";

} // namespace

QString findPython(const QStringList& modules)
{
    const QString import = modules.isEmpty()
        ? QStringLiteral("pass")
        : QStringLiteral("import ") + modules.join(QStringLiteral(", "));
    for (const char* name : { "python3", "/usr/bin/python3" }) {
        const QString python = QString::fromLatin1(name);
        if (runPython(python, { QStringLiteral("-c"), import }).exitCode == 0)
            return python;
    }
    return {};
}

PythonResult runPython(const QString& python, const QStringList& arguments,
    const std::map<std::string, std::string>& environment)
{
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const auto& [name, value] : environment)
        variables.insert(QString::fromStdString(name), QString::fromStdString(value));
    process.setProcessEnvironment(variables);
    process.start(python, arguments);
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit)
        return { -1, process.errorString().toUtf8() };
    return { process.exitCode(), process.readAllStandardError() };
}

void writeKerasModules(const std::filesystem::path& folder)
{
    const auto applications = folder / "tensorflow" / "keras" / "applications";
    std::filesystem::create_directories(applications);
    for (const auto& package :
        { folder / "tensorflow", folder / "tensorflow" / "keras", applications })
        writeText(package / "__init__.py", "");
    writeText(applications / "mobilenet_v2.py", kMobileNetV2);
}

void writeText(const std::filesystem::path& path, const std::string& text)
{
    std::ofstream(path, std::ios::binary) << text;
}
