#pragma once

#include "classifier.h"
#include "service/frame_sink.h"
#include "service/frame_stamper.h"
#include "service/recent_models.h"
#include "service/recognition_service.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace netlens {

/// What the GUI thread asked for since the worker last looked; of each kind the newest.
struct Orders {
    struct Picture {
        std::uint64_t id = 0;
        PictureSource source;
        std::optional<LiveFrame> frame {}; ///< source is its image
    };

    std::optional<ModelRequest> model;
    std::optional<Preprocessing> preprocessing;
    std::optional<Picture> picture;
    std::optional<std::optional<int>> explainedClass;
    std::optional<SmoothingOptions> smoothing;
    std::optional<ThreadChoices> knownThreads;
    bool detail = false;
    bool stepTimings = false;
    std::optional<std::filesystem::path> inspection;
    std::vector<std::filesystem::path> weightsToSave; ///< all of them

    /// Nothing a person waits for.
    bool isOnlyFrame() const { return picture && picture->frame && !model && !stepTimings; }
};

/// What came of it.
struct Outcome {
    SharedRecognition recognition;
    std::optional<ModelState> model;
    std::vector<Failure> failures;
    std::optional<WeightsFileInfo> inspection;
    std::optional<RecognitionService::Detail> detail;
    std::optional<StepTimings> stepTimings;
    std::vector<std::filesystem::path> savedWeights;
    std::optional<ThreadChoices> threadChoices;
};

/// Everything the inference thread does, without the thread: orders in, outcome out. An exception
/// ends only the part of the orders it comes from, as that part's failure.
/// Thread rule: made, used and destroyed on one thread (it owns the network).
class RecognitionWorker {
public:
    Outcome execute(Orders orders);

    /// Whether the model's number of threads is the program's to choose and has not been measured.
    bool wantsThreads() const;
    /// Measures, and goes on with what is best; nothing comes of it when interrupted.
    Outcome chooseThreads(const std::function<bool()>& isInterrupted);

private:
    /// The picture on show, decoded for `options`.
    struct Current {
        Orders::Picture order;
        DecodeOptions options;
        DecodedPicture picture;
        double decodeMs = 0;
    };

    void changeModel(const ModelRequest& request, Outcome& outcome);
    Result<BuiltModel> build(const ModelRequest& request) const;
    int threadsFor(const ModelRequest& request) const;
    /// Lets a model run on the threads that the request asks for, which else is its own.
    Result<void> useThreads(BuiltModel& model, const ModelRequest& request) const;
    void knowThreads(ThreadChoices known, Outcome& outcome);
    void changePicture(Orders::Picture order, Outcome& outcome);
    /// The same for a frame: what fails for every one of them is told once.
    void changeFrame(Orders::Picture order, Outcome& outcome);
    void recognise(Outcome& outcome);
    /// Makes it the class maps speak for, unless the model has no such class.
    bool chooseClass(std::optional<int> classIndex, Outcome& outcome);
    void explain(Outcome& outcome);
    void stamp(Recognition& answer);
    void setSmoothing(const SmoothingOptions& options, Outcome& outcome);
    void loadDetail(Outcome& outcome);
    void measureSteps(Outcome& outcome);
    void inspect(const std::filesystem::path& file, Outcome& outcome);
    void saveWeights(const std::filesystem::path& file, Outcome& outcome);
    Result<Current> decode(Orders::Picture order, const DecodeOptions& options) const;

    std::optional<BuiltModel> m_model;
    std::uint64_t m_builds = 0;
    RecentModels m_recent;
    ThreadChoices m_threadChoices;
    bool m_cannotChooseThreads = false; ///< for this model: it takes too long
    Preprocessing m_preprocessing;
    std::optional<int> m_explainedClass;
    std::optional<Orders::Picture> m_waiting; ///< submitted before there was a model
    std::optional<Current> m_current;
    SharedRecognition m_last;
    FrameStamper m_stamper;
    bool m_framesFail = false;
};

} // namespace netlens
