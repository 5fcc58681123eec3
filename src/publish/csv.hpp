#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kewp::publish {

/// Appends one RFC 4180 record: comma, CRLF, quotes only where a field needs them. Fields are data: what a
/// spreadsheet would run as a formula stays as it is.
void append_csv_record(std::string& out, std::span<std::string const> fields);

/// The same with tabs and `\n`: a field with a tab, a quote or a line end is quoted.
void append_tsv_record(std::string& out, std::span<std::string const> fields);

}  // namespace kewp::publish
