#pragma once

#include "base/result.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kewp::http {

/// Names and values in the order sent; names may repeat. Copies share their content.
class Form {
public:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    Form() = default;
    explicit Form(Fields fields) : fields_(std::make_shared<Fields const>(std::move(fields))) {}

    /// The first value of that name. Views live as long as a copy of this form.
    [[nodiscard]] std::optional<std::string_view> first(std::string_view name) const;
    /// The first value of that name, or the empty text.
    [[nodiscard]] std::string_view text(std::string_view name) const { return first(name).value_or(""); }
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return first(name).has_value(); }
    [[nodiscard]] Fields const& fields() const;

private:
    std::shared_ptr<Fields const> fields_;
};

/// More fields than this in one query, form or cookie header are refused (or, where no error can be
/// told, left out): no page of ours has that many, and each costs memory.
inline constexpr std::size_t kMaxFormFields = 1000;

/// `a=1&b=x+y`: names and values percent-decoded, `+` is a space. Never fails; fields over
/// kMaxFormFields are left out.
[[nodiscard]] Form parse_urlencoded(std::string_view text);

/// Text fields of a multipart/form-data body. `content_type` is the whole header value.
///
/// A file part without file (an empty file input) is left out. Error: invalid_argument for a missing
/// boundary, a malformed body, a part with a file, or too many fields.
[[nodiscard]] Result<Form> parse_multipart(std::string_view content_type, std::string_view body);

/// The value of parameter `name` of a header such as `form-data; name="x"`; quotes removed.
[[nodiscard]] std::optional<std::string> header_parameter(std::string_view header, std::string_view name);

}  // namespace kewp::http
