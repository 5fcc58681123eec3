#include "embed/safetensors_header.hpp"

#include "embed/array_error.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <limits>
#include <unordered_set>

namespace kewp::embed {
namespace {

namespace json = boost::json;

/// Follows the parser through the header. A tree of values would hide a name that stands twice.
class HeaderHandler {
public:
    // Limits that the parser keeps.
    static constexpr std::size_t max_object_size = 100'000;
    static constexpr std::size_t max_array_size = 8;
    static constexpr std::size_t max_key_size = 512;
    static constexpr std::size_t max_string_size = 1UL << 20U;  // of __metadata__

    std::vector<TensorEntry> entries;
    std::string problem;

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }

    bool on_object_begin(json::error_code& error)
    {
        ++depth_;
        if (depth_ == kTensor && !in_metadata_) {
            entries.push_back({.name = name_, .dtype = {}, .shape = {}, .offsets = {}});
            seen_.clear();
        }
        return depth_ <= kTensor ? true : refuse(error, "nests deeper than a safetensors header does");
    }

    bool on_object_end(std::size_t, json::error_code& error)
    {
        --depth_;
        if (depth_ == kFile && !in_metadata_ && seen_.size() != 3) {
            return refuse(error, "lacks one of dtype, shape and data_offsets");
        }
        in_metadata_ = false;
        return true;
    }

    bool on_array_begin(json::error_code& error)
    {
        if (depth_ != kTensor || in_metadata_ || in_array_ || (member_ != "shape" && member_ != "data_offsets")) {
            return refuse(error, "holds an array where none belongs");
        }
        in_array_ = true;
        return true;
    }

    bool on_array_end(std::size_t, json::error_code&)
    {
        in_array_ = false;
        return true;
    }

    bool on_key_part(json::string_view part, std::size_t, json::error_code&)
    {
        text_.append(part.data(), part.size());
        return true;
    }

    bool on_key(json::string_view part, std::size_t, json::error_code& error)
    {
        text_.append(part.data(), part.size());
        auto key = std::exchange(text_, {});
        if (depth_ == kFile) {
            name_ = std::move(key);
            in_metadata_ = name_ == "__metadata__";
            return names_.insert(name_).second ? true : refuse(error, "stands twice in the header");
        }
        member_ = std::move(key);
        if (in_metadata_) {
            return true;
        }
        if (member_ != "dtype" && member_ != "shape" && member_ != "data_offsets") {
            return refuse(error, "has the unknown member " + in_quotes(member_));
        }
        return seen_.insert(member_).second ? true : refuse(error, "has its " + member_ + " twice");
    }

    bool on_string_part(json::string_view part, std::size_t, json::error_code&)
    {
        text_.append(part.data(), part.size());
        return true;
    }

    bool on_string(json::string_view part, std::size_t, json::error_code& error)
    {
        text_.append(part.data(), part.size());
        auto text = std::exchange(text_, {});
        if (in_metadata_) {
            return depth_ == kTensor ? true : refuse(error, "is no object");
        }
        if (depth_ != kTensor || member_ != "dtype" || in_array_) {
            return refuse(error, "holds a text where none belongs");
        }
        entries.back().dtype = std::move(text);
        return true;
    }

    bool on_number_part(json::string_view, json::error_code&) { return true; }

    bool on_int64(std::int64_t value, json::string_view, json::error_code& error)
    {
        return value < 0 ? refuse(error, "holds a negative number") : number(static_cast<std::uint64_t>(value), error);
    }

    bool on_uint64(std::uint64_t value, json::string_view, json::error_code& error) { return number(value, error); }

    bool on_double(double, json::string_view, json::error_code& error)
    {
        return refuse(error, "holds a number that is not whole");
    }

    bool on_bool(bool, json::error_code& error) { return refuse(error, "holds true or false where none belongs"); }
    bool on_null(json::error_code& error) { return refuse(error, "holds null where none belongs"); }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

private:
    static constexpr int kFile = 1;
    static constexpr int kTensor = 2;

    bool number(std::uint64_t value, json::error_code& error)
    {
        if (!in_array_) {
            return refuse(error, "holds a number where none belongs");
        }
        (member_ == "shape" ? entries.back().shape : entries.back().offsets).push_back(value);
        return true;
    }

    bool refuse(json::error_code& error, std::string_view text)
    {
        problem = name_.empty() ? "the header" : "tensor " + in_quotes(name_);
        problem.append(" ").append(text);
        error = json::error::syntax;
        return false;
    }

    int depth_ = 0;
    bool in_array_ = false;
    bool in_metadata_ = false;
    std::string text_;
    std::string name_;
    std::string member_;
    std::unordered_set<std::string> names_;
    std::unordered_set<std::string> seen_;
};

}  // namespace

Result<std::vector<TensorEntry>> parse_safetensors_header(std::string_view text)
{
    if (!text.starts_with('{')) {
        return fail(ErrorCode::corrupt, "the header is no JSON object; this is no safetensors file");
    }
    json::parse_options options;
    options.max_depth = 4;
    json::basic_parser<HeaderHandler> parser{options};
    json::error_code error;
    auto const used = parser.write_some(false, text.data(), text.size(), error);
    auto& handler = parser.handler();
    if (error) {
        return fail(ErrorCode::corrupt,
                    handler.problem.empty() ? "the header is no JSON: " + error.message() : std::move(handler.problem));
    }
    if (text.find_first_not_of(" \n\r\t", used) != std::string_view::npos) {
        return fail(ErrorCode::corrupt, "something follows the header's JSON object");
    }
    return std::move(handler.entries);
}

}  // namespace kewp::embed
