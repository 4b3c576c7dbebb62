#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace netlens {

struct SmoothingOptions {
    double seconds = 0.5; ///< time constant; 0 leaves every frame as it is
    double threshold = 0; ///< below this probability the top class is "not sure"
    int rows = 5;
    double steadiness = 0.5; ///< seconds a class must be out of its place before it moves
};

/// What a frame's labels are once their recent past is counted in.
struct SmoothedLabels {
    struct Row {
        int index = 0; ///< of the class
        float probability = 0;
    };
    std::span<const Row> rows; ///< in their steady order, which may lag behind the probabilities
    std::span<const float> probabilities; ///< of every class, smoothed
    int top = 0; ///< the most probable class now
    float topProbability = 0;
    bool isSure = true; ///< topProbability reaches the threshold
    double entropyBits = 0;
    double margin = 0; ///< how far the first class is ahead of the second
};

/// An exponentially weighted mean of the probabilities of every class, right for irregular frames:
/// one that comes dt seconds after the one before counts for 1 − exp(−dt/τ).
///
/// Rows do not flicker: a class changes its row only when its rank has differed from it for more
/// than `steadiness` without a break; classes whose rows are taken give way and keep their order.
/// After a gap that long, as between the pictures of a slow sequence, they are where they rank.
/// Nothing is allocated but for the first frame.
class LabelSmoother {
public:
    explicit LabelSmoother(const SmoothingOptions& options = {});

    const SmoothingOptions& options() const { return m_options; }
    /// What is remembered stays: another time constant takes effect with the next frame.
    void setOptions(const SmoothingOptions& options);

    /// @param seconds of the frame in its medium. Going back, or another number of classes, begins
    /// anew. What is not finite counts as 0. @pre probabilities is not empty.
    /// @return valid until the next call.
    const SmoothedLabels& add(std::span<const float> probabilities, double seconds);

    /// After a jump, for another source or model: forgets.
    void reset();

private:
    void blend(std::span<const float> probabilities, double share);
    void rank();
    void noteDifferences(double seconds);
    void place(double seconds);
    void fillGaps();
    void describe();
    bool isDue(int index, double seconds) const;

    SmoothingOptions m_options;
    std::optional<double> m_seconds; ///< of the last frame
    std::vector<float> m_probabilities;
    std::vector<double> m_differsSince; ///< by class: its rank and its row; NaN when they agree
    std::vector<int> m_ranked; ///< the best classes now, best first: as many as rows, two at least
    std::vector<int> m_rankedBefore;
    std::vector<int> m_shown; ///< classes by row
    std::vector<int> m_shownBefore;
    std::vector<SmoothedLabels::Row> m_rows;
    SmoothedLabels m_labels;
};

} // namespace netlens
