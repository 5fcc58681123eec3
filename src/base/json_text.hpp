#pragma once

#include <boost/json/fwd.hpp>
#include <string>

namespace kewp {

/// Compact JSON, members in their order, numbers as people write them: `0.75`, `1.0`, `1e-07` (the shortest
/// text that reads back as the same number); what is not finite becomes null.
[[nodiscard]] std::string to_json_text(boost::json::value const& value);
void append_json_text(std::string& out, boost::json::value const& value);

/// A string as it is, null as nothing, anything else as JSON: for form fields and table cells.
[[nodiscard]] std::string plain_text(boost::json::value const& value);

/// The text of one number as in `to_json_text`; empty when it is not finite.
[[nodiscard]] std::string number_text(double number);

}  // namespace kewp
