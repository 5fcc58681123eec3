#pragma once

#include "base/result.hpp"

#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// Included by the readers of this room only: it brings in all of Boost.JSON.

namespace kewp::corpus {

class JsonDocument;

/// `text` as a JSON string, with its quotes.
[[nodiscard]] std::string json_string(std::string_view text);

/// A place in a `JsonDocument`. The accessors never fail outright: what has the wrong shape is reported
/// to the document, the first such report is kept, and a neutral value is returned. A reader thus reads
/// on as if all were well and asks `JsonDocument::finish` once, at its end.
///
/// A node refers to its parent to be able to say where it is; parents must outlive their children
/// (they do: children are handed to callbacks or made in the same block).
class JsonNode {
public:
    JsonNode(JsonDocument& document, boost::json::value const* value) : document_(&document), value_(value) {}

    [[nodiscard]] bool exists() const { return value_ != nullptr; }
    [[nodiscard]] bool is_null() const { return value_ == nullptr || value_->is_null(); }
    [[nodiscard]] bool is_object() const { return value_ != nullptr && value_->is_object(); }
    [[nodiscard]] bool is_array() const { return value_ != nullptr && value_->is_array(); }
    [[nodiscard]] bool is_string() const { return value_ != nullptr && value_->is_string(); }
    [[nodiscard]] bool is_number() const { return value_ != nullptr && value_->is_number(); }
    [[nodiscard]] std::size_t size() const;  ///< of an array or object, else 0

    /// The member `key`; does not exist when it is absent or this is no object.
    [[nodiscard]] JsonNode member(std::string_view key) const;
    /// The first of `keys` that is there.
    [[nodiscard]] JsonNode member_of(std::initializer_list<std::string_view> keys) const;

    /// The string here. Anything else is reported.
    [[nodiscard]] std::string_view string() const;
    /// The string here, "" when absent or null.
    [[nodiscard]] std::string_view string_or_empty() const;
    /// The integer here, nothing when absent or null.
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    /// The number here, nothing when absent or null.
    [[nodiscard]] std::optional<double> number() const;
    [[nodiscard]] bool boolean_or(bool otherwise) const;

    /// Calls `visit(JsonNode const&)` for each element; absent or null is an empty array.
    template <class Visit>
    void each_element(Visit&& visit) const;
    /// Calls `visit(std::string_view key, JsonNode const&)` for each member; absent or null is an empty object.
    template <class Visit>
    void each_member(Visit&& visit) const;

    /// Reports that this is not what it should be: `expected` goes on "expected ".
    void report(std::string_view expected) const;
    /// Reports `problem` as it is, with this place.
    void report_problem(std::string_view problem) const;

private:
    friend class JsonDocument;
    JsonNode(JsonNode const& parent, boost::json::value const* value, std::string_view key)
        : document_(parent.document_), value_(value), parent_(&parent), key_(key)
    {
    }
    JsonNode(JsonNode const& parent, boost::json::value const* value, std::size_t index)
        : document_(parent.document_), value_(value), parent_(&parent), index_(index)
    {
    }
    [[nodiscard]] std::string where() const;

    JsonDocument* document_;
    boost::json::value const* value_;
    JsonNode const* parent_ = nullptr;
    std::string_view key_;
    std::size_t index_ = 0;
};

/// One JSON file, parsed, with the first thing that is wrong with its shape.
class JsonDocument {
public:
    /// Parses the file. Errors: not_found, io, corrupt (no JSON: file, line and column).
    [[nodiscard]] static Result<std::unique_ptr<JsonDocument>> open(std::filesystem::path const& path);
    /// Parses `json`; messages call it `name`.
    [[nodiscard]] static Result<std::unique_ptr<JsonDocument>> parse(std::string_view json, std::string name);

    JsonDocument(JsonDocument const&) = delete;
    JsonDocument(JsonDocument&&) = delete;  // nodes refer to it
    JsonDocument& operator=(JsonDocument const&) = delete;
    JsonDocument& operator=(JsonDocument&&) = delete;
    ~JsonDocument() = default;

    [[nodiscard]] JsonNode root() { return {*this, &value_}; }
    [[nodiscard]] std::string const& name() const { return name_; }
    [[nodiscard]] bool sound() const { return !problem_; }
    /// Error: corrupt, naming file, place, what was expected and what was found.
    [[nodiscard]] Result<void> finish() const;

private:
    friend class JsonNode;
    explicit JsonDocument(std::string name) : name_(std::move(name)) {}
    [[nodiscard]] Result<void> read(std::string_view json);

    static constexpr std::size_t kFirstBlockBytes = 64UL * 1024;  // of the parsed values; later blocks double

    std::string name_;
    boost::json::monotonic_resource memory_{kFirstBlockBytes};  // before the value that lives in it
    boost::json::value value_ = boost::json::value(boost::json::storage_ptr(&memory_));
    std::optional<std::string> problem_;
};

template <class Visit>
void JsonNode::each_element(Visit&& visit) const
{
    if (is_null()) {
        return;
    }
    if (!value_->is_array()) {
        report("an array");
        return;
    }
    std::size_t index = 0;
    for (auto const& element : value_->get_array()) {
        visit(JsonNode{*this, &element, index++});
    }
}

template <class Visit>
void JsonNode::each_member(Visit&& visit) const
{
    if (is_null()) {
        return;
    }
    if (!value_->is_object()) {
        report("an object");
        return;
    }
    for (auto const& member : value_->get_object()) {
        std::string_view const key{member.key().data(), member.key().size()};
        visit(key, JsonNode{*this, &member.value(), key});
    }
}

}  // namespace kewp::corpus
