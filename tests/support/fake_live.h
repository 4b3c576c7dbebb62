#pragma once

#include "service/live_service.h"
#include "ui/camera_list.h"

#include <optional>
#include <utility>
#include <vector>

/// A LiveService without a thread: remembers what it was asked, and its source does what the test
/// says.
class FakeLive : public netlens::LiveService {
    Q_OBJECT
public:
    using LiveService::LiveService;

    void start(netlens::SourceAddress address) override;
    void stop() override;
    void hold() override { isHeld = true; }
    void release() override { isHeld = false; }
    void pause() override;
    void resume() override;
    void step(int frames) override { steps.push_back(frames); }
    void seek(double seconds) override { seeks.push_back(seconds); }
    void setSpeed(double factor) override { speed = factor; }
    void setLoop(bool on) override { isLooping = on; }
    void setOrientation(netlens::Orientation wanted) override { orientation = wanted; }
    void setSizeOnScreen(netlens::Size size) override { sizeOnScreen = size; }
    void setSmoothing(double seconds) override { smoothing = seconds; }
    void setThreshold(double probability) override { threshold = probability; }
    void putScreen(netlens::Result<netlens::Image> picture) override
    {
        screens.push_back(std::move(picture));
    }

    netlens::LiveState state() const override { return m_state; }
    std::optional<netlens::Preview> takePreview() override;
    std::vector<netlens::Failure> takeFailures() override;

    /// The source is open. @param duration of a medium
    void run(std::optional<double> duration = std::nullopt,
        netlens::LiveState::Phase phase = netlens::LiveState::Phase::Running);
    void enter(netlens::LiveState::Phase phase);
    void fail(netlens::ErrorCode code);
    void preview(netlens::Image image, double seconds = 0);

    // What was asked.
    std::vector<netlens::SourceAddress> starts;
    int stops = 0;
    bool isHeld = false;
    std::vector<int> steps;
    std::vector<double> seeks;
    double speed = 1;
    bool isLooping = false;
    netlens::Orientation orientation;
    netlens::Size sizeOnScreen;
    double smoothing = -1;
    double threshold = -1;
    std::vector<netlens::Result<netlens::Image>> screens;

private:
    netlens::LiveState m_state;
    std::optional<netlens::Preview> m_preview;
    std::vector<netlens::Failure> m_failures;
};

/// Cameras that are plugged in by the test.
class FakeCameras : public netlens::CameraList {
    Q_OBJECT
public:
    using CameraList::CameraList;

    QList<netlens::Camera> cameras() const override { return m_cameras; }
    void plug(QList<netlens::Camera> cameras);

private:
    QList<netlens::Camera> m_cameras;
};
