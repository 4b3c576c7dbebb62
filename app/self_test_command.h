#pragma once

namespace netlens {

/// --self-test of both programs: classifies the samples that come with the program and compares
/// with the stored answers. A line a sample on standard output.
/// @return the exit code: 0 all are right; 1 some are not; 3 the demonstration model or its samples
/// cannot be read, which standard error says after `program` and a colon
int runSelfTest(const char* program);

} // namespace netlens
