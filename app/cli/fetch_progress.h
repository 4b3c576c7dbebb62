#pragma once

#include "service/weights_store.h"

#include <optional>
#include <string>

namespace netlens::cli {

/// "0.35_96.h5  42 %  3.1 of 7.1 MB  1.2 MB/s"
std::string progressText(const StoreProgress& progress);

/// One line on standard error that keeps changing, if that is a terminal; gone in the end.
class FetchProgress {
public:
    FetchProgress();
    FetchProgress(const FetchProgress&) = delete;
    FetchProgress& operator=(const FetchProgress&) = delete;
    ~FetchProgress();

    /// Off the terminal only what takes long is said, once: that another program is at it.
    void show(const StoreProgress& progress);

private:
    bool m_isTerminal;
    std::optional<StoreProgress::Stage> m_stage;
};

} // namespace netlens::cli
