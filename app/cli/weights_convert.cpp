#include "app/cli/command_line.h"
#include "app/cli/weights_output.h"

namespace netlens::cli {

namespace {

    constexpr CommandText kText { "weights convert", "FILE --output FILE",
        "Writes the weights of a file in another of Keras's layouts, number for number. The "
        "suffix\n"
        "of the output says in which: .weights.h5 Keras 3's weights, .keras its archive with the\n"
        "configuration, any other .h5 or .hdf5 the weights of Keras 2. A file without a\n"
        "configuration of its own needs the model options it was made for. The file may be\n"
        "replaced by its own conversion.",
        "netlens-cli weights convert --alpha 0.35 --input-shape 96 w.h5 --output w.keras" };

    std::optional<Refusal> readWanted(const CommandLine& line, ModelRequest& request)
    {
        if (line.isSet("weights"))
            return line.misuse("the file to convert is given without --weights");
        if (line.operands().size() != 1)
            return line.misuse("one weights file is needed");
        request.weights.kind = WeightsChoice::Kind::File;
        request.weights.path = line.operands().front();
        return std::nullopt;
    }

} // namespace

ExitCode runWeightsConvert(const Arguments& arguments)
{
    CommandLine line(kText);
    return runWeightsWriter(line, arguments, readWanted);
}

} // namespace netlens::cli
