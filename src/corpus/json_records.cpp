#include "corpus/json_records.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::corpus {
namespace {

/// Walks over JSON text and knows only brackets, strings and commas.
class Splitter {
public:
    explicit Splitter(std::string_view text) : text_(text) {}

    Result<void> run(std::function<void(JsonRecord const&)> const& on_record)
    {
        skip_space();
        auto const open = peek();
        if (open != '{' && open != '[') {
            return broken("expected '{' or '['");
        }
        ++at_;
        auto const close = open == '{' ? '}' : ']';
        skip_space();
        if (peek() == close) {
            ++at_;
            return at_end();
        }
        for (;;) {
            JsonRecord record;
            if (open == '{') {
                if (auto key = read_key(); key) {
                    record.key = *key;
                } else {
                    return fail(key.error());
                }
            }
            skip_space();
            record.line = line_;
            auto const begin = at_;
            if (!skip_value()) {
                return broken("the text ends inside a record");
            }
            record.value = text::trim(text_.substr(begin, at_ - begin));
            if (record.value.empty()) {
                return broken("expected a value");
            }
            on_record(record);
            auto const separator = peek();
            ++at_;
            if (separator == close) {
                return at_end();
            }
            if (separator != ',') {
                return broken(fmt::format("expected ',' or '{}'", close));
            }
        }
    }

private:
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    [[nodiscard]] tl::unexpected<Error> broken(std::string_view what) const
    {
        return fail(ErrorCode::corrupt, fmt::format("line {}: no JSON: {}", line_, what));
    }

    [[nodiscard]] Result<void> at_end()
    {
        skip_space();
        if (at_ < text_.size()) {
            return broken("there is more text after the end");
        }
        return {};
    }

    void skip_space()
    {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n')) {
            line_ += text_[at_] == '\n' ? 1U : 0U;
            ++at_;
        }
    }

    /// From an opening quote to behind the closing one; false when there is none.
    bool skip_string()
    {
        for (++at_; at_ < text_.size(); ++at_) {
            auto const c = text_[at_];
            line_ += c == '\n' ? 1U : 0U;
            if (c == '\\') {
                ++at_;
            } else if (c == '"') {
                ++at_;
                return true;
            }
        }
        return false;
    }

    Result<std::string_view> read_key()
    {
        skip_space();
        auto const begin = at_ + 1;
        if (peek() != '"' || !skip_string()) {
            return broken("expected a member's name in quotes");
        }
        auto const key = text_.substr(begin, at_ - begin - 1);
        skip_space();
        if (peek() != ':') {
            return broken("expected ':'");
        }
        ++at_;
        return key;
    }

    /// Up to the comma or bracket that ends the value; false when the text ends first.
    bool skip_value()
    {
        std::size_t depth = 0;
        while (at_ < text_.size()) {
            auto const c = text_[at_];
            if (c == '"') {
                if (!skip_string()) {
                    return false;
                }
                continue;
            }
            auto const closes = c == '}' || c == ']';
            if (depth == 0 && (closes || c == ',')) {
                return true;
            }
            if (c == '{' || c == '[') {
                ++depth;
            } else if (closes) {
                --depth;
            }
            line_ += c == '\n' ? 1U : 0U;
            ++at_;
        }
        return false;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

}  // namespace

Result<void> split_json(std::string_view text, std::function<void(JsonRecord const&)> const& on_record)
{
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    return Splitter{text}.run(on_record);
}

void append_json(std::string& out, std::string_view text)
{
    out += '"';
    for (auto const c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

}  // namespace kewp::corpus
