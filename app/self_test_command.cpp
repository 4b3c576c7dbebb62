#include "app/self_test_command.h"

#include "self_test.h"
#include "service/error_text.h"

#include <QString>

#include <algorithm>
#include <cstdio>

namespace netlens {

namespace {

    std::string lineOf(const SelfTestAnswer& answer)
    {
        char line[200];
        std::snprintf(line, sizeof line, "%-14s %-10s %.4f  ",
            answer.sample.path.filename().c_str(), answer.label.c_str(), answer.probability);
        std::string text = line;
        if (answer.isRight())
            return text + "ok\n";
        std::snprintf(line, sizeof line, "WRONG: expected %s %.4f\n", answer.sample.label.c_str(),
            answer.sample.probability);
        return text + line;
    }

} // namespace

SelfTestReport runSelfTest()
{
    const auto answers = selfTest();
    if (!answers) {
        const Error& error = answers.error();
        const ErrorText text = describeError(error);
        const QString sentences = text.problem + QStringLiteral("; ") + text.advice;
        return { {}, false, error.subject + ": " + sentences.toStdString() };
    }
    SelfTestReport report;
    for (const SelfTestAnswer& answer : *answers)
        report.text += lineOf(answer);
    const auto right = std::ranges::count_if(*answers, &SelfTestAnswer::isRight);
    report.isPassed = right == std::ssize(*answers);
    report.text += std::string("self-test ") + (report.isPassed ? "passed: " : "FAILED: ")
        + std::to_string(right) + " of " + std::to_string(answers->size())
        + " samples are answered as stored\n";
    return report;
}

} // namespace netlens
