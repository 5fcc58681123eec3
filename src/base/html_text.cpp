#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <libxml/HTMLparser.h>
#include <memory>

namespace kewp::text {
namespace {

struct FreeDocument {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

/// Elements that run on within a line; the end of any other one separates words.
bool is_inline(std::string_view element)
{
    static constexpr std::array<std::string_view, 14> names = {"a",      "abbr", "b",   "code", "em", "font", "i",
                                                               "strong", "sub",  "sup", "span", "u",  "tt",   "small"};
    return std::ranges::find(names, element) != names.end();
}

void collect_text(xmlNode const* node, std::string& out)
{
    for (; node != nullptr; node = node->next) {
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            out += reinterpret_cast<char const*>(node->content);
            continue;
        }
        if (node->type != XML_ELEMENT_NODE) {
            continue;
        }
        std::string_view const name = reinterpret_cast<char const*>(node->name);
        if (name == "script" || name == "style") {
            continue;
        }
        bool const separate = !is_inline(name);
        out += separate ? " " : "";
        collect_text(node->children, out);
        out += separate ? " " : "";
    }
}

}  // namespace

std::string strip_html(std::string_view html)
{
    if (html.find_first_of("<&") == std::string_view::npos) {
        return fold_space(html);
    }
    constexpr int options =
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT;
    std::unique_ptr<xmlDoc, FreeDocument> const document{
        htmlReadMemory(html.data(), static_cast<int>(html.size()), nullptr, "UTF-8", options)};
    std::string out;
    if (document) {
        collect_text(xmlDocGetRootElement(document.get()), out);
    }
    return fold_space(out);
}

}  // namespace kewp::text
