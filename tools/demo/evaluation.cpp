#include "evaluation.h"

#include "explain/colormap.h"
#include "model/top_k.h"

#include <algorithm>
#include <cmath>

namespace netlens::drawings {

namespace {

    constexpr int kSide = 96;
    constexpr double kSmallSymbol = 0.4;

    /// The highest point of the map as it is shown, in shares of the side.
    Point peakOf(const HeatMap& map)
    {
        // Room above for bicubic interpolation, which overshoots.
        const ValueRange range { map.minimum(),
            map.maximum() + 0.4F * (map.maximum() - map.minimum()) };
        const Image shown = colorize(map, Colormap::Gray, range, { kSide, kSide }, false);
        int highest = -1;
        int count = 0;
        Point sum;
        for (int y = 0; y < kSide; ++y) {
            for (int x = 0; x < kSide; ++x) {
                const int value = shown.row(y)[std::ptrdiff_t { x } * Image::kChannels];
                if (value > highest) {
                    highest = value;
                    sum = {};
                    count = 0;
                }
                if (value == highest) {
                    sum = { sum.x + x + 0.5, sum.y + y + 0.5 };
                    ++count;
                }
            }
        }
        return { sum.x / count / kSide, sum.y / count / kSide };
    }

    /// How much each cell of a row or column counts at each of kSide points along it.
    std::vector<double> spreadOf(int cells)
    {
        constexpr double kSpread = 0.6; ///< in cells: neighbours reach each other, the next do not
        std::vector<double> weights;
        for (int point = 0; point < kSide; ++point) {
            for (int cell = 0; cell < cells; ++cell) {
                const double distance = (point + 0.5) * cells / kSide - (cell + 0.5);
                weights.push_back(std::exp(-0.5 * distance * distance / (kSpread * kSpread)));
            }
        }
        return weights;
    }

    /// Where there is most evidence around, in shares of the side. Finer than a cell: of a symbol
    /// between two cells both have evidence.
    Point densestPoint(const HeatMap& map)
    {
        const std::vector<double> down = spreadOf(map.height);
        const std::vector<double> across = spreadOf(map.width);
        double most = -1;
        Point densest;
        for (int y = 0; y < kSide; ++y) {
            for (int x = 0; x < kSide; ++x) {
                double sum = 0;
                for (int i = 0; i < map.height * map.width; ++i) {
                    const double evidence = map.values[static_cast<std::size_t>(i)];
                    const int row = y * map.height + i / map.width;
                    const int column = x * map.width + i % map.width;
                    sum += std::max(0.0, evidence) * down[static_cast<std::size_t>(row)]
                        * across[static_cast<std::size_t>(column)];
                }
                if (sum > most) {
                    most = sum;
                    densest = { (x + 0.5) / kSide, (y + 0.5) / kSide };
                }
            }
        }
        return densest;
    }

    bool contains(const Box& box, Point point)
    {
        return point.x >= box.left && point.x <= box.right && point.y >= box.top
            && point.y <= box.bottom;
    }

    Box cellBox(const HeatMap& map, int index)
    {
        const double width = 1.0 / map.width;
        const double height = 1.0 / map.height;
        const int row = index / map.width;
        const int column = index % map.width;
        return { column * width, row * height, (column + 1) * width, (row + 1) * height };
    }

    void point(Pointing& pointing, const HeatMap& map, const Box& box)
    {
        pointing.densest.add(contains(box, densestPoint(map)));
        pointing.peak.add(contains(box, peakOf(map)));
        pointing.cell.add(cellBox(map, topK(map.values, 1).front()).meets(box));
        const int cells = map.width * map.height;
        int met = 0;
        for (int i = 0; i < cells; ++i)
            met += cellBox(map, i).meets(box) ? 1 : 0;
        pointing.pointByChance += box.width() * box.height();
        pointing.cellByChance += static_cast<double>(met) / cells;
    }

    void count(Score& score, const Drawing& drawing, const Recognition& answer)
    {
        const int answered = topK(answer.logits, 1).front();
        const bool isRight = answered == drawing.symbolClass;
        score.all.add(isRight);
        const auto drawn = static_cast<std::size_t>(drawing.symbolClass);
        ++score.confusion[drawn][static_cast<std::size_t>(answered)];
        if (answer.output.values[static_cast<std::size_t>(answered)] >= 0.9F)
            score.confident.add(isRight);
        if (drawing.symbolClass == kNothing) {
            score.nothing.add(isRight);
            return;
        }
        if (drawing.isHard())
            score.hard.add(isRight);
        const auto scale
            = std::lround(std::floor((drawing.difficulty.scale - 0.2) / Score::kScaleStep));
        score.byScale[static_cast<std::size_t>(std::clamp(scale, 0L, Score::kScales - 1L))].add(
            isRight);
        point(score.pointing, answer.map, drawing.box);
        if (drawing.difficulty.scale < kSmallSymbol)
            point(score.smallPointing, answer.map, drawing.box);
    }

    Result<Recognition> recognise(Classifier& classifier, const Drawing& drawing)
    {
        const DecodedPicture picture { .image = drawing.picture,
            .fullSize = drawing.picture.size() };
        return classifier.recognise(picture, {}, drawing.symbolClass);
    }

} // namespace

Result<Classifier> openDemoModel(const std::filesystem::path& weights)
{
    ModelRequest request;
    request.config.alpha = 0.35;
    request.config.input = { kSide, kSide, 3 };
    request.config.classes = kClasses;
    request.weights = { .kind = WeightsChoice::Kind::File, .path = weights.string() };
    auto model = loadModel(request);
    if (!model)
        return model.error();
    return Classifier::create(*std::move(model), 1);
}

Result<Score> evaluate(
    Classifier& classifier, std::uint64_t series, int drawings, Conditions conditions)
{
    Score score;
    for (int i = 0; i < drawings; ++i) {
        const Drawing drawing = drawNth(series, static_cast<std::uint64_t>(i), kSide, conditions);
        const auto answer = recognise(classifier, drawing);
        if (!answer)
            return answer.error();
        count(score, drawing, *answer);
    }
    return score;
}

Result<Tally> recallOfNothing(Classifier& classifier, std::uint64_t firstSeed, int drawings)
{
    Tally tally;
    for (int i = 0; i < drawings; ++i) {
        const auto seed = firstSeed + static_cast<std::uint64_t>(i);
        const auto answer = recognise(classifier, draw(seed, kNothing, kSide));
        if (!answer)
            return answer.error();
        tally.add(topK(answer->logits, 1).front() == kNothing);
    }
    return tally;
}

} // namespace netlens::drawings
