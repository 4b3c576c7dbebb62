#include "app/cli/command_line.h"
#include "app/cli/json.h"
#include "app/cli/results.h"
#include "model/architecture.h"
#include "weights/registry.h"

#include <array>
#include <cmath>
#include <filesystem>
#include <system_error>

namespace netlens::cli {

namespace {

    constexpr CommandText kText { "weights list", "",
        "The official ImageNet weights, with the accuracy published for them, their multiply-adds\n"
        "and where they are on this computer. Whether a file is sound is for \"weights verify\" "
        "to\n"
        "say.",
        "netlens-cli weights list --json" };

    struct Row {
        OfficialFile file;
        std::int64_t macs = 0;
        std::optional<std::filesystem::path> here;
        std::optional<std::uintmax_t> bytesHere;
    };

    std::vector<Row> rows()
    {
        std::vector<Row> rows;
        for (OfficialFile& file : officialFiles()) {
            Row row {
                .file = file, .macs = describe(file.config()).macs(), .here = {}, .bytesHere = {}
            };
            row.here = findOfficialFile(file.name);
            std::error_code failed;
            if (row.here)
                if (const auto bytes = std::filesystem::file_size(*row.here, failed); !failed)
                    row.bytesHere = bytes;
            rows.push_back(std::move(row));
        }
        return rows;
    }

    std::string listJson(const std::vector<Row>& rows)
    {
        Json files = Json::array();
        for (const Row& row : rows) {
            const OfficialWeights& weights = row.file.weights;
            // The accuracy is that of the classifier.
            const auto accuracy
                = [&](double percent) { return row.file.includeTop ? Json(percent) : Json(); };
            files.push_back({ { "name", row.file.name }, { "alpha", weights.alpha },
                { "size", weights.rows }, { "top", row.file.includeTop },
                { "top1", accuracy(weights.top1) }, { "top5", accuracy(weights.top5) },
                { "macs", row.macs }, { "url", officialUrl(row.file.name) },
                { "bytes", row.file.bytes ? Json(*row.file.bytes) : Json() },
                { "here", row.here ? Json(row.here->string()) : Json() },
                { "bytes_here", row.bytesHere ? Json(*row.bytesHere) : Json() } });
        }
        return toLine({ { "folder", kerasModelsFolder().string() }, { "files", files } });
    }

    using Cells = std::array<std::string, 7>;

    std::string tableLine(const Cells& cells)
    {
        constexpr std::array<std::size_t, std::tuple_size_v<Cells>> kWidths { 7, 6, 5, 8, 8, 15,
            0 };
        std::string text;
        for (std::size_t column = 0; column < cells.size(); ++column) {
            std::string cell = cells[column];
            cell.resize(std::max(cell.size(), kWidths[column]), ' ');
            text += cell;
        }
        return text + "\n";
    }

    std::string oneDecimal(double number)
    {
        return pythonFloat(std::round(number * 10) / 10);
    }

    std::string hereText(const Row& row)
    {
        if (!row.here)
            return "-";
        const double megabytes = static_cast<double>(row.bytesHere.value_or(0)) / 1e6;
        return row.here->string() + " (" + oneDecimal(megabytes) + " MB)";
    }

    std::string listText(const std::vector<Row>& rows)
    {
        std::string text = "Official ImageNet weights; Keras and Netlens keep them in "
            + kerasModelsFolder().string() + "\n"
            + tableLine({ "alpha", "size", "top", "top-1 %", "top-5 %", "multiply-adds", "here" });
        for (const Row& row : rows) {
            const OfficialWeights& weights = row.file.weights;
            const bool top = row.file.includeTop;
            const auto millions = std::llround(static_cast<double>(row.macs) / 1e6);
            text += tableLine(
                { pythonFloat(weights.alpha), std::to_string(weights.rows), top ? "yes" : "no",
                    top ? oneDecimal(weights.top1) : "-", top ? oneDecimal(weights.top5) : "-",
                    std::to_string(millions) + " M", hereText(row) });
        }
        return text;
    }

} // namespace

ExitCode runWeightsList(const Arguments& arguments)
{
    CommandLine line(kText);
    line.addFlag("json", "Machine-readable result on standard output.");
    if (const auto code = line.parse(arguments))
        return *code;
    if (const auto refusal = line.refuseOperands())
        return refuse(*refusal);
    Results results;
    results.write(line.isSet("json") ? listJson(rows()) : listText(rows()));
    return results.exitCode(ExitCode::Done);
}

} // namespace netlens::cli
