#include "publish/citation.hpp"

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "publish/labels.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <string_view>

namespace kewp::publish {
namespace {

/// `Doe, Ann Mary` → `Doe, A. M.`; a group's name as it is.
std::string apa_name(std::string const& name)
{
    auto const [family, given] = name_parts(name);
    auto out = family;
    for (auto const word : text::split(given, ' ')) {
        auto const points = text::to_utf32(text::trim(word));
        if (!points.empty()) {
            out += fmt::format("{}{}.", out == family ? ", " : " ", text::to_utf8({points.data(), 1}));
        }
    }
    return out;
}

std::string apa_names(std::vector<config::Creator> const& creators)
{
    std::string out;
    for (std::size_t i = 0; i < creators.size(); ++i) {
        char const* const before = i == 0 ? "" : i + 1 == creators.size() ? ", & " : ", ";
        out += before + apa_name(creators[i].name);
    }
    return out;
}

std::string tex(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        switch (c) {
            case '\\': out += "\\textbackslash{}"; break;
            case '~': out += "\\textasciitilde{}"; break;
            case '^': out += "\\textasciicircum{}"; break;
            case '&':
            case '%':
            case '$':
            case '#':
            case '_':
            case '{':
            case '}': out += '\\'; [[fallthrough]];
            default: out += c;
        }
    }
    return out;
}

std::string bibtex_names(std::vector<config::Creator> const& creators)
{
    std::string out;
    for (auto const& creator : creators) {
        auto const name = tex(one_line(creator.name));
        // Braces keep a group's name in one piece.
        auto const is_group = name_parts(creator.name).given.empty();
        out += fmt::format("{}{}", out.empty() ? "" : " and ", is_group ? "{" + name + "}" : name);
    }
    return out;
}

}  // namespace

std::string citation_text(DatasetInfo const& info)
{
    return one_line(fmt::format("{} ({}). {} (Version {}) [Data set]. {}. {}", apa_names(info.about.creators),
                                info.year(), info.about.title, info.version(), info.about.publisher, info.link()));
}

std::string citation_bibtex(DatasetInfo const& info)
{
    auto const doi = info.doi();
    return fmt::format(
        "@misc{{kewp{0},\n  author       = {{{1}}},\n  title        = {{{{{2}}}}},\n  year         = {{{0}}},\n"
        "  publisher    = {{{3}}},\n  version      = {{{4}}},\n{5}  url          = {{{6}}},\n"
        "  note         = {{Data set}}\n}}\n",
        info.year(), bibtex_names(info.about.creators), tex(one_line(info.about.title)),
        tex(one_line(info.about.publisher)), tex(info.version()),
        doi.empty() ? std::string{} : fmt::format("  doi          = {{{}}},\n", doi), info.link());
}

std::string citation_ris(DatasetInfo const& info)
{
    std::string out;
    auto const line = [&](std::string_view tag, std::string_view value) {
        if (!value.empty()) {
            out += fmt::format("{}  - {}\r\n", tag, one_line(value));
        }
    };
    line("TY", "DATA");
    for (auto const& creator : info.about.creators) {
        line("AU", creator.name);
    }
    line("TI", info.about.title);
    line("PY", std::to_string(info.year()));
    if (info.changed_at) {
        auto day = format_utc(*info.changed_at).substr(0, 10);
        std::ranges::replace(day, '-', '/');
        line("DA", day + "/");
    }
    line("PB", info.about.publisher);
    line("ET", info.version());
    line("DO", info.doi());
    line("UR", info.link());
    line("AB", info.about.description);
    for (auto const& keyword : info.about.keywords) {
        line("KW", keyword);
    }
    out += "ER  - \r\n";
    return out;
}

std::string citation_csl(DatasetInfo const& info)
{
    using boost::json::array;
    using boost::json::object;
    array authors;
    for (auto const& creator : info.about.creators) {
        auto const [family, given] = name_parts(creator.name);
        authors.push_back(given.empty() ? object{{"literal", family}} : object{{"family", family}, {"given", given}});
    }
    array date{info.year()};
    if (info.changed_at) {
        std::chrono::year_month_day const day{std::chrono::floor<std::chrono::days>(*info.changed_at)};
        date.emplace_back(static_cast<unsigned>(day.month()));
        date.emplace_back(static_cast<unsigned>(day.day()));
    }
    array parts;
    parts.emplace_back(std::move(date));
    object item{{"id", fmt::format("kewp{}", info.year())},
                {"type", "dataset"},
                {"title", info.about.title},
                {"author", std::move(authors)},
                {"issued", object{{"date-parts", std::move(parts)}}},
                {"publisher", info.about.publisher},
                {"version", info.version()},
                {"URL", info.link()},
                {"abstract", info.about.description}};
    if (auto const doi = info.doi(); !doi.empty()) {
        item["DOI"] = doi;
    }
    array items;
    items.emplace_back(std::move(item));
    return to_json_text(items) + "\n";
}

}  // namespace kewp::publish
