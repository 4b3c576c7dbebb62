#include "app/cli/command_line.h"
#include "app/cli/frame_feed.h"
#include "app/cli/frame_picker.h"
#include "app/cli/label_json.h"
#include "app/cli/results.h"
#include "app/cli/stop_signals.h"
#include "app/cli/watch_options.h"
#include "capture/reconnecting_source.h"
#include "capture/titled_video.h"
#include "classifier.h"

#include <algorithm>
#include <cstdio>

namespace netlens::cli {

namespace {

    constexpr CommandText kText { "watch", "SOURCE",
        "Names what a camera, a video or a stream shows: a line of JSON for each frame looked at, "
        "with\n"
        "its most probable classes as they are and smoothed over time. SOURCE is /dev/video0 or a\n"
        "number, a video file, a folder of pictures (one a second), or an address that begins "
        "with\n"
        "rtsp://, http://, https://, udp:// or tcp://. Of a file every frame is looked at, as "
        "fast as\n"
        "possible; of a live source the newest. A lost live source is opened again until Ctrl+C.",
        "netlens-cli watch --smooth 1 --threshold 0.4 --record out.mp4 /dev/video0" };

    void tellOfSource(const ReconnectingSource::Event& event)
    {
        using Kind = ReconnectingSource::Event::Kind;
        if (event.kind == Kind::Reconnected)
            return complain(
                "the source is back (reconnects so far: " + std::to_string(event.reconnects) + ")");
        char again[32];
        constexpr double kThousand = 1000;
        std::snprintf(again, sizeof again, "; again in %.1f s",
            static_cast<double>(event.retryIn.count()) / kThousand);
        complain(sentence(event.error->subject, *event.error) + again);
    }

    /// Of a live source a time has all the digits of the computer's clock.
    double inMicroseconds(double seconds)
    {
        constexpr double kMillion = 1e6;
        return std::round(seconds * kMillion) / kMillion;
    }

    /// From frames to lines, and to the recording.
    class Watch {
    public:
        Watch(Classifier classifier, const WatchOptions& options,
            std::optional<TitledVideo> recording)
            : m_classifier(std::move(classifier))
            , m_options(options)
            , m_smoother(options.smoothing)
            , m_picker(options.every, options.rate)
            , m_recording(std::move(recording))
        {
        }

        ExitCode run(FrameFeed& feed)
        {
            while (const auto item = feed.next()) {
                if (!*item)
                    tellOf(item->error());
                else if (m_picker.wants(**item) && !look(**item))
                    break;
            }
            if (m_recording)
                note(m_recording->finish());
            return m_results.exitCode(m_code);
        }

    private:
        /// A live source that stands still may go on; what is missing of a file stays missing.
        void tellOf(const Error& error)
        {
            complain(sentence(error.subject, error));
            if (error.code != ErrorCode::SourceStalled)
                m_code = ExitCode::SomeFailed;
        }

        /// False when nothing more is wanted.
        bool look(const Frame& frame)
        {
            const DecodedPicture picture { frame.image, frame.image.size() };
            const auto recognition = m_classifier.recognise(picture, m_options.how);
            if (!recognition) {
                tellOf(recognition.error());
                return false;
            }
            const Activation activation
                = m_classifier.model().architecture.config.outputActivation();
            const SmoothedLabels& smoothed = m_smoother.add(
                probabilities(recognition->output.values, activation), frame.seconds);
            Json line { { "frame", frame.number }, { "time", inMicroseconds(frame.seconds) },
                { "predictions",
                    labelsJson(bestPredictions(*recognition, activation, m_options.top)) },
                { "smoothed", labelsJson(smoothed, *recognition->labels) } };
            if (m_options.hasThreshold)
                line["sure"] = smoothed.isSure;
            const auto& top = (*recognition->labels)[static_cast<std::size_t>(smoothed.top)];
            record(frame, smoothed.isSure ? top.name : std::string());
            return m_results.write(toLine(line)) && ++m_frames != m_options.frames;
        }

        void record(const Frame& frame, const std::string& label)
        {
            if (!m_recording)
                return;
            const auto added = m_recording->add(frame.image, frame.seconds, label);
            if (added)
                return;
            note(added);
            note(m_recording->finish());
            m_recording.reset();
        }

        void note(const Result<void>& done)
        {
            if (!done)
                tellOf(done.error());
        }

        Classifier m_classifier;
        const WatchOptions& m_options;
        LabelSmoother m_smoother;
        FramePicker m_picker;
        std::optional<TitledVideo> m_recording;
        Results m_results;
        ExitCode m_code = ExitCode::Done;
        std::int64_t m_frames = 0;
    };

    /// The rate at which frames are looked at, as far as it is known.
    double recordedRate(const SourceTraits& traits, const WatchOptions& options)
    {
        const double rate = traits.rate / static_cast<double>(options.every);
        if (options.rate > 0)
            return rate > 0 ? std::min(rate, options.rate) : options.rate;
        return rate;
    }

    /// Measured only where it is worth waiting for.
    void chooseThreads(Classifier& classifier, const WatchOptions& options, StopSignals& orders)
    {
        constexpr std::int64_t kFew = 200;
        if (options.model.threads != kAutomaticThreads
            || (options.frames > 0 && options.frames <= kFew))
            return;
        const auto choice
            = classifier.chooseThreads([&] { return orders.token().stop_requested(); });
        if (choice)
            (void)classifier.useThreads(choice->threads); // else one thread does the same
    }

    ExitCode watchSource(Classifier classifier, const WatchOptions& options, StopSignals& orders)
    {
        auto source = openLastingSource(options.source, orders.token(), {}, tellOfSource);
        if (!source && orders.token().stop_requested())
            return ExitCode::Done;
        if (!source)
            return refuse(
                { ExitCode::SomeFailed, sentence(options.source.shownName(), source.error()) });
        std::optional<TitledVideo> recording;
        if (!options.record.empty()) {
            auto created
                = TitledVideo::create(options.record, recordedRate((*source)->traits(), options));
            if (!created)
                return refuse(
                    { ExitCode::SomeFailed, sentence(created.error().subject, created.error()) });
            recording.emplace(*std::move(created));
        }
        FrameFeed feed(*std::move(source), orders.source());
        return Watch(std::move(classifier), options, std::move(recording)).run(feed);
    }

} // namespace

ExitCode runWatch(const Arguments& arguments)
{
    CommandLine line(kText);
    addWatchOptions(line);
    if (const auto code = line.parse(arguments))
        return *code;
    WatchOptions options;
    if (const auto refusal = readWatchOptions(line, options))
        return refuse(*refusal);

    StopSignals orders;
    auto model = loadModel(options.model);
    if (!model)
        return refuseModel(model.error());
    if (!model->architecture.config.hasClasses())
        return refuse({ ExitCode::NoModel,
            model->weightsPath
                + ": holds a network without classes; use \"netlens-cli predict\"" });
    warn(model->warnings);
    auto classifier = Classifier::create(*std::move(model), options.model.threads);
    if (!classifier)
        return refuseModel(classifier.error());
    chooseThreads(*classifier, options, orders);
    return watchSource(*std::move(classifier), options, orders);
}

} // namespace netlens::cli
