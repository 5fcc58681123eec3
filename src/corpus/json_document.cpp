#include "corpus/json_document.hpp"

#include "base/file.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::corpus {
namespace {

namespace json = boost::json;

// Boost.JSON's own limit is 32; data files nest four deep, and a deeper one is not ours.
constexpr std::size_t kMaxDepth = 32;

std::string_view view(json::string const& text)
{
    return {text.data(), text.size()};
}

/// What is at a place, for a message.
std::string describe(json::value const* value)
{
    constexpr std::size_t kShown = 40;
    if (value == nullptr) {
        return "nothing";
    }
    switch (value->kind()) {
        case json::kind::null: return "null";
        case json::kind::bool_: return value->get_bool() ? "true" : "false";
        case json::kind::array: return fmt::format("an array of {}", value->get_array().size());
        case json::kind::object: return fmt::format("an object of {} members", value->get_object().size());
        case json::kind::string: {
            auto const text = view(value->get_string());
            return fmt::format("the string '{}{}'", text.substr(0, kShown), text.size() > kShown ? "…" : "");
        }
        default: return "the number " + json::serialize(*value);
    }
}

/// `3:17` for a byte offset: line and column (in bytes), both from 1.
std::string line_and_column(std::string_view text, std::size_t offset)
{
    auto const before = text.substr(0, std::min(offset, text.size()));
    auto const line = 1 + std::count(before.begin(), before.end(), '\n');
    auto const line_start = before.rfind('\n');
    auto const column = before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1;
    return fmt::format("{}:{}", line, column);
}

}  // namespace

std::string json_string(std::string_view text)
{
    return json::serialize(json::string_view{text.data(), text.size()});
}

std::size_t JsonNode::size() const
{
    return is_array() ? value_->get_array().size() : is_object() ? value_->get_object().size() : 0;
}

JsonNode JsonNode::member(std::string_view key) const
{
    auto const* value = is_object() ? value_->get_object().if_contains({key.data(), key.size()}) : nullptr;
    return {*this, value, key};
}

JsonNode JsonNode::member_of(std::initializer_list<std::string_view> keys) const
{
    for (auto const key : keys) {
        if (auto found = member(key); found.exists()) {
            return found;
        }
    }
    return member(*keys.begin());
}

std::string_view JsonNode::string() const
{
    if (!is_string()) {
        report("a string");
        return {};
    }
    return view(value_->get_string());
}

std::string_view JsonNode::string_or_empty() const
{
    return is_null() ? std::string_view{} : string();
}

std::optional<std::int64_t> JsonNode::integer() const
{
    if (is_null()) {
        return std::nullopt;
    }
    boost::system::error_code error;
    auto const number = is_number() ? value_->to_number<std::int64_t>(error) : 0;
    if (!is_number() || error) {
        report("an integer");
        return std::nullopt;
    }
    return number;
}

std::optional<double> JsonNode::number() const
{
    if (is_null()) {
        return std::nullopt;
    }
    if (!is_number()) {
        report("a number");
        return std::nullopt;
    }
    return value_->to_number<double>();
}

bool JsonNode::boolean_or(bool otherwise) const
{
    if (is_null()) {
        return otherwise;
    }
    if (!value_->is_bool()) {
        report("true or false");
        return otherwise;
    }
    return value_->get_bool();
}

std::string JsonNode::where() const
{
    if (parent_ == nullptr) {
        return "$";
    }
    return key_.data() == nullptr ? fmt::format("{}[{}]", parent_->where(), index_)
                                  : fmt::format("{}[\"{}\"]", parent_->where(), key_);
}

void JsonNode::report(std::string_view expected) const
{
    report_problem(fmt::format("expected {}, found {}", expected, describe(value_)));
}

void JsonNode::report_problem(std::string_view problem) const
{
    if (!document_->problem_) {  // what follows is often a consequence of the first
        document_->problem_ = fmt::format("{}: at {}: {}", document_->name_, where(), problem);
    }
}

Result<std::unique_ptr<JsonDocument>> JsonDocument::open(std::filesystem::path const& path)
{
    auto const file = MappedFile::open(path);
    if (!file) {
        return fail(file.error());
    }
    return parse(file->text(), path.string());
}

Result<std::unique_ptr<JsonDocument>> JsonDocument::parse(std::string_view json, std::string name)
{
    std::unique_ptr<JsonDocument> document{new JsonDocument{std::move(name)}};
    if (auto read = document->read(json); !read) {
        return fail(std::move(read.error()));
    }
    return document;
}

Result<void> JsonDocument::read(std::string_view text)
{
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    auto const body = text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
    json::parse_options options;
    options.max_depth = kMaxDepth;
    json::parser parser{{}, options};
    parser.reset(&memory_);
    boost::system::error_code error;
    auto consumed = parser.write_some(body.data(), body.size(), error);
    if (!error) {
        consumed = std::min(body.find_first_not_of(" \t\r\n", consumed), body.size());
        if (consumed < body.size()) {
            error = json::error::extra_data;
        }
    }
    if (error) {
        return fail(ErrorCode::corrupt, fmt::format("{}:{}: this is not valid JSON ({}); make the file again", name_,
                                                    line_and_column(body, consumed), error.message()));
    }
    value_ = parser.release();
    return {};
}

Result<void> JsonDocument::finish() const
{
    return problem_ ? Result<void>{fail(ErrorCode::corrupt, *problem_)} : Result<void>{};
}

}  // namespace kewp::corpus
