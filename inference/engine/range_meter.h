#pragma once

#include "engine/activation_ranges.h"
#include "engine/network.h"

#include <span>

namespace netlens {

/// Finds how large the values of a network become, and their means, over pictures that come one
/// after the other: in float32, holding one of them at a time.
/// Thread rule: that of Network.
class RangeMeter {
public:
    /// @pre the architecture's size is static. Errors: those of Network::build.
    static Result<RangeMeter> create(const Architecture& architecture, SharedWeights weights);

    /// To fill with a picture before measure(), as the network takes it: height × width × channels.
    std::span<float> input() { return m_network.input(); }
    /// Widens the ranges to what this picture makes of the layers, and counts it into the means.
    void measure();
    /// Widens those of the input and of what only scales it to the lowest and highest value that a
    /// picture can have: no collection needs to show them. What input() held is lost.
    void measureInput(float lowest, float highest);

    const ActivationRanges& ranges() const { return m_ranges; }

private:
    RangeMeter(Network network, ActivationRanges ranges, std::vector<std::string> inputs);

    Network m_network;
    ActivationRanges m_ranges;
    std::vector<std::string> m_inputs; ///< of them, those that hold pixels
    int m_pictures = 0; ///< measured so far
};

} // namespace netlens
