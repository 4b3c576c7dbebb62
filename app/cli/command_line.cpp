#include "app/cli/command_line.h"

#include "app/cli/results.h"

#include <algorithm>

namespace netlens::cli {

namespace {

    // Latin-1 maps every byte to the character of the same number and back, so the parser hands out
    // exactly what the shell passed.
    QString fromBytes(const std::string& bytes)
    {
        return QString::fromLatin1(bytes.data(), static_cast<qsizetype>(bytes.size()));
    }

    std::string toBytes(const QString& text)
    {
        return text.toLatin1().toStdString();
    }

    std::vector<std::string> toBytes(const QStringList& texts)
    {
        std::vector<std::string> bytes;
        for (const QString& text : texts)
            bytes.push_back(toBytes(text));
        return bytes;
    }

} // namespace

CommandLine::CommandLine(const CommandText& text)
    : m_text(text)
{
    m_parser.addOption({ { QStringLiteral("h"), QStringLiteral("help") },
        QStringLiteral("Explain this command.") });
}

void CommandLine::addFlag(const char* name, const char* description)
{
    m_parser.addOption({ QString::fromUtf8(name), QString::fromUtf8(description) });
}

void CommandLine::addOption(const char* name, const char* valueName, const char* description)
{
    m_parser.addOption(
        { QString::fromUtf8(name), QString::fromUtf8(description), QString::fromUtf8(valueName) });
}

std::optional<ExitCode> CommandLine::parse(const Arguments& arguments)
{
    QStringList words { QStringLiteral("netlens-cli") };
    for (const std::string& argument : arguments)
        words.append(fromBytes(argument));

    const bool understood = m_parser.parse(words);
    if (isSet("help"))
        return showHelp();
    if (understood)
        return std::nullopt;

    std::string problem = toBytes(m_parser.errorText());
    while (problem.ends_with('.'))
        problem.pop_back();
    return refuse(misuse(problem));
}

bool CommandLine::isSet(const char* name) const
{
    return m_parser.isSet(QString::fromUtf8(name));
}

std::string CommandLine::value(const char* name) const
{
    return toBytes(m_parser.value(QString::fromUtf8(name)));
}

std::vector<std::string> CommandLine::values(const char* name) const
{
    return toBytes(m_parser.values(QString::fromUtf8(name)));
}

std::vector<std::string> CommandLine::operands() const
{
    return toBytes(m_parser.positionalArguments());
}

std::optional<Refusal> CommandLine::refuseOperands() const
{
    const auto given = operands();
    if (given.empty())
        return std::nullopt;
    return misuse("\"" + given.front() + "\" is not expected here");
}

Refusal CommandLine::misuse(const std::string& what) const
{
    return { ExitCode::BadCommandLine,
        std::string(m_text.name) + ": " + what + "; see \"netlens-cli " + m_text.name
            + " --help\"" };
}

Refusal CommandLine::badValue(const char* option, const std::string& wanted) const
{
    return misuse(
        "--" + std::string(option) + " takes " + wanted + ", not \"" + value(option) + "\"");
}

ExitCode CommandLine::showHelp() const
{
    std::string text = std::string("Usage: netlens-cli ") + m_text.name + " [OPTIONS] "
        + m_text.operands + "\n\n" + m_text.description + "\n\nExample:\n  " + m_text.example
        + "\n\n";
    const QString parserHelp = m_parser.helpText();
    text += parserHelp.mid(parserHelp.indexOf(QStringLiteral("Options:"))).toStdString();

    Results results;
    results.write(text);
    return results.exitCode(ExitCode::Done);
}

} // namespace netlens::cli
