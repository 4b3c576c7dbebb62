#pragma once

#include "app/cli/command.h"
#include "app/cli/messages.h"

#include <QCommandLineParser>

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace netlens::cli {

/// What --help says about a command besides its options.
struct CommandText {
    const char* name; ///< "classify", "weights info"
    const char* operands; ///< "IMAGE|DIR|-..."
    const char* description; ///< wrapped by hand at 90 columns
    const char* example;
};

/// The options and operands of one command. All strings are the shell's bytes: file names that are
/// not UTF-8 survive.
class CommandLine {
public:
    explicit CommandLine(const CommandText& text);

    void addFlag(const char* name, const char* description);
    void addOption(const char* name, const char* valueName, const char* description);

    /// Nothing when the command can go on; else its exit code, with help or a complaint printed.
    std::optional<ExitCode> parse(const Arguments& arguments);

    bool isSet(const char* name) const;
    std::string value(const char* name) const; ///< the last one given; empty when none was
    std::vector<std::string> values(const char* name) const;
    std::vector<std::string> operands() const;
    /// For commands that take none: the complaint about the first one given.
    std::optional<Refusal> refuseOperands() const;

    /// The one-line complaint about how this command was used.
    Refusal misuse(const std::string& what) const;
    Refusal badValue(const char* option, const std::string& wanted) const;

private:
    ExitCode showHelp() const;

    CommandText m_text;
    QCommandLineParser m_parser;
};

/// The whole of `text` as a number; nothing when it is not one, is out of range or not finite.
template <typename Number> std::optional<Number> parseNumber(std::string_view text)
{
    Number number {};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc {} || end != text.data() + text.size())
        return std::nullopt;
    if constexpr (std::is_floating_point_v<Number>) {
        if (!std::isfinite(number))
            return std::nullopt;
    }
    return number;
}

} // namespace netlens::cli
