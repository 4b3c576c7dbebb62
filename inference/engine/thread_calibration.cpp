#include "engine/thread_calibration.h"

#include "base/foreign_load.h"
#include "base/stopwatch.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace netlens {

namespace {

    using Interruption = std::function<bool()>;

    constexpr double kQuietMs = 200; ///< longer is not steadier
    constexpr double kBesideMs = 400; ///< a system's time slices are milliseconds long
    constexpr int kRunsInTurn = 3;
    constexpr double kLongestRunMs = 60; ///< of one thread; a calibration would take seconds
    constexpr double kQuiet = 0.2; ///< processors that other programs may keep busy meanwhile

    struct Candidate {
        Network network;
        std::vector<double> quietMs {};
        std::vector<double> besideMs {};
    };

    /// A program that keeps a processor busy for as long as the object lives.
    class BusyProgram {
    public:
        BusyProgram()
            : m_thread([](const std::stop_token& stop) {
                while (!stop.stop_requested()) { }
            })
        {
        }

    private:
        std::jthread m_thread;
    };

    double timedRun(Network& network)
    {
        Stopwatch watch;
        network.run();
        return watch.lapMs();
    }

    /// @return false when interrupted
    bool takeTurn(Network& network, std::vector<double>& times, const Interruption& isInterrupted)
    {
        // The first run fetches the weights back into the caches and is not counted.
        for (int run = 0; run <= kRunsInTurn; ++run) {
            if (isInterrupted())
                return false;
            const double ms = timedRun(network);
            if (run > 0)
                times.push_back(ms);
        }
        return true;
    }

    /// @return whether the computer was quiet; nothing when interrupted
    std::optional<bool> measureQuiet(
        std::vector<Candidate>& candidates, const Interruption& isInterrupted)
    {
        const double foreignMs = foreignWorkMs();
        Stopwatch watch;
        double spentMs = 0;
        while (spentMs < kQuietMs) {
            for (Candidate& candidate : candidates)
                if (!takeTurn(candidate.network, candidate.quietMs, isInterrupted))
                    return std::nullopt;
            spentMs += watch.lapMs();
        }
        return foreignWorkMs() - foreignMs <= kQuiet * spentMs;
    }

    /// @return false when interrupted
    bool measureBesideBusy(std::vector<Candidate>& candidates, const Interruption& isInterrupted)
    {
        Stopwatch watch;
        double spentMs = 0;
        while (spentMs < kBesideMs) {
            for (Candidate& candidate : candidates) {
                // A new one each turn: much depends on where the system puts it.
                const BusyProgram busy;
                if (!takeTurn(candidate.network, candidate.besideMs, isInterrupted))
                    return false;
            }
            spentMs += watch.lapMs();
        }
        return true;
    }

    /// @pre values are not empty
    double quantile(std::vector<double>& values, double fraction)
    {
        const auto place
            = static_cast<std::ptrdiff_t>(fraction * static_cast<double>(values.size() - 1) + 0.5);
        std::ranges::nth_element(values, values.begin() + place);
        return values[static_cast<std::size_t>(place)];
    }

    ThreadChoice choose(std::vector<Candidate>& candidates)
    {
        constexpr double kMost = 0.9;
        ThreadChoice choice;
        for (Candidate& candidate : candidates)
            choice.trials.push_back({ candidate.network.threads(), quantile(candidate.quietMs, 0.5),
                quantile(candidate.besideMs, kMost) });
        choice.threads = bestThreads(choice.trials);
        return choice;
    }

} // namespace

std::optional<ThreadChoice> calibrateThreads(const Architecture& architecture,
    const SharedWeights& weights, const NetworkOptions& options, const Interruption& isInterrupted)
{
    const auto processors = static_cast<int>(std::thread::hardware_concurrency());
    std::vector<Candidate> candidates;
    for (const int threads : threadCandidates(processors)) {
        if (isInterrupted())
            return std::nullopt;
        NetworkOptions how = options;
        how.threads = threads;
        auto network = Network::build(architecture, weights, how);
        if (!network || (threads == 1 && timedRun(*network) > kLongestRunMs))
            return std::nullopt;
        candidates.push_back({ *std::move(network) });
    }
    const auto isQuiet = measureQuiet(candidates, isInterrupted);
    if (!isQuiet || !measureBesideBusy(candidates, isInterrupted))
        return std::nullopt;
    ThreadChoice choice = choose(candidates);
    choice.isSteady = *isQuiet;
    return choice;
}

} // namespace netlens
