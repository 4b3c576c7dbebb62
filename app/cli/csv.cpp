#include "app/cli/csv.h"

namespace netlens::cli {

namespace {

    std::string quoted(const std::string& field)
    {
        if (field.find_first_of(",\"\r\n") == std::string::npos)
            return field;
        std::string text = "\"";
        for (const char letter : field) {
            if (letter == '"')
                text += '"';
            text += letter;
        }
        return text + '"';
    }

} // namespace

std::string csvRecord(const std::vector<std::string>& fields)
{
    std::string record;
    for (const std::string& field : fields) {
        if (!record.empty() || &field != &fields.front())
            record += ',';
        record += quoted(field);
    }
    return record + '\n';
}

} // namespace netlens::cli
