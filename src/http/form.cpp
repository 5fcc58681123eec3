#include "http/form.hpp"

#include "base/text.hpp"

namespace kewp::http {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

struct Part {
    std::string name;
    std::optional<std::string> file_name;
    std::string_view content;
};

tl::unexpected<Error> malformed(std::string_view what)
{
    return fail(ErrorCode::invalid_argument, "malformed multipart/form-data body: " + std::string(what));
}

/// Splits a part into its headers and content. Only Content-Disposition matters.
Result<Part> read_part(std::string_view text)
{
    auto const head_end = text.find("\r\n\r\n");
    if (head_end == std::string_view::npos) {
        return malformed("a part has no end of its header");
    }
    Part part;
    part.content = text.substr(head_end + 4);
    bool found = false;
    auto head = text.substr(0, head_end);
    while (!head.empty()) {
        auto const end = head.find(kLineEnd);
        auto const line = head.substr(0, end);
        head = end == std::string_view::npos ? std::string_view{} : head.substr(end + kLineEnd.size());
        auto const colon = line.find(':');
        if (colon == std::string_view::npos ||
            !text::ascii_iequals(text::trim(line.substr(0, colon)), "content-disposition")) {
            continue;
        }
        auto const value = text::trim(line.substr(colon + 1));
        auto name = header_parameter(value, "name");
        if (!text::ascii_lower(value).starts_with("form-data") || !name) {
            return malformed("a part has no field name");
        }
        part.name = std::move(*name);
        part.file_name = header_parameter(value, "filename");
        found = true;
    }
    if (!found) {
        return malformed("a part has no Content-Disposition");
    }
    return part;
}

Result<void> take_part(std::string_view text, Form::Fields& fields)
{
    auto part = read_part(text);
    if (!part) {
        return fail(std::move(part.error()));
    }
    if (part->file_name) {
        if (part->file_name->empty() && part->content.empty()) {
            return {};
        }
        return fail(ErrorCode::invalid_argument, "field '" + part->name + "' holds a file; only text is taken here");
    }
    if (fields.size() == kMaxFormFields) {
        return malformed("more than " + std::to_string(kMaxFormFields) + " fields");
    }
    fields.emplace_back(std::move(part->name), std::string(part->content));
    return {};
}

}  // namespace

std::optional<std::string_view> Form::first(std::string_view name) const
{
    for (auto const& [key, value] : fields()) {
        if (key == name) {
            return value;
        }
    }
    return std::nullopt;
}

std::vector<std::string_view> Form::all(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (auto const& [key, value] : fields()) {
        if (key == name) {
            values.emplace_back(value);
        }
    }
    return values;
}

Form::Fields const& Form::fields() const
{
    static Fields const none;
    return fields_ ? *fields_ : none;
}

Form parse_urlencoded(std::string_view text)
{
    Form::Fields fields;
    while (!text.empty() && fields.size() < kMaxFormFields) {
        auto const end = text.find('&');
        auto const pair = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (pair.empty()) {
            continue;
        }
        auto const equals = pair.find('=');
        auto const value = equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
        fields.emplace_back(text::percent_decode(pair.substr(0, equals), true), text::percent_decode(value, true));
    }
    return Form(std::move(fields));
}

Result<Form> parse_multipart(std::string_view content_type, std::string_view body)
{
    constexpr std::size_t kMaxBoundary = 70;  // RFC 2046
    auto const boundary = header_parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > kMaxBoundary) {
        return malformed("no boundary of 1 to 70 characters in Content-Type");
    }
    auto const opening = "--" + *boundary;
    auto const separator = std::string(kLineEnd) + opening;
    // The first boundary may stand at the very start, or after a preamble, which is ignored.
    std::size_t at = 0;
    if (!body.starts_with(opening)) {
        auto const first = body.find(separator);
        if (first == std::string_view::npos) {
            return malformed("its boundary does not occur");
        }
        at = first + kLineEnd.size();
    }
    at += opening.size();
    Form::Fields fields;
    while (true) {
        auto rest = body.substr(at);
        if (rest.starts_with("--")) {
            return Form(std::move(fields));
        }
        auto const padding = rest.find_first_not_of(" \t");
        rest.remove_prefix(padding == std::string_view::npos ? rest.size() : padding);
        if (!rest.starts_with(kLineEnd)) {
            return malformed("text after a boundary");
        }
        auto const begin = body.size() - rest.size() + kLineEnd.size();
        // A part without headers and content ends where it begins: look from the line end on.
        auto const end = body.find(separator, begin - kLineEnd.size());
        if (end == std::string_view::npos) {
            return malformed("the last boundary is missing");
        }
        auto const text = end > begin ? body.substr(begin, end - begin) : std::string_view{};
        if (auto taken = take_part(text, fields); !taken) {
            return fail(std::move(taken.error()));
        }
        at = end + separator.size();
    }
}

std::optional<std::string> header_parameter(std::string_view header, std::string_view name)
{
    auto at = header.find(';');
    while (at != std::string_view::npos && at < header.size()) {
        ++at;
        auto const equals = header.find_first_of("=;", at);
        if (equals == std::string_view::npos) {
            return std::nullopt;
        }
        if (header[equals] == ';') {
            at = equals;
            continue;
        }
        bool const wanted = text::ascii_iequals(text::trim(header.substr(at, equals - at)), name);
        auto begin = header.find_first_not_of(" \t", equals + 1);
        std::string value;
        if (begin != std::string_view::npos && header[begin] == '"') {
            for (++begin; begin < header.size() && header[begin] != '"'; ++begin) {
                // Browsers write a quote as %22 or \" and leave other backslashes alone.
                if (header[begin] == '\\' && begin + 1 < header.size() && header[begin + 1] == '"') {
                    ++begin;
                }
                value += header[begin];
            }
            if (begin >= header.size()) {
                return std::nullopt;
            }
            at = header.find(';', begin);
        } else {
            at = header.find(';', equals);
            value = text::trim(header.substr(equals + 1, at == std::string_view::npos ? at : at - equals - 1));
        }
        if (wanted) {
            return value;
        }
    }
    return std::nullopt;
}

}  // namespace kewp::http
