#pragma once

#include "image/decoder.h"

#include <condition_variable>
#include <deque>
#include <istream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace netlens::cli {

/// How many pictures at a time leave no processor idle when each is worked on by so many threads:
/// eight at most.
std::size_t sideBySide(int threads);

/// One input's picture, or why there is none.
struct DecodedInput {
    std::size_t number; ///< its place among the inputs
    std::string file;
    Result<DecodedPicture> picture;
    double decodeMs = 0;
};

/// The pictures named on the command line (forEachInput), read and decoded ahead of their turn on
/// as many threads as there are processors, eight at most: decoding a large photograph takes
/// several times as long as the network does. Few wait at a time, and fewer if they are large.
class DecodeAhead {
public:
    /// @pre `stream` outlives it
    DecodeAhead(std::vector<std::string> operands, std::istream& stream, DecodeOptions options);
    /// What was not asked for is dropped. Waits for the pictures that are being decoded, and for
    /// the next line of `stream` where names come from there.
    ~DecodeAhead();

    DecodeAhead(const DecodeAhead&) = delete;
    DecodeAhead& operator=(const DecodeAhead&) = delete;

    /// The next one in the order of the inputs, as soon as it is decoded; nothing after the last.
    /// For any thread.
    std::optional<DecodedInput> next();

    /// Whether there are as many inputs; waits until that is known. For any thread.
    bool areAtLeast(std::size_t count);

    /// There is nothing more for anybody. For any thread.
    void stop();

private:
    struct Slot {
        DecodedInput input;
        Result<void> found;
        bool isTaken = false;
        bool isDone = false;
    };

    void walk(std::stop_token stop, const std::vector<std::string>& operands, std::istream& stream);
    void decode(std::stop_token stop);
    std::shared_ptr<Slot> firstUntaken() const;
    bool hasRoom() const;

    const DecodeOptions m_options;
    const std::size_t m_mostHeld;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::shared_ptr<Slot>> m_slots; ///< in the order of the inputs
    std::size_t m_found = 0; ///< inputs so far
    bool m_isWalked = false; ///< no more will come
    bool m_isStopped = false;
    std::vector<std::jthread> m_threads; ///< the last member: they use the others
};

} // namespace netlens::cli
