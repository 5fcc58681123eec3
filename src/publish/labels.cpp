#include "publish/labels.hpp"

#include <fmt/format.h>

namespace kewp::publish {
namespace {

std::string capital(std::string word)
{
    word[0] = static_cast<char>(word[0] - 'a' + 'A');
    return word;
}

}  // namespace

std::string_view label_of(std::optional<Resource> resource)
{
    if (!resource) {
        return "KE";
    }
    switch (*resource) {
        case Resource::wikipathways: return "KE-WP";
        case Resource::go: return "KE-GO";
        case Resource::reactome: return "KE-Reactome";
    }
    return {};
}

std::string tier_text(Selection const& selection)
{
    if (selection.confidence) {
        return fmt::format("confidence {} only", store::name_of(*selection.confidence));
    }
    if (selection.minimum_confidence) {
        return fmt::format("confidence {} or higher", store::name_of(*selection.minimum_confidence));
    }
    return "all tiers";
}

std::string tier_in_name(Selection const& selection)
{
    if (selection.confidence) {
        return capital(store::name_of(*selection.confidence)) + "-only";
    }
    return selection.minimum_confidence ? capital(store::name_of(*selection.minimum_confidence)) : "All";
}

std::string one_line(std::string_view text)
{
    std::string line;
    bool in_run = false;
    for (char const c : text) {
        bool const control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
        if (!control) {
            line += c;
        } else if (!in_run) {
            line += ' ';
        }
        in_run = control;
    }
    return line;
}

}  // namespace kewp::publish
