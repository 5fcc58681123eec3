#include "publish/csv.hpp"

namespace kewp::publish {
namespace {

void append_field(std::string& out, std::string_view field)
{
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += field;
        return;
    }
    out += '"';
    for (char const c : field) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    out += '"';
}

}  // namespace

void append_csv_record(std::string& out, std::span<std::string const> fields)
{
    for (bool first = true; auto const& field : fields) {
        out += first ? "" : ",";
        append_field(out, field);
        first = false;
    }
    out += "\r\n";
}

}  // namespace kewp::publish
