#include "engine/low_precision.h"

#include <cassert>
#include <cstddef>
#include <map>
#include <utility>

namespace netlens {

namespace {

    std::size_t at(int index)
    {
        return static_cast<std::size_t>(index);
    }

    class Rewriting {
    public:
        Rewriting(Plan& plan, Precision precision)
            : m_plan(plan)
            , m_precision(precision)
        {
        }

        void run()
        {
            chooseFormats();
            for (Step& step : std::exchange(m_plan.steps, {})) {
                if (step.kind == Step::Kind::Convolution)
                    convert(step);
                m_plan.steps.push_back(std::move(step));
            }
        }

    private:
        /// Only convolutions and conversions know other formats than float32.
        void chooseFormats()
        {
            std::vector<bool> low(m_plan.kept.size(), false);
            for (const Step& step : m_plan.steps)
                low[at(step.result)]
                    = step.kind == Step::Kind::Convolution && !m_plan.kept[at(step.result)];
            for (const Step& step : m_plan.steps) {
                if (step.kind == Step::Kind::Convolution)
                    continue;
                low[at(step.source)] = false;
                if (step.addend >= 0)
                    low[at(step.addend)] = false;
            }
            for (std::size_t value = 0; value < low.size(); ++value)
                if (low[value])
                    m_plan.formats[value] = lowFormat();
        }

        ValueFormat lowFormat() const { return { ValueFormat::Type::BFloat16 }; }

        void convert(Step& step)
        {
            if (m_plan.formats[at(step.source)].isFloat32())
                step.source = converted(step.source, lowFormat());
            if (step.addend < 0)
                return;
            const ValueFormat& sum = m_plan.formats[at(step.result)];
            if (m_plan.formats[at(step.addend)] != sum)
                step.addend = converted(step.addend, sum);
        }

        /// The value that holds `value` in that format, made by a step put in here at its first
        /// use. A sum in place may use it up: it is then the last to read it.
        int converted(int value, ValueFormat format)
        {
            const auto [known, isNew]
                = m_converted.try_emplace(value, static_cast<int>(m_plan.kept.size()));
            if (!isNew)
                return known->second;
            const int layer = m_plan.shapedAs[at(value)];
            m_plan.kept.push_back(false);
            m_plan.shapedAs.push_back(layer);
            m_plan.formats.push_back(std::move(format));
            m_plan.steps.push_back({ .kind = Step::Kind::Conversion,
                .layer = layer,
                .source = value,
                .result = known->second });
            return known->second;
        }

        Plan& m_plan;
        Precision m_precision;
        std::map<int, int> m_converted; ///< a value, and what holds it in its other format
    };

} // namespace

void lowerPrecision(Plan& plan, Precision precision)
{
    assert(precision != Precision::Float32);
    Rewriting(plan, precision).run();
}

} // namespace netlens
