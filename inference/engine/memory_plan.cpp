#include "engine/memory_plan.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace netlens {

namespace {

    std::size_t at(int index)
    {
        return static_cast<std::size_t>(index);
    }

    /// Half-open range of steps during which a value's memory is in use.
    struct Life {
        int begin = std::numeric_limits<int>::max();
        int end = 0;

        bool meets(const Life& other) const { return begin < other.end && other.begin < end; }
    };

    /// Where each value lives (a sum made in place lives with its addend) and for how long.
    struct Lives {
        std::vector<int> home;
        std::vector<Life> life; ///< of the homes
    };

    Lives livesOf(const Plan& plan, std::size_t valueCount)
    {
        const int stepCount = static_cast<int>(plan.steps.size());
        Lives lives { std::vector<int>(valueCount), std::vector<Life>(valueCount) };
        std::iota(lives.home.begin(), lives.home.end(), 0);
        const auto touch = [&](int value, int from) {
            Life& life = lives.life[at(lives.home[at(value)])];
            life.begin = std::min(life.begin, from);
            life.end = std::max(life.end, plan.kept[at(value)] ? stepCount : from + 1);
        };
        touch(0, 0); // the network's input is written before the first step
        for (int s = 0; s < stepCount; ++s) {
            const Step& step = plan.steps[at(s)];
            touch(step.source, s);
            if (step.addend >= 0)
                touch(step.addend, s);
            if (step.kind == Step::Kind::Convolution && step.addend >= 0)
                lives.home[at(step.result)] = lives.home[at(step.addend)];
            touch(step.result, s);
        }
        return lives;
    }

    /// The lowest offset at which `size` bytes fit between the taken ranges.
    std::size_t lowestGap(std::vector<std::pair<std::size_t, std::size_t>> taken, std::size_t size)
    {
        std::ranges::sort(taken);
        std::size_t offset = 0;
        for (const auto& [begin, end] : taken) {
            if (offset + size <= begin)
                break;
            offset = std::max(offset, end);
        }
        return offset;
    }

} // namespace

MemoryPlan planMemory(const Plan& plan, const std::vector<std::size_t>& bytes)
{
    const Lives lives = livesOf(plan, bytes.size());
    const auto size = [&](int value) {
        constexpr std::size_t step = MemoryPlan::kAlignment;
        return (bytes[at(value)] + step - 1) / step * step;
    };

    std::vector<int> order;
    for (int v = 0; v < static_cast<int>(bytes.size()); ++v)
        if (lives.home[at(v)] == v && lives.life[at(v)].end > 0)
            order.push_back(v);
    std::ranges::stable_sort(order, [&](int a, int b) { return size(a) > size(b); });

    MemoryPlan memory;
    memory.offset.assign(bytes.size(), 0);
    for (auto value = order.begin(); value != order.end(); ++value) {
        std::vector<std::pair<std::size_t, std::size_t>> taken;
        for (auto other = order.begin(); other != value; ++other)
            if (lives.life[at(*other)].meets(lives.life[at(*value)]))
                taken.emplace_back(
                    memory.offset[at(*other)], memory.offset[at(*other)] + size(*other));
        memory.offset[at(*value)] = lowestGap(std::move(taken), size(*value));
        memory.total = std::max(memory.total, memory.offset[at(*value)] + size(*value));
    }
    for (std::size_t v = 0; v < bytes.size(); ++v)
        memory.offset[v] = memory.offset[at(lives.home[v])];
    return memory;
}

} // namespace netlens
