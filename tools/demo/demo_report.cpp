/// Measures the demonstration model with the product's own classifier and prints Markdown.
#include "evaluation.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

using namespace netlens;
using namespace netlens::drawings;

namespace {

void printTally(std::string_view name, const Tally& tally)
{
    std::printf("| %.*s | %.1f %% | %d of %d |\n", static_cast<int>(name.size()), name.data(),
        100 * tally.share(), tally.right, tally.total);
}

void printPointing(std::string_view name, const Tally& tally, double byChance)
{
    std::printf("| %.*s | %.1f %% | %d of %d | %.1f %% |\n", static_cast<int>(name.size()),
        name.data(), 100 * tally.share(), tally.right, tally.total,
        100 * byChance / std::max(1, tally.total));
}

void printSizes(const Score& score)
{
    std::printf("\n| symbol's longer side, of the picture's | right | |\n|---|---|---|\n");
    for (std::size_t i = 0; i < score.byScale.size(); ++i) {
        const double from = 0.2 + Score::kScaleStep * static_cast<double>(i);
        char name[32];
        std::snprintf(
            name, sizeof name, "%.0f – %.0f %%", 100 * from, 100 * (from + Score::kScaleStep));
        printTally(name, score.byScale[i]);
    }
}

void printConfusion(const Score& score)
{
    std::printf("\n| drawn | right | taken for |\n|---|---|---|\n");
    for (std::size_t drawn = 0; drawn < kClasses; ++drawn) {
        const auto& row = score.confusion[drawn];
        int total = 0;
        for (const int n : row)
            total += n;
        std::printf(
            "| %s | %.1f %% |", kClassNames[drawn].data(), 100.0 * row[drawn] / std::max(1, total));
        const char* separator = " ";
        for (std::size_t answered = 0; answered < kClasses; ++answered) {
            if (answered == drawn || row[answered] == 0)
                continue;
            std::printf("%s%s %d", separator, kClassNames[answered].data(), row[answered]);
            separator = ", ";
        }
        std::printf(" |\n");
    }
}

void printReport(const Score& score, const Tally& nothing)
{
    std::printf("| | right | |\n|---|---|---|\n");
    printTally("all drawings", score.all);
    printTally("hardest quarter of the symbols", score.hard);
    printTally("nothing", score.nothing);
    printTally("2,000 more drawings of nothing", nothing);
    printTally("answers with a probability of 0.9 and more", score.confident);
    std::printf("\n| where the evidence is | right | | by chance |\n|---|---|---|---|\n");
    const Pointing& all = score.pointing;
    const Pointing& small = score.smallPointing;
    constexpr std::string_view kSmall = "the same, symbols under 40 % of the side";
    printPointing("strongest cell meets the symbol's box", all.cell, all.cellByChance);
    printPointing(kSmall, small.cell, small.cellByChance);
    printPointing("densest evidence lies in the box", all.densest, all.pointByChance);
    printPointing(kSmall, small.densest, small.pointByChance);
    printPointing("peak as shown lies in the box", all.peak, all.pointByChance);
    printPointing(kSmall, small.peak, small.pointByChance);
    printSizes(score);
    printConfusion(score);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fputs("usage: demo_report WEIGHTS [SERIES [COUNT]]\n", stderr);
        return 2;
    }
    const std::uint64_t series = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1000;
    const int count = argc > 3 ? std::atoi(argv[3]) : 5000;
    auto classifier = openDemoModel(argv[1]);
    if (!classifier) {
        std::fprintf(stderr, "%s\n", classifier.error().detail.c_str());
        return EXIT_FAILURE;
    }
    const auto score = evaluate(*classifier, series, count, Conditions::Any);
    const auto nothing = recallOfNothing(*classifier, series, 2000);
    if (!score || !nothing)
        return EXIT_FAILURE;
    printReport(*score, *nothing);
    return EXIT_SUCCESS;
}
