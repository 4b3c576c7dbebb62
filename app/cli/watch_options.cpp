#include "app/cli/watch_options.h"

#include "app/cli/inputs.h"
#include "app/cli/model_options.h"
#include "app/cli/picture_options.h"
#include "capture/video_recorder.h"

namespace netlens::cli {

namespace {

    using Read = std::optional<Refusal>;

    /// A number in its range, if the option is given.
    template <typename Number>
    Read read(const CommandLine& line, const char* option, const char* wanted, Number least,
        Number most, Number& value)
    {
        if (!line.isSet(option))
            return std::nullopt;
        const auto number = parseNumber<Number>(line.value(option));
        if (!number || *number < least || *number > most)
            return line.badValue(option, wanted);
        value = *number;
        return std::nullopt;
    }

    Read readNumbers(const CommandLine& line, WatchOptions& options)
    {
        constexpr int kMostClasses = 1'000'000;
        constexpr std::int64_t kMostFrames = std::int64_t { 1 } << 53U;
        constexpr double kHighestRate = 1000;
        constexpr double kLowestRate = 1e-6;
        constexpr double kLongest = 3600;
        constexpr std::int64_t kOne = 1;
        if (auto bad = read(line, "top", "a number from 1 up", 1, kMostClasses, options.top))
            return bad;
        if (auto bad = read(line, "every", "a number from 1 up", kOne, kMostFrames, options.every))
            return bad;
        if (auto bad = read(line, "fps", "a number above 0, at most 1000", kLowestRate,
                kHighestRate, options.rate))
            return bad;
        if (auto bad = read(
                line, "smooth", "seconds from 0 to 3600", 0.0, kLongest, options.smoothing.seconds))
            return bad;
        if (auto bad = read(line, "threshold", "a probability from 0 to 1", 0.0, 1.0,
                options.smoothing.threshold))
            return bad;
        return read(line, "frames", "a number from 1 up", kOne, kMostFrames, options.frames);
    }

} // namespace

void addWatchOptions(CommandLine& line)
{
    line.addOption("top", "K", "How many classes, default 5.");
    line.addOption("every", "N", "Look at every Nth frame only.");
    line.addOption("fps", "F", "Look at no more than F frames a second of the video.");
    line.addOption("smooth", "SECONDS",
        "Time constant of the mean over recent frames, default 0.5; 0 leaves every frame as it "
        "is.");
    line.addOption("threshold", "P",
        "Below this smoothed probability of its top class a frame is not sure: adds \"sure\" to "
        "each line and leaves the subtitles empty there.");
    line.addOption("record", "OUT.mp4",
        "Write the frames looked at as a video, and their labels as OUT.srt beside it.");
    line.addOption("frames", "N", "End after N frames.");
    addPictureOptions(line);
    addModelOptions(line);
}

Read readWatchOptions(const CommandLine& line, WatchOptions& options)
{
    if (auto refusal = readModelOptions(line, options.model))
        return refusal;
    if (!line.isSet("threads"))
        options.model.threads = kAutomaticThreads;
    if (auto refusal = readPictureOptions(line, options.how))
        return refusal;
    if (auto refusal = readNumbers(line, options))
        return refusal;
    options.hasThreshold = line.isSet("threshold");
    // Rows keep their places for people; programs want them by probability.
    options.smoothing.steadiness = 0;
    options.smoothing.rows = options.top;
    const auto operands = line.operands();
    if (operands.size() != 1)
        return line.misuse(operands.empty() ? "no source given" : "one source at a time");
    options.source = parseSourceAddress(operands.front());
    options.record = line.value("record");
    if (line.isSet("record") && !options.record.ends_with(".mp4"))
        return line.badValue("record", "a name that ends in .mp4");
    const std::string part
        = line.isSet("record") ? VideoRecorder::partOf(options.record).string() : "";
    if (sameFile(options.record, options.source.location)
        || sameFile(part, options.source.location))
        return line.misuse("--record would overwrite the video that is watched");
    if (!options.model.config.includeTop)
        return Refusal { ExitCode::NoModel,
            "watch: a network without a top has no classes to name; leave --no-top out" };
    return std::nullopt;
}

} // namespace netlens::cli
