#include "publish/csv.hpp"

namespace kewp::publish {
namespace {

void append_field(std::string& out, std::string_view field, std::string_view special)
{
    if (field.find_first_of(special) == std::string_view::npos) {
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
        append_field(out, field, ",\"\r\n");
        first = false;
    }
    out += "\r\n";
}

void append_tsv_record(std::string& out, std::span<std::string const> fields)
{
    for (bool first = true; auto const& field : fields) {
        out += first ? "" : "\t";
        append_field(out, field, "\t\"\r\n");
        first = false;
    }
    out += "\n";
}

}  // namespace kewp::publish
