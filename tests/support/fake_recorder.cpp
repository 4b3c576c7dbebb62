#include "support/fake_recorder.h"

using namespace netlens;

using Phase = RecordingState::Phase;

void FakeRecorder::startRecording(RecordingPlan plan)
{
    m_recording = { .phase = Phase::Recording,
        .number = m_recording.number + 1,
        .files = { plan.folder / (plan.name + ".mp4") } };
    plans.push_back(std::move(plan));
    emit recordingChanged();
}

void FakeRecorder::record(RecordedFrame frame)
{
    if (!m_recording.isOn())
        return;
    ++m_recording.frames;
    frames.push_back(std::move(frame));
}

void FakeRecorder::stopRecording()
{
    if (!m_recording.isOn())
        return;
    ++stops;
    m_recording.phase = Phase::Finishing;
    emit recordingChanged();
}

void FakeRecorder::openCollection(std::filesystem::path folder)
{
    folders.push_back(std::move(folder));
}

void FakeRecorder::savePicture(Image picture, std::string label)
{
    pictures.emplace_back(std::move(picture), std::move(label));
}

void FakeRecorder::undoPicture()
{
    ++undos;
}

std::vector<Failure> FakeRecorder::takeFailures()
{
    return std::exchange(m_failures, {});
}

void FakeRecorder::finish()
{
    m_recording.phase = Phase::Idle;
    emit recordingChanged();
}

void FakeRecorder::fail(Error error)
{
    Failure failure;
    failure.of = Failure::Of::Recording;
    failure.error = std::move(error);
    m_failures.push_back(std::move(failure));
    m_recording.phase = Phase::Idle;
    m_recording.hasFailed = true;
    if (m_recording.frames == 0)
        m_recording.files.clear();
    emit failed();
    finish();
}

void FakeRecorder::tell(CollectionState state)
{
    m_collection = std::move(state);
    emit collectionChanged();
}
