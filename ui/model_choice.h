#pragma once

#include "loaded_model.h"
#include "weights/weights_file.h"

#include <span>
#include <string>
#include <utility>

namespace netlens {

/// Every argument of the constructor a user can set by hand.
enum class ModelField {
    Alpha,
    Size,
    DynamicSize,
    Channels,
    IncludeTop,
    Pooling,
    Classes,
    Activation,
    Seed,
};

/// Why a field cannot be changed right now.
enum class Lock {
    Free,
    PublishedCells, ///< ImageNet: alpha and size come from the grid
    PublishedColours, ///< ImageNet: three channels
    PublishedClasses, ///< ImageNet: 1000 classes
    NeedsTop,
    NeedsNoTop,
    FileDecides, ///< the weights file was made for one value
    NotRandom, ///< seeds belong to random weights
};

/// The model a user is putting together: always one that Keras would build and, for ImageNet
/// weights, one that was published. Setters bring the rest into line; a locked field ignores them.
class ModelChoice {
public:
    static constexpr int kMinSide = 32;
    static constexpr int kMaxSide = 2048;
    static constexpr double kMinAlpha = 0.01;
    static constexpr double kMaxAlpha = 4.0;
    static constexpr int kMaxClasses = 100'000;

    const Config& config() const { return m_config; }
    const WeightsChoice& weights() const { return m_weights; }
    Precision precision() const { return m_precision; }
    int threads() const { return m_threads; }
    const std::string& calibrationFolder() const { return m_calibrationFolder; }

    Lock lock(ModelField field) const;
    /// Whether this cell of the alpha × size grid can be chosen as things are.
    bool offersCell(double alpha, int side) const;
    /// The activations a head may have now.
    std::span<const Activation> activations() const;

    void useImageNet();
    void useRandom();
    /// The demonstration model, whose configuration then decides.
    void useDemo();
    /// A weights file. The configuration stays as it is, except where the file carries a complete
    /// one of its own (full model), which then decides.
    void useFile(const WeightsFileInfo& file);
    /// Takes over everything the file says about the network it was made for.
    void adopt(const WeightsFileInfo& file);

    void setCell(double alpha, int side);
    void setAlpha(double alpha);
    void setSize(int height, int width);
    void setDynamicSize(bool dynamic);
    void setChannels(int channels);
    void setIncludeTop(bool includeTop);
    void setPooling(Pooling pooling);
    void setClasses(int classes);
    void setActivation(Activation activation);
    void setSeed(std::uint64_t seed);
    /// Stays whatever the weights are.
    void setPrecision(Precision precision) { m_precision = precision; }
    /// So does this. @param threads at least 1, or kAutomaticThreads
    void setThreads(int threads) { m_threads = threads; }
    /// And this, for when 8-bit integers are chosen. @param folder of pictures; empty: drawn ones
    void setCalibrationFolder(std::string folder) { m_calibrationFolder = std::move(folder); }
    /// Weights that are not numbers are loaded all the same.
    void setUseAnyway();

    ModelRequest request() const;
    /// What answers while the ImageNet file is missing: the demonstration model where classes are
    /// asked for.
    ModelRequest standInRequest() const;
    /// The same network with random weights: what answers where that cannot.
    ModelRequest untrainedRequest() const;

    friend bool operator==(const ModelChoice&, const ModelChoice&) = default;

private:
    bool isImageNet() const { return m_weights.kind == WeightsChoice::Kind::ImageNet; }
    /// Weights that were made for one configuration: the user's file or the demonstration model.
    bool isFile() const
    {
        return m_weights.kind == WeightsChoice::Kind::File
            || m_weights.kind == WeightsChoice::Kind::Demo;
    }
    Lock sizeLock() const;
    /// Gives up what belongs to the weights alone: layers around the network, the demonstration
    /// model's configuration.
    void dropWeights();
    void settle();
    void settlePublished();

    Config m_config;
    Config m_before; ///< what the demonstration model is a detour from
    WeightsChoice m_weights;
    Precision m_precision = Precision::Float32;
    int m_threads = kAutomaticThreads;
    std::string m_calibrationFolder;
    bool m_fileDecidesAll = false; ///< the file's configuration is complete
};

/// The grid's axes: Keras's published width multipliers and input sizes.
std::span<const double> publishedAlphas();
std::span<const int> publishedSides();

} // namespace netlens
