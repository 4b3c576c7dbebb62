#pragma once

#include "base/result.h"

#include <QObject>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace netlens {

/// How far the store is with its order.
struct StoreProgress {
    enum class Stage {
        Waiting, ///< another program is fetching the same file
        Connecting,
        Receiving,
        Pausing, ///< the connection broke; it is tried again in a moment
        Verifying,
    };
    std::string fileName;
    Stage stage = Stage::Connecting;
    std::uint64_t received = 0; ///< bytes, with those of earlier attempts
    std::optional<std::uint64_t> total;
    double bytesPerSecond = 0; ///< 0 while nothing is known
};

/// An official file that is in its place and sound.
struct StoredWeights {
    std::string fileName;
    std::filesystem::path path;
    bool wasHere = false; ///< nothing had to be done
    std::optional<std::filesystem::path> setAside; ///< where the damaged file went that was there
};

/// The official weights on this computer, where Keras keeps them. The only door to the network; it
/// stays shut until fetch() is called, which is for the user to ask. Methods are called on the GUI
/// thread and return at once; each signal says that the matching take…() has something.
/// One order at a time: a new one ends the one before without a word.
class WeightsStore : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Downloads an official file. Ends with it or with WeightsNotPublished, FileUnwritable,
    /// DiskFull, one of the Server… and Download… codes, or Cancelled.
    virtual void fetch(std::string officialName) = 0;
    /// Copies a file that can take an official one's place there. Errors: installOfficial's.
    virtual void install(std::filesystem::path file, std::string officialName) = 0;
    /// Ends the order with Cancelled. What has come of a download is kept for the next one.
    virtual void cancel() = 0;

    virtual std::optional<StoreProgress> takeProgress() = 0;
    virtual std::optional<Result<StoredWeights>> takeResult() = 0;

signals:
    void progressed();
    void finished();
};

} // namespace netlens
