#include "app/cli/command_line.h"
#include "app/cli/weights_output.h"

namespace netlens::cli {

namespace {

    constexpr CommandText kText {
        "weights init", "--output FILE",
        "Writes randomly initialised weights as Keras would make and save them. The suffix says\n"
        "in which layout: .weights.h5 Keras 3's weights, .keras its archive with the "
        "configuration,\n"
        "any other .h5 or .hdf5 the weights of Keras 2. The same seed gives the same numbers on\n"
        "every machine. A file of that name is replaced, once the new one is complete.",
        "netlens-cli weights init --alpha 0.35 --input-shape 96 --classes 10 --seed 7 --output w.h5"
    };

    std::optional<Refusal> readWanted(const CommandLine& line, ModelRequest& request)
    {
        if (line.isSet("weights") && request.weights.kind != WeightsChoice::Kind::Random)
            return line.misuse("only random weights are written; leave --weights out");
        request.weights.kind = WeightsChoice::Kind::Random;
        return line.refuseOperands();
    }

} // namespace

ExitCode runWeightsInit(const Arguments& arguments)
{
    CommandLine line(kText);
    return runWeightsWriter(line, arguments, readWanted);
}

} // namespace netlens::cli
