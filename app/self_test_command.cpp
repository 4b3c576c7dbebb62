#include "app/self_test_command.h"

#include "self_test.h"
#include "service/error_text.h"

#include <QString>

#include <algorithm>
#include <cstdio>

namespace netlens {

namespace {

    constexpr int kDone = 0;
    constexpr int kSomeFailed = 1;
    constexpr int kNoModel = 3;

    void print(const SelfTestAnswer& answer)
    {
        std::printf("%-14s %-10s %.4f  ", answer.sample.path.filename().c_str(),
            answer.label.c_str(), answer.probability);
        if (answer.isRight())
            std::puts("ok");
        else
            std::printf("WRONG: expected %s %.4f\n", answer.sample.label.c_str(),
                answer.sample.probability);
    }

} // namespace

int runSelfTest(const char* program)
{
    const auto answers = selfTest();
    if (!answers) {
        const Error& error = answers.error();
        const ErrorText text = describeError(error);
        std::fprintf(stderr, "%s: %s: %s\n", program, error.subject.c_str(),
            qUtf8Printable(text.problem + u' ' + text.advice));
        return kNoModel;
    }
    for (const SelfTestAnswer& answer : *answers)
        print(answer);
    const auto right = std::ranges::count_if(*answers, &SelfTestAnswer::isRight);
    const bool allRight = right == std::ssize(*answers);
    std::printf("self-test %s: %td of %zu samples are answered as stored\n",
        allRight ? "passed" : "FAILED", right, answers->size());
    return std::fflush(stdout) != 0 || !allRight ? kSomeFailed : kDone;
}

} // namespace netlens
