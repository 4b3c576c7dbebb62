#pragma once

#include "service/recognition_service.h"
#include "ui/setup.h"
#include "ui/setup_command.h"

#include <QObject>
#include <QTimer>
#include <QUndoStack>

#include <optional>

namespace netlens {

/// The configuration as it stands: what the user chose, what was sent to the service and what
/// answers. Sends model changes after a short pause, preprocessing at once; every change can be
/// undone. While the ImageNet file is missing a trained model that answers goes on; without one the
/// demonstration model answers or, where that does not apply, random weights.
class ModelSetup : public QObject {
    Q_OBJECT
public:
    enum class Weights {
        Building, ///< asked for, not there yet
        Ready,
        NotHere, ///< the ImageNet file is missing; another model answers instead
        Unusable, ///< it is here but cannot be used; another model answers instead
        Untrained, ///< random, as chosen
    };

    explicit ModelSetup(RecognitionService& service, QObject* parent = nullptr);

    /// Threads of an earlier session: nothing to undo. Call before start().
    void restoreThreads(int threads);
    /// Sends the first configuration.
    void start();

    const ModelChoice& choice() const { return m_setup.model; }
    const Preprocessing& preprocessing() const { return m_setup.preprocessing; }
    /// What answers now; nothing before the first model.
    const std::optional<ModelState>& running() const { return m_running; }
    Weights weights() const;
    /// Whether another model answers than the ImageNet one that was chosen: NotHere or Unusable.
    bool answersInstead() const;
    /// Whether the demonstration model answers, as chosen or instead of ImageNet's.
    bool isDemo() const;
    /// Keras's name of the ImageNet file for the choice; empty for other weights.
    QString officialFile() const;
    QUndoStack& undoStack() { return m_undo; }

    /// @param text names the change in Edit ▸ Undo.
    void change(
        const QString& text, const ModelChoice& next, int mergeId = SetupCommand::kNeverMerge);
    /// Weights that need no file to be named. @pre kind is not File
    void useWeights(WeightsChoice::Kind kind);
    void changePreprocessing(const QString& text, const Preprocessing& next);

    void modelArrived(ModelState state);
    /// A model could not be made. Without its ImageNet file the choice stays and a stand-in
    /// answers; otherwise it returns to what still runs. True when the file was only missing, which
    /// the state says well enough; else the caller says why.
    bool absorb(const Failure& failure);
    /// Asks for the current choice again (a file may have appeared).
    void retry();

signals:
    void changed();
    void runningChanged();

private:
    void push(const QString& text, const Setup& next, int mergeId);
    void apply(const Setup& setup);
    void send();
    bool goesOn(const ModelChoice& wanted) const;
    void standIn(ModelRequest request);
    /// To the choice behind what still runs.
    void goBack();

    RecognitionService& m_service;
    QUndoStack m_undo;
    QTimer m_pause;
    Setup m_setup;
    std::optional<ModelChoice> m_sent; ///< last choice the service was asked for
    ModelChoice m_answering; ///< choice behind m_running
    std::optional<ErrorCode> m_answersInstead; ///< why others answer than it says
    std::optional<ModelState> m_running;
    std::optional<ModelRequest> m_standIn; ///< what was asked for instead of ImageNet's
    std::optional<ErrorCode> m_fellBack; ///< and why
};

} // namespace netlens
