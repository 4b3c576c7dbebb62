#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <map>
#include <string>

/// A Python that has these modules; empty where there is none.
QString findPython(const QStringList& modules);

struct PythonResult {
    int exitCode = -1;
    QByteArray err;
};
PythonResult runPython(const QString& python, const QStringList& arguments,
    const std::map<std::string, std::string>& environment = {});

/// A stand-in for TensorFlow's packages: preprocess_input is Keras's, and a model's predict() saves
/// what it is given to the file $NETLENS_INPUT.
void writeKerasModules(const std::filesystem::path& folder);

void writeText(const std::filesystem::path& path, const std::string& text);
