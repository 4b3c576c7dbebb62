#pragma once

#include "service/recognition_service.h"

#include <optional>
#include <vector>

/// A RecognitionService without a thread: remembers what it was asked and answers when the test
/// says so, with made-up numbers.
class FakeService : public netlens::RecognitionService {
    Q_OBJECT
public:
    using RecognitionService::RecognitionService;

    void setModel(netlens::ModelRequest request) override;
    void setPreprocessing(netlens::Preprocessing how) override;
    std::uint64_t submit(netlens::PictureSource source) override;
    void explain(std::optional<int> classIndex) override;
    void loadDetail() override;
    void measureSteps() override;
    void inspect(std::filesystem::path weightsFile) override;
    void saveWeights(std::filesystem::path file) override;
    void knowThreads(netlens::ThreadChoices known) override;

    netlens::SharedRecognition takeRecognition() override;
    std::optional<netlens::ModelState> takeModel() override;
    std::vector<netlens::Failure> takeFailures() override;
    std::optional<netlens::WeightsFileInfo> takeInspection() override;
    std::vector<std::filesystem::path> takeSavedWeights() override;
    std::optional<Detail> takeDetail() override;
    std::optional<netlens::StepTimings> takeStepTimings() override;
    std::optional<netlens::ThreadChoices> takeThreadChoices() override;

    /// The last model asked for has been built.
    void finishModel();
    /// The model goes on with another number of threads.
    void changeThreads(int threads);
    /// The last model asked for could not be made.
    void failModel(
        netlens::Error error, std::optional<netlens::WeightsFileInfo> file = std::nullopt);
    void fail(netlens::Failure failure);
    void finishInspection(netlens::WeightsFileInfo file);
    /// The weights last asked for are in their file.
    void finishSaving();
    void finishRecognition(netlens::Recognition recognition);
    void finishDetail(Detail detail);
    void finishStepTimings(netlens::StepTimings timings);
    /// Threads were measured in the state of the computer that was told last.
    void finishThreads(netlens::Precision precision, netlens::ThreadChoice choice);
    /// The same as it is told when the state has changed meanwhile.
    void finishThreads(netlens::ThreadChoices choices);

    // What was asked, in order.
    std::vector<netlens::ModelRequest> models;
    std::vector<netlens::Preprocessing> preprocessings;
    std::vector<netlens::PictureSource> pictures;
    std::vector<std::optional<int>> explanations;
    std::vector<std::filesystem::path> inspections;
    std::vector<std::filesystem::path> savedWeights;
    std::vector<netlens::ThreadChoices> knownThreads;
    int detailRequests = 0;
    int timingRequests = 0;

private:
    netlens::SharedRecognition m_recognition;
    std::optional<netlens::ModelState> m_model;
    netlens::ModelState m_arrived; ///< the last one
    std::uint64_t m_builds = 0;
    std::vector<netlens::Failure> m_failures;
    std::optional<netlens::WeightsFileInfo> m_inspection;
    std::vector<std::filesystem::path> m_savedWeights;
    std::optional<Detail> m_detail;
    std::optional<netlens::StepTimings> m_stepTimings;
    std::optional<netlens::ThreadChoices> m_threadChoices;
};

/// A picture of that size whose every pixel differs from its neighbours.
netlens::Image makePicture(int width, int height);

/// An answer with `classes` classes named "class_0" …; class `top` gets 60 %, its map rises from
/// −1 in the first cell to +1 in the last.
netlens::Recognition makeRecognition(
    int classes = 10, int top = 3, netlens::Size picture = { 300, 200 });

/// As the service hands it out. @param id pictures with the same one are the same
netlens::SharedRecognition share(netlens::Recognition recognition, std::uint64_t id = 1);

/// The answer of a network without a top: a vector of that many channels.
netlens::Recognition makeFeatures(int channels);

/// A legacy weights file made for this configuration.
netlens::WeightsFileInfo makeWeightsFile(const netlens::Config& config);
