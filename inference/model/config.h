#pragma once

#include "base/result.h"
#include "model/layer_kind.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace netlens {

enum class Pooling { None, Avg, Max };

/// Keras activations a classifier head may carry (tf.keras.activations, TensorFlow r2.4, and the
/// later names full-model files use).
enum class Activation {
    Linear,
    Softmax,
    Sigmoid,
    Tanh,
    Relu,
    Relu6,
    Elu,
    Selu,
    Softplus,
    Softsign,
    Swish,
    Gelu,
    Exponential,
    HardSigmoid, ///< Keras 2's, clip(0.2 x + 0.5, 0, 1)
    HardSigmoidKeras3, ///< relu6(x + 3) / 6; the name is the same
};

/// By Keras's name ("softmax", "hard_sigmoid": Keras 2's); nothing for an unknown one. "none" is
/// Linear.
std::optional<Activation> activationFromName(std::string_view name);
std::string_view activationName(Activation activation);
std::string_view poolingName(Pooling pooling);

/// Height × width × channels as Keras writes input_shape. A height or width of kDynamic is
/// Keras's None: the size comes with the picture.
struct InputShape {
    static constexpr int kDynamic = -1;

    int height = 224;
    int width = 224;
    int channels = 3;

    bool isStatic() const { return height != kDynamic && width != kDynamic; }
    friend bool operator==(const InputShape&, const InputShape&) = default;
};

/// A layer that somebody's model puts before or behind the network (transfer learning).
struct ExtraLayer {
    LayerKind kind = LayerKind::Identity;
    std::string type; ///< Keras's class name
    std::string name;
    std::int64_t units = 0; ///< Dense
    bool useBias = true; ///< Dense
    Activation activation = Activation::Linear; ///< Dense, Activation
    double epsilon = 1e-3; ///< BatchNormalization
    std::vector<double> scale {}; ///< Rescaling: one, or one per channel
    std::vector<double> offset {}; ///< Rescaling: as many

    friend bool operator==(const ExtraLayer&, const ExtraLayer&) = default;
};

/// The arguments of tf.keras.applications.MobileNetV2 that shape the graph, and what a model file
/// puts around it. include_top false ignores classes and classifierActivation; true ignores
/// pooling (as Keras).
struct Config {
    double alpha = 1.0;
    InputShape input;
    bool includeTop = true;
    Pooling pooling = Pooling::None;
    std::int64_t classes = 1000;
    Activation classifierActivation = Activation::Softmax;

    std::vector<ExtraLayer> before {}; ///< between the input and Conv1
    std::vector<ExtraLayer> after {}; ///< behind out_relu; only without a top and pooling
    /// The base was built for (None, None, 3) and then given a size: its stride-2 paddings are
    /// those of a dynamic model.
    bool padsAsDynamic = false;

    /// Whether the output are scores of classes: a top, or a Dense layer of the file's own.
    bool hasClasses() const;
    std::int64_t classCount() const; ///< 0 without classes
    /// The one behind the logits; Linear without classes.
    Activation outputActivation() const;
    /// Whether the model scales pixels itself, so that its input takes 0–255.
    bool takesRawPixels() const;
    /// Whether a model file brought layers of its own.
    bool hasExtras() const { return !before.empty() || !after.empty(); }

    friend bool operator==(const Config&, const Config&) = default;
};

/// What the `weights` argument says.
struct WeightsChoice {
    enum class Kind {
        ImageNet, ///< the official file of the configuration
        Random,
        Demo, ///< the demonstration model that comes with the program
        File,
    };
    Kind kind = Kind::ImageNet;
    std::string path; ///< File only
    std::uint64_t seed = 0; ///< Random only
    /// Load weights that are not numbers, as Keras does without a word.
    bool useAnyway = false;

    friend bool operator==(const WeightsChoice&, const WeightsChoice&) = default;
};

/// As Python prints it, whatever the locale: "0.35", "1.0".
std::string pythonFloat(double value);

/// "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5"; alpha as Python prints it.
std::string officialFileName(double alpha, int rows, bool includeTop);

/// What Keras says and decides while it accepts a configuration.
struct Validation {
    std::vector<std::string> warnings; ///< in Keras's words and order
    std::optional<std::string> officialFile; ///< the file Keras would ask for, weights == imagenet
    int rows = 224; ///< what Keras calls `rows`: goes into the model's and the file's name
};

/// Applies Keras's checks, in Keras's order, to a configuration whose input shape was given
/// explicitly. Errors: IllegalConfiguration with Keras's text as detail, LimitExceeded.
/// Source: keras/applications/mobilenet_v2.py, imagenet_utils.obtain_input_shape (r2.4).
Result<Validation> validate(const Config& config, const WeightsChoice& weights);

} // namespace netlens
