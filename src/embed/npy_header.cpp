#include "embed/npy_header.hpp"

#include "embed/array_error.hpp"
#include "embed/little_endian.hpp"

#include <charconv>
#include <optional>

namespace kewp::embed {

namespace {

constexpr std::size_t kMaxHeader = 0xffff;  ///< what version 1.0 can express; no honest header is longer
constexpr std::size_t kMaxDimensions = 32;  ///< numpy's own limit
constexpr std::size_t kDataAlignment = 64;

tl::unexpected<Error> bad(std::string text)
{
    return fail(ErrorCode::corrupt, std::move(text));
}

/// Reads exactly the Python literals that occur in a header: a dictionary of strings, booleans and tuples of
/// whole numbers.
class Literals {
public:
    explicit Literals(std::string_view text) : text_(text) {}

    bool take(char wanted)
    {
        skip_space();
        if (at_ == text_.size() || text_[at_] != wanted) {
            return false;
        }
        ++at_;
        return true;
    }

    std::optional<std::string> string()
    {
        skip_space();
        if (at_ == text_.size() || (text_[at_] != '\'' && text_[at_] != '"')) {
            return std::nullopt;
        }
        auto const end = text_.find(text_[at_], at_ + 1);
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        std::string value(text_.substr(at_ + 1, end - at_ - 1));
        at_ = end + 1;
        return value.find('\\') == std::string::npos ? std::optional(std::move(value)) : std::nullopt;
    }

    std::optional<bool> boolean()
    {
        skip_space();
        for (auto const& [word, value] : {std::pair{std::string_view("True"), true}, {"False", false}}) {
            if (text_.substr(at_).starts_with(word)) {
                at_ += word.size();
                return value;
            }
        }
        return std::nullopt;
    }

    std::optional<std::vector<std::uint64_t>> tuple()
    {
        if (!take('(')) {
            return std::nullopt;
        }
        std::vector<std::uint64_t> numbers;
        bool comma = true;
        while (!take(')')) {
            skip_space();
            std::uint64_t number = 0;
            auto const [stop, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
            if (!comma || error != std::errc() || numbers.size() == kMaxDimensions) {
                return std::nullopt;
            }
            at_ = static_cast<std::size_t>(stop - text_.data());
            numbers.push_back(number);
            comma = take(',');
        }
        // `(3)` is a number in brackets, `(3,)` a tuple.
        if (numbers.size() == 1 && !comma) {
            return std::nullopt;
        }
        return numbers;
    }

    bool at_list()
    {
        skip_space();
        return at_ < text_.size() && text_[at_] == '[';
    }

    bool at_end()
    {
        skip_space();
        return at_ == text_.size();
    }

private:
    void skip_space()
    {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) {
            ++at_;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// Fills `header` from the dictionary. Each of the three keys stands in it exactly once.
Result<void> read_dictionary(std::string_view text, NpyHeader& header)
{
    auto const unreadable = [&] { return bad("has an unreadable NPY header " + in_quotes(text)); };
    Literals in(text);
    bool descr = false;
    bool order = false;
    bool shape = false;
    if (!in.take('{')) {
        return unreadable();
    }
    bool comma = true;
    while (!in.take('}')) {
        auto const key = in.string();
        if (!comma || !key || !in.take(':')) {
            return unreadable();
        }
        if (*key == "descr" && !descr) {
            if (in.at_list()) {
                return bad("is a structured array; expected plain strings or numbers");
            }
            auto value = in.string();
            descr = value.has_value();
            header.descr = std::move(value).value_or("");
        } else if (*key == "fortran_order" && !order) {
            auto const value = in.boolean();
            order = value.has_value();
            header.fortran_order = value.value_or(false);
        } else if (*key == "shape" && !shape) {
            auto value = in.tuple();
            shape = value.has_value();
            header.shape = std::move(value).value_or(std::vector<std::uint64_t>{});
        } else {
            return bad("has an NPY header with the unexpected key " + in_quotes(*key));
        }
        comma = in.take(',');
    }
    if (!descr || !order || !shape || !in.at_end()) {
        return unreadable();
    }
    return {};
}

}  // namespace

Result<NpyHeader> parse_npy_header(std::span<std::byte const> member)
{
    std::string_view const text(reinterpret_cast<char const*>(member.data()), member.size());
    if (!text.starts_with(kNpyMagic)) {
        if (looks_pickled(member)) {
            return bad("is a Python pickle, which is never read");
        }
        return bad("does not begin with the NPY magic bytes");
    }
    if (text.size() < 10) {
        return bad("is cut short within its NPY header");
    }
    auto const major = load<std::uint8_t>(member, 6);
    auto const minor = load<std::uint8_t>(member, 7);
    if ((major != 1 && major != 2) || minor != 0) {
        return bad("has NPY format version " + std::to_string(major) + "." + std::to_string(minor) +
                   "; expected 1.0 or 2.0");
    }
    std::size_t const prefix = major == 1 ? 10 : 12;
    if (text.size() < prefix) {
        return bad("is cut short within its NPY header");
    }
    std::size_t const length = major == 1 ? load<std::uint16_t>(member, 8) : load<std::uint32_t>(member, 8);
    if (length > kMaxHeader) {
        return bad("has an NPY header of " + std::to_string(length) + " bytes; expected at most " +
                   std::to_string(kMaxHeader));
    }
    if (!fits(prefix, length, text.size())) {
        return bad("is cut short within its NPY header");
    }
    NpyHeader header;
    header.data_offset = prefix + length;
    if (auto const read = read_dictionary(text.substr(prefix, length), header); !read) {
        return fail(read.error());
    }
    // `|O` data are a pickle: running one is running the program in it.
    if (header.descr.find('O') != std::string::npos) {
        return bad("holds pickled Python objects (dtype " + in_quotes(header.descr) + "), which are never read");
    }
    return header;
}

std::string make_npy_header(std::string_view descr, std::vector<std::uint64_t> const& shape)
{
    std::string dictionary = "{'descr': '";
    dictionary.append(descr).append("', 'fortran_order': False, 'shape': ").append(shape_text(shape)).append(", }");
    std::size_t const prefix = kNpyMagic.size() + 4;
    std::size_t const unpadded = prefix + dictionary.size() + 1;
    dictionary.append((kDataAlignment - unpadded % kDataAlignment) % kDataAlignment, ' ');
    dictionary += '\n';

    std::string header(kNpyMagic);
    header += '\x01';
    header += '\0';
    append(header, static_cast<std::uint16_t>(dictionary.size()));
    return header + dictionary;
}

std::string shape_text(std::vector<std::uint64_t> const& shape)
{
    std::string text = "(";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    }
    return text + (shape.size() == 1 ? ",)" : ")");
}

bool looks_pickled(std::span<std::byte const> bytes)
{
    return bytes.size() >= 2 && bytes[0] == std::byte{0x80} && bytes[1] >= std::byte{2} && bytes[1] <= std::byte{5};
}

}  // namespace kewp::embed
