#include "app/cli/messages.h"

#include "service/error_text.h"

#include <algorithm>
#include <cstdio>

namespace netlens::cli {

namespace {

    std::string withoutFullStop(const QString& text)
    {
        std::string bytes = text.trimmed().toStdString();
        while (bytes.ends_with('.'))
            bytes.pop_back();
        return bytes;
    }

    /// What follows a semicolon is no new sentence; a name in capitals stays as it is.
    std::string startingSmall(std::string text)
    {
        const auto isCapital = [&](std::size_t i) { return text[i] >= 'A' && text[i] <= 'Z'; };
        if (text.size() >= 2 && isCapital(0) && !isCapital(1))
            text[0] = static_cast<char>(text[0] - 'A' + 'a');
        return text;
    }

} // namespace

void complain(std::string_view text)
{
    std::string line = "netlens-cli: ";
    line += text;
    std::ranges::replace(line, '\n', ' ');
    line += '\n';
    std::fputs(line.c_str(), stderr);
}

ExitCode refuse(const Refusal& refusal)
{
    complain(refusal.text);
    return refusal.code;
}

std::string sentence(const Error& error)
{
    const ErrorText text = describeError(error);
    std::string line = withoutFullStop(text.problem);
    if (!text.advice.isEmpty())
        line += "; " + startingSmall(withoutFullStop(text.advice));
    if (!text.detail.isEmpty())
        line += " (" + text.detail.toStdString() + ")";
    std::ranges::replace(line, '\n', ' ');
    return line;
}

std::string sentence(std::string_view file, const Error& error)
{
    return std::string(file) + ": " + sentence(error);
}

ExitCode refuseModel(const Error& error)
{
    return refuse({ ExitCode::NoModel,
        error.subject.empty() ? sentence(error) : sentence(error.subject, error) });
}

void warn(std::span<const std::string> warnings)
{
    for (const std::string& warning : warnings)
        complain("warning: " + warning);
}

} // namespace netlens::cli
