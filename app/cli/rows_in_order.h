#pragma once

#include "app/cli/classify_output.h"
#include "app/cli/results.h"

#include <cstddef>
#include <map>
#include <mutex>

namespace netlens::cli {

/// The rows of a run on their way out: in the order of the pictures, whichever is ready first, and
/// each as soon as those before it are. What is wrong with a picture is also told on standard
/// error. For any thread.
class RowsInOrder {
public:
    explicit RowsInOrder(ClassifyFormat format);

    /// @param number the picture's place, from 0 on; each comes once
    /// @return false once nothing more can be written
    bool add(std::size_t number, Classified row);

    /// Of all of it. SomeFailed, too, if a row waits for one that never came.
    ExitCode exitCode() const;

private:
    void write(const Classified& row);

    const ClassifyFormat m_format;
    mutable std::mutex m_mutex;
    Results m_results;
    bool m_isRead;
    ExitCode m_code = ExitCode::Done;
    std::map<std::size_t, Classified> m_waiting; ///< for those before them
    std::size_t m_written = 0;
};

} // namespace netlens::cli
