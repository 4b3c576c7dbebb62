#pragma once

#include "base/error.h"
#include "engine/step_timing.h"
#include "engine/thread_choice.h"
#include "image/preprocess.h"
#include "loaded_model.h"
#include "recognition.h"
#include "weights/weights_file.h"

#include <QObject>

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace netlens {

/// A picture to look at: a file, encoded bytes (a browser's drop), or pixels (the clipboard).
struct PictureSource {
    std::string name; ///< shown to the user; the path for files
    std::variant<std::filesystem::path, std::vector<std::uint8_t>, Image> content;
};

/// The model that answers from now on.
struct ModelState {
    ModelRequest request; ///< as asked, with what the file decided filled in
    Architecture architecture;
    std::shared_ptr<const Labels> labels;
    std::string weightsPath;
    bool isWholeModel = false; ///< the file brought its own configuration
    std::optional<WeightsFileInfo> file {}; ///< what a file of the user's is
    std::vector<std::string> warnings;
    int passedOver = 0; ///< pictures of the calibration's folder that could not be read
    double buildMs = 0; ///< reading, folding and building together; 0 if it was kept from before
    std::uint64_t build = 0; ///< which one it is of those built; stays when only the threads change
    std::string instructionSet;
    int threads = 1; ///< that it runs on; with kAutomaticThreads this may change
    std::vector<std::filesystem::path> samples {}; ///< pictures to try it with; few models have any
};

/// Something that was asked for and did not work; what was there before stays.
struct Failure {
    enum class Of { Model, Picture, Explanation, Inspection, Saving, Timing, Live, Recording };
    Of of = Of::Picture;
    Error error;
    std::optional<ModelRequest> request; ///< Of::Model only
    std::optional<WeightsFileInfo> file; ///< Of::Model with a readable weights file: what it is
    std::optional<std::uint64_t> picture {}; ///< Of::Picture: what submit() called it; no frame
};

/// The one door between the window and the inference core. All methods are called on the GUI
/// thread and return at once; each signal says that the matching take…() has something.
/// Results cross as immutable values; nothing is shared that changes.
class RecognitionService : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Newest wins. The old model answers until the new one is built; on failure it goes on.
    /// When the new one is ready the current picture is recognised again.
    virtual void setModel(ModelRequest request) = 0;
    /// Applies to the current picture at once and to those that follow.
    virtual void setPreprocessing(Preprocessing how) = 0;
    /// Newest wins. Returns the request's id (rising), which the Recognition will carry.
    virtual std::uint64_t submit(PictureSource source) = 0;
    /// Asks for the current picture's map of another class; nothing means the most probable one,
    /// and stays in force for the pictures that follow until changed.
    virtual void explain(std::optional<int> classIndex) = 0;
    /// Decodes the current picture again at full resolution for the view.
    virtual void loadDetail() = 0;
    /// Measures how long each step of the model that answers now takes.
    virtual void measureSteps() = 0;
    /// Looks at a weights file without loading it.
    virtual void inspect(std::filesystem::path weightsFile) = 0;
    /// Writes the weights of the model that answers now to a file, in the layout of its suffix
    /// (writeWeights). Every order is carried out; a model asked for meanwhile is not waited for.
    virtual void saveWeights(std::filesystem::path file) = 0;
    /// Tells what was measured earlier of this computer in the state it is in; replaces all that
    /// was known. Where the model leaves the number of threads to the program, what is missing for
    /// its precision is measured once nobody has asked for anything for a moment; every order ends
    /// that at once, and it begins anew after it.
    virtual void knowThreads(ThreadChoices known) = 0;

    virtual SharedRecognition takeRecognition() = 0; ///< null when already taken
    virtual std::optional<ModelState> takeModel() = 0;
    virtual std::vector<Failure> takeFailures() = 0;
    virtual std::optional<WeightsFileInfo> takeInspection() = 0;
    virtual std::vector<std::filesystem::path> takeSavedWeights() = 0; ///< the files
    struct Detail {
        std::uint64_t id = 0; ///< of the Recognition it belongs to
        Image picture;
    };
    virtual std::optional<Detail> takeDetail() = 0;
    virtual std::optional<StepTimings> takeStepTimings() = 0;
    virtual std::optional<ThreadChoices> takeThreadChoices() = 0; ///< all that is known now

signals:
    void recognized();
    void modelChanged();
    void failed();
    void inspected();
    void weightsSaved();
    void detailLoaded();
    void stepsMeasured();
    void threadsChosen();
    /// Work is waiting or running / the worker has nothing to do.
    void busyChanged(bool busy);
};

} // namespace netlens
