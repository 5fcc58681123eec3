#include "corpus/gmt.hpp"

#include "base/ids.hpp"
#include "base/text.hpp"
#include "corpus/import_input.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::corpus {
namespace {

constexpr std::size_t kGoIdLength = 10;  // GO:0044208
constexpr std::size_t kShownBytes = 80;  // of a line, in a message

template <class... Args>
tl::unexpected<Error> broken(fmt::format_string<Args...> format, Args&&... args)
{
    return fail(ErrorCode::corrupt, fmt::format(format, std::forward<Args>(args)...));
}

bool is_address(std::string_view text)
{
    return text.starts_with("http://") || text.starts_with("https://");
}

bool is_go_id(std::string_view text)
{
    return text.size() == kGoIdLength && text.starts_with("GO:") &&
           std::all_of(text.begin() + 3, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void take_genes(std::vector<std::string_view> const& fields, std::size_t first, GeneSet& set)
{
    for (auto i = first; i < fields.size(); ++i) {
        auto const gene = text::trim(fields[i]);
        if (!gene.empty()) {
            set.genes.push_back(gene);
        }
    }
}

std::string without_backslashes(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
        }
        result += text[i];
    }
    return result;
}

/// Position of the id in `name {GO:…}` or `name (GO:…)`; npos when there is none.
std::size_t find_go_id(std::string_view text)
{
    for (auto at = text.rfind("GO:"); at != std::string_view::npos && at > 0; at = text.rfind("GO:", at - 1)) {
        auto const close = at + kGoIdLength < text.size() ? text[at + kGoIdLength] : '\0';
        auto const open = text[at - 1];
        if (is_go_id(text.substr(at, kGoIdLength)) &&
            ((open == '{' && close == '}') || (open == '(' && close == ')'))) {
            return at;
        }
    }
    return std::string_view::npos;
}

}  // namespace

Result<GeneSet> parse_wikipathways_set(std::string_view line)
{
    auto const fields = text::split(line, '\t');
    auto rest = fields.front();
    std::string_view parts[3];  // date, id, species: cut off from the end, since a title may hold '%'
    for (auto i = std::size(parts); i-- > 0;) {
        auto const at = rest.rfind('%');
        if (at == std::string_view::npos) {
            return broken("expected 'title%WikiPathways_YYYYMMDD%WPn%species', found '{}'", fields.front());
        }
        parts[i] = text::trim(rest.substr(at + 1));
        rest = rest.substr(0, at);
    }
    auto const id = TargetId::parse(Resource::wikipathways, parts[1].substr(0, parts[1].find('_')));
    if (!id) {
        return broken("expected a pathway id such as WP554, found '{}'", parts[1]);
    }
    GeneSet set;
    set.id = id->str();
    set.name = std::string{text::trim(rest)};
    if (set.name.empty()) {
        return broken("{} has no title", set.id);
    }
    if (parts[0].starts_with("WikiPathways_")) {
        set.date = iso_date(parts[0].substr(std::string_view{"WikiPathways_"}.size()));
    }
    set.species = std::string{parts[2]};
    take_genes(fields, 2, set);
    return set;
}

std::size_t reactome_first_gene(std::string_view line)
{
    auto const fields = text::split(line, '\t');
    if (fields.size() < 3 || !fields[1].starts_with("R-")) {
        return 0;
    }
    auto const third = text::trim(fields[2]);
    return third.empty() || third == "Reactome Pathway" || is_address(third) ? 3 : 2;
}

Result<GeneSet> parse_reactome_set(std::string_view line, std::size_t first_gene)
{
    auto const fields = text::split(line, '\t');
    if (fields.size() < 2) {
        return broken("expected name, id and genes separated by tabs");
    }
    GeneSet set;
    auto const id = text::trim(fields[1]);
    set.id = std::string{id.substr(0, id.find('.'))};
    set.name = std::string{text::trim(fields[0])};
    if (!set.id.starts_with("R-")) {
        return broken("expected a stable id such as R-HSA-109581, found '{}'", id);
    }
    if (set.name.empty()) {
        return broken("{} has no name", set.id);
    }
    take_genes(fields, first_gene, set);
    return set;
}

Result<GeneSet> parse_go_set(std::string_view line)
{
    auto fields = text::split(line, '\t');
    GeneSet set;
    std::size_t first_gene = 1;
    auto const first = text::trim(fields[0]);
    if (is_go_id(first)) {
        set.id = std::string{first};
        set.name = fields.size() > 1 ? without_backslashes(text::trim(fields[1])) : "";
        first_gene = 2;
    } else {
        auto const at = find_go_id(first);
        if (at == std::string_view::npos) {
            return broken("expected a GO id in '{{GO:…}}' or '(GO:…)' after the name, found '{}'",
                          first.substr(0, kShownBytes));
        }
        set.id = std::string{first.substr(at, kGoIdLength)};
        set.name = without_backslashes(text::trim(first.substr(0, at - 1)));
        auto const behind = text::trim(first.substr(at + kGoIdLength + 1));
        if (behind.starts_with(',')) {
            set.genes.push_back(text::trim(behind.substr(1)));
        } else if (fields.size() > 1) {
            // A description or an address has a blank or a slash, which no symbol has.
            auto const second = text::trim(fields[1]);
            first_gene = is_address(second) || second.find(' ') != std::string_view::npos ? 2 : 1;
        }
    }
    take_genes(fields, first_gene, set);
    for (auto& gene : set.genes) {
        gene = text::trim(gene.substr(0, gene.find(',')));
    }
    return set;
}

}  // namespace kewp::corpus
