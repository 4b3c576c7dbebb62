#pragma once

#include "service/record_service.h"

#include <utility>
#include <vector>

/// A RecordService without a thread or files: remembers what it was given.
class FakeRecorder : public netlens::RecordService {
    Q_OBJECT
public:
    using RecordService::RecordService;

    void startRecording(netlens::RecordingPlan plan) override;
    void record(netlens::RecordedFrame frame) override;
    void stopRecording() override;
    void openCollection(std::filesystem::path folder) override;
    void savePicture(netlens::Image picture, std::string label) override;
    void undoPicture() override;

    netlens::RecordingState recording() const override { return m_recording; }
    netlens::CollectionState collection() const override { return m_collection; }
    std::vector<netlens::Failure> takeFailures() override;

    /// The files are whole.
    void finish();
    /// The recording ends by itself.
    void fail(netlens::Error error);
    void leaveOut(int count) { m_recording.leftOut += count; }
    /// How long it is by now.
    void lengthen(double seconds) { m_recording.seconds = seconds; }
    /// What the service knows of the collection from now on.
    void tell(netlens::CollectionState state);

    // What was asked.
    std::vector<netlens::RecordingPlan> plans;
    std::vector<netlens::RecordedFrame> frames;
    int stops = 0;
    std::vector<std::filesystem::path> folders;
    std::vector<std::pair<netlens::Image, std::string>> pictures;
    int undos = 0;

private:
    netlens::RecordingState m_recording;
    netlens::CollectionState m_collection;
    std::vector<netlens::Failure> m_failures;
};
