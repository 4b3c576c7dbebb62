#pragma once

#include "service/recognition_service.h"

#include <QObject>

#include <filesystem>
#include <optional>

namespace netlens {

/// What the service measured of this computer, kept in the settings for the next start: for each
/// state of the computer (computerState) and each precision one choice.
class ThreadMemory : public QObject {
    Q_OBJECT
public:
    /// @param root where proc and sys lie
    explicit ThreadMemory(
        RecognitionService& service, QObject* parent = nullptr, std::filesystem::path root = "/");

    /// Reads the state of the computer, and tells the service what is known of it if it is another
    /// one. Takes microseconds: call whenever somebody turns to the program.
    void lookAtComputer();

    std::optional<ThreadChoice> choice(Precision precision) const;

signals:
    void changed();

private:
    void take();

    RecognitionService& m_service;
    std::filesystem::path m_root;
    ThreadChoices m_known;
};

/// What the settings hold of a computer in that state; what cannot be read is not there.
ThreadChoices rememberedThreads(const std::string& computer);
/// Choices that were not steady are left out, so that they are measured again.
void rememberThreads(const ThreadChoices& choices);

} // namespace netlens
