#include "base/ids.hpp"

#include "base/text.hpp"

#include <charconv>
#include <fmt/format.h>
#include <span>

namespace kewp {
namespace {

constexpr std::size_t kMaxDigits = 9;  // fits 32 bits, and no real id comes near

/// Reads `digits` whole; nullopt-like false when it is not 1 to 9 ASCII digits.
bool read_number(std::string_view digits, std::uint32_t& number)
{
    if (digits.empty() || digits.size() > kMaxDigits) {
        return false;
    }
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end == digits.data() + digits.size();
}

/// The digits of an AOP-Wiki id: `55`, `<word> 55`, `<word>:55`, `<word>55`, `…/<path>/55`.
bool read_wiki_number(std::string_view text, std::span<std::string_view const> words, std::uint32_t& number)
{
    text = text::trim(text);
    if (auto const slash = text.rfind('/'); slash != std::string_view::npos) {
        auto const head = text.substr(0, slash);
        auto const path = words.back();  // the identifiers.org collection
        return head.ends_with(path) && read_number(text.substr(slash + 1), number);
    }
    for (auto const word : words) {
        if (text.size() > word.size() && text::ascii_iequals(text.substr(0, word.size()), word)) {
            text.remove_prefix(word.size());
            if (text.front() == ':' || text.front() == '_') {
                text.remove_prefix(1);
            }
            break;
        }
    }
    return read_number(text::trim(text), number);
}

std::string quoted(std::string_view text)
{
    constexpr std::size_t kShown = 60;
    return fmt::format("'{}{}'", text.substr(0, kShown), text.size() > kShown ? "…" : "");
}

}  // namespace

Result<KeId> KeId::parse(std::string_view text)
{
    static constexpr std::string_view words[] = {"KE", "Event", "aop.events"};
    std::uint32_t number = 0;
    if (!read_wiki_number(text, words, number)) {
        return fail(ErrorCode::invalid_argument, quoted(text) + " is not a Key Event id; expected one like 'KE 55'");
    }
    return KeId{number};
}

std::string KeId::str() const
{
    return fmt::format("KE {}", number_);
}

Result<AopId> AopId::parse(std::string_view text)
{
    static constexpr std::string_view words[] = {"AOP", "aop"};
    std::uint32_t number = 0;
    if (!read_wiki_number(text, words, number)) {
        return fail(ErrorCode::invalid_argument, quoted(text) + " is not an AOP id; expected one like 'AOP 12'");
    }
    return AopId{number};
}

std::string AopId::str() const
{
    return fmt::format("AOP {}", number_);
}

char const* name_of(Resource resource)
{
    switch (resource) {
        case Resource::wikipathways: return "wikipathways";
        case Resource::go: return "go";
        case Resource::reactome: return "reactome";
    }
    return "";
}

Result<Resource> parse_resource(std::string_view text)
{
    for (auto const resource : kResources) {
        if (text == name_of(resource)) {
            return resource;
        }
    }
    return fail(ErrorCode::invalid_argument,
                quoted(text) + " is not a resource; expected wikipathways, go or reactome");
}

namespace {

struct TargetForm {
    std::string_view prefix;
    std::size_t digits;  // exact number of digits, 0 when free
    std::string_view example;
};

TargetForm form_of(Resource resource)
{
    switch (resource) {
        case Resource::wikipathways: return {"WP", 0, "WP554"};
        case Resource::go: return {"GO:", 7, "GO:0006915"};
        case Resource::reactome: return {"R-HSA-", 0, "R-HSA-109581"};
    }
    return {};
}

}  // namespace

Result<TargetId> TargetId::parse(Resource resource, std::string_view text)
{
    auto const form = form_of(resource);
    auto const trimmed = text::trim(text);
    std::uint32_t number = 0;
    if (trimmed.starts_with(form.prefix)) {
        auto const digits = trimmed.substr(form.prefix.size());
        bool const canonical = form.digits == 0 ? !digits.starts_with('0') : digits.size() == form.digits;
        if (canonical && read_number(digits, number)) {
            return TargetId{resource, number};
        }
    }
    return fail(ErrorCode::invalid_argument, fmt::format("{} is not a {} id; expected one like '{}'", quoted(text),
                                                         name_of(resource), form.example));
}

std::string TargetId::str() const
{
    auto const form = form_of(resource_);
    return fmt::format("{}{:0{}}", form.prefix, number_, form.digits == 0 ? 1 : form.digits);
}

}  // namespace kewp
