#include "app/cli/command_line.h"
#include "app/cli/json.h"
#include "app/cli/model_options.h"
#include "app/cli/results.h"
#include "base/stopwatch.h"
#include "engine/network.h"
#include "engine/step_timing.h"
#include "engine/thread_calibration.h"

#include <algorithm>
#include <optional>
#include <random>

#include <sys/resource.h>

namespace netlens::cli {

namespace {

    constexpr CommandText kText { "bench", "",
        "Measures one picture through the network, again and again, on random input. Prints JSON:\n"
        "median, 10th and 90th percentile in milliseconds; build_ms, preparing the network from\n"
        "weights in memory; first_ms, the first run, not among the others; peak_mb, the most "
        "memory\n"
        "the process has used (MiB). With --layers also peak_gflops, the most float32 operations "
        "a\n"
        "second measured on this machine, and for each step its multiply-adds, speed, share of "
        "the\n"
        "time and of that peak. With --threads auto it first measures for about 0.7 s how many "
        "are\n"
        "best: thread_trials, the median of a run and its 90th percentile beside a busy program,\n"
        "for each number.",
        "netlens-cli bench --weights none --seconds 5 --threads 2" };

    constexpr double kLongestSeconds = 3600;
    constexpr std::size_t kMostTimedRuns = 201;

    struct Measurement {
        double buildMs = 0;
        double firstMs = 0;
        std::vector<double> sortedMs;
        std::optional<StepTimings> steps {};
        int threads = 1;
        std::optional<ThreadChoice> choice {}; ///< where it was left to the program
    };

    void fillWithNoise(std::span<float> input)
    {
        std::minstd_rand engine(1);
        std::uniform_real_distribution<float> uniform(-1, 1);
        std::ranges::generate(input, [&] { return uniform(engine); });
    }

    double timedRun(Network& network)
    {
        Stopwatch stopwatch;
        network.run();
        return stopwatch.lapMs();
    }

    Result<Measurement> measure(
        const LoadedModel& model, int threads, double seconds, bool withLayers)
    {
        Measurement measurement;
        if (threads == kAutomaticThreads) {
            measurement.choice = calibrateThreads(
                model.architecture, model.weights, model.networkOptions(1), [] { return false; });
            threads = measurement.choice ? measurement.choice->threads : 1;
        }
        Stopwatch build;
        auto network
            = Network::build(model.architecture, model.weights, model.networkOptions(threads));
        if (!network)
            return network.error();
        measurement.buildMs = build.lapMs();
        measurement.threads = network->threads();

        fillWithNoise(network->input());
        measurement.firstMs = timedRun(*network);
        double spentMs = 0;
        do {
            spentMs += measurement.sortedMs.emplace_back(timedRun(*network));
        } while (spentMs < 1000 * seconds);
        if (withLayers)
            measurement.steps = measureSteps(
                *network, static_cast<int>(std::min(kMostTimedRuns, measurement.sortedMs.size())));
        std::ranges::sort(measurement.sortedMs);
        return measurement;
    }

    double percentile(const std::vector<double>& sorted, double fraction)
    {
        const double position = fraction * static_cast<double>(sorted.size() - 1);
        return sorted[static_cast<std::size_t>(position + 0.5)];
    }

    double peakMebibytes()
    {
        rusage usage {};
        getrusage(RUSAGE_SELF, &usage);
        return static_cast<double>(usage.ru_maxrss) / 1024;
    }

    void addSteps(Json& json, const StepTimings& timings)
    {
        json["peak_gflops"] = timings.peakGflops;
        for (const StepTiming& timing : timings.steps)
            json["layers"].push_back({ { "layers", timing.step.layers },
                { "implementation", timing.step.implementation }, { "median_ms", timing.medianMs },
                { "macs", timing.step.macs }, { "gflops", timing.gflops() },
                { "share", timing.medianMs / timings.totalMs() },
                { "of_peak", timing.gflops() / timings.peakGflops } });
    }

    std::string report(const Measurement& measurement, const ModelRequest& request)
    {
        Json json { { "median_ms", percentile(measurement.sortedMs, 0.5) },
            { "p10_ms", percentile(measurement.sortedMs, 0.1) },
            { "p90_ms", percentile(measurement.sortedMs, 0.9) },
            { "build_ms", measurement.buildMs }, { "first_ms", measurement.firstMs },
            { "peak_mb", peakMebibytes() }, { "threads", measurement.threads },
            { "precision", precisionName(request.precision) }, { "isa", instructionSet() } };
        if (measurement.choice)
            for (const ThreadTrial& trial : measurement.choice->trials)
                json["thread_trials"].push_back({ { "threads", trial.threads },
                    { "quiet_ms", trial.quietMs }, { "beside_busy_p90_ms", trial.besideMs } });
        if (measurement.steps)
            addSteps(json, *measurement.steps);
        return toLine(json);
    }

} // namespace

ExitCode runBench(const Arguments& arguments)
{
    CommandLine line(kText);
    line.addOption("seconds", "S", "How long to measure, default 2.");
    line.addFlag("layers", "Add the steps the network runs, their kernels, times and speeds.");
    addModelOptions(line);
    if (const auto code = line.parse(arguments))
        return *code;
    ModelRequest request;
    if (const auto refusal = readModelOptions(line, request))
        return refuse(*refusal);
    if (const auto refusal = line.refuseOperands())
        return refuse(*refusal);
    double seconds = 2;
    if (line.isSet("seconds")) {
        const auto given = parseNumber<double>(line.value("seconds"));
        if (!given || *given < 0 || *given > kLongestSeconds)
            return refuse(line.badValue("seconds", "a number from 0 to 3600"));
        seconds = *given;
    }

    const auto model = loadModel(request);
    if (!model)
        return refuseModel(model.error());
    warn(model->warnings);
    if (!model->architecture.config.input.isStatic())
        return refuse({ ExitCode::NoModel,
            "bench: the network takes any size; say which with --input-shape" });
    const auto measurement = measure(*model, request.threads, seconds, line.isSet("layers"));
    if (!measurement)
        return refuseModel(measurement.error());
    Results results;
    results.write(report(*measurement, request));
    return results.exitCode(ExitCode::Done);
}

} // namespace netlens::cli
