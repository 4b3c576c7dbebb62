#pragma once

#include "base/result.h"
#include "engine/network.h"
#include "engine/step_timing.h"
#include "engine/thread_choice.h"
#include "image/decoder.h"
#include "image/preprocess.h"
#include "loaded_model.h"
#include "recognition.h"

#include <functional>
#include <optional>

namespace netlens {

/// The straight line from picture to answer.
/// Thread rule: made, used and destroyed on one thread.
class Classifier {
public:
    /// Builds the network (a dynamic model's is built for each picture size it meets).
    /// Errors: those of Network::build.
    static Result<Classifier> create(LoadedModel model, int threads);

    /// Another one for another thread, which calls this; the two share what they only read. This
    /// one may recognise pictures meanwhile.
    /// @pre the model is not dynamic
    /// Errors: those of Network::twin.
    Result<Classifier> twin() const;

    const LoadedModel& model() const { return m_model; }

    /// @param explainedClass the class the map speaks for; nothing means the most probable one.
    /// Errors: NotAvailable (channels no picture can fill, a class asked of a network without any),
    /// TensorMismatch (a picture too small for a dynamic network, a tensor of another shape),
    /// UnknownClass, Network::build's.
    Result<Recognition> recognise(const DecodedPicture& picture, const Preprocessing& how,
        std::optional<int> explainedClass = std::nullopt);

    /// The map of another class for the picture recognised last.
    /// Errors: NotAvailable (no picture yet, no classes), UnknownClass.
    Result<HeatMap> explain(int classIndex) const;

    /// Times each step on the picture recognised last, or on nothing. @pre runs > 0
    /// Errors: NotAvailable (a dynamic network that has not met a picture yet).
    Result<StepTimings> measureSteps(int runs);

    /// That it runs on: as asked, but not more than there are processors.
    int threads() const { return m_network ? m_network->threads() : m_threads; }
    /// From now on; what was recognised last stays there to be explained.
    /// Errors: those of Network::build; then the team stays as it was.
    Result<void> useThreads(int threads);
    /// Measures which number of threads is best for this network, but goes on as it is. Nothing
    /// when interrupted, when it takes too long (calibrateThreads), or for a dynamic network that
    /// has not met a picture yet.
    std::optional<ThreadChoice> chooseThreads(const std::function<bool()>& isInterrupted) const;

    /// There is nothing to explain until the next picture.
    void forgetPicture() { m_hasRun = false; }

    /// Bytes held for the weights, as read and as prepared, and for the network's values.
    std::size_t memoryBytes() const;

private:
    explicit Classifier(LoadedModel model, int threads);
    Architecture tableFor(Size input) const;
    Result<Network> buildFor(Size input) const;
    Result<void> prepareFor(Size input);
    /// Fits the picture into the network's input, or takes the tensor it is.
    Result<void> fillInput(
        const DecodedPicture& picture, Size input, const Preprocessing& how, Recognition& result);
    Result<void> checkClass(int classIndex) const;
    HeatMap mapOf(int classIndex) const;

    LoadedModel m_model;
    int m_threads = 1;
    std::optional<Network> m_network;
    Size m_input; ///< what m_network was built for
    bool m_hasRun = false;
};

} // namespace netlens
