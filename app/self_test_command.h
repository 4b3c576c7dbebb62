#pragma once

#include <string>

namespace netlens {

/// What --self-test says: the samples that come with the program, classified and compared with the
/// stored answers.
struct SelfTestReport {
    std::string text; ///< a line a sample, and how many are right
    bool isPassed = false;
    std::string problem; ///< why nothing could be tested, in a sentence with advice; else empty
};

SelfTestReport runSelfTest();

} // namespace netlens
