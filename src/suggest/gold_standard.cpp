#include "suggest/gold_standard.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "suggest/target_search.hpp"
#include "suggest/text_prep.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::suggest {
namespace {

constexpr std::size_t kMostOfOneKeyEvent = 5;
constexpr std::size_t kLeastHits = 2;
constexpr double kLeastLikely = 0.01;     // p-value times the number of targets
constexpr std::size_t kShortestName = 6;  // bytes; shorter names stand in too many titles by chance

void finish(GoldStandard& standard)
{
    std::ranges::sort(standard.pairs);
    auto const again = std::ranges::unique(standard.pairs);
    standard.pairs.erase(again.begin(), again.end());
}

/// A name through `clean`, without the words that pathway databases add to names.
std::string short_name(std::string name)
{
    for (auto const* const ending : {" pathways", " pathway", " signaling", " signalling"}) {
        if (name.ends_with(ending)) {
            name.resize(name.size() - std::string_view{ending}.size());
        }
    }
    return name;
}

bool stands_in(std::string const& name, std::string const& title)
{
    return name.size() >= kShortestName && name.size() <= title.size() && compare_names(name, title) != NameMatch::none;
}

std::optional<KeId> key_event_in(std::string_view cell)
{
    auto const id = KeId::parse(cell);
    // A bare number may be anything.
    auto const is_bare = cell.find_first_not_of("0123456789") == std::string_view::npos;
    return id && !is_bare ? std::optional{*id} : std::nullopt;
}

std::vector<std::string_view> cells_of(std::string_view line)
{
    std::vector<std::string_view> cells;
    for (std::size_t begin = 0; begin <= line.size();) {
        auto const end = std::min(line.find_first_of("\t,;", begin), line.size());
        auto cell = text::trim(line.substr(begin, end - begin));
        if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') {
            cell = cell.substr(1, cell.size() - 2);
        }
        cells.push_back(cell);
        begin = end + 1;
    }
    return cells;
}

}  // namespace

GoldStandard gold_by_genes(KindIndex const& index, corpus::Corpus const& corpus)
{
    GoldStandard standard{.name = "genes",
                          .made_of =
                              "targets whose genes are enriched in those of the Key Event (at least 2 in common, "
                              "Bonferroni-corrected p < 0.01, the 5 best); the gene signal is left out",
                          .pairs = {},
                          .left_out = {Signal::gene}};
    if (!index.has_genes()) {
        return standard;
    }
    std::size_t suggested = 0;
    for (std::size_t target = 0; target < index.size(); ++target) {
        suggested += index.can_be_suggested(target) ? 1 : 0;
    }
    for (auto const& ke : corpus.key_events()) {
        auto const annotated = index.annotated(ke.genes);
        auto const hits = index.count_hits(ke.genes);
        std::vector<std::pair<double, std::size_t>> found;
        for (std::size_t target = 0; target < index.size(); ++target) {
            if (index.can_be_suggested(target) && hits[target] >= kLeastHits) {
                auto const p = index.test().p_value({hits[target], annotated, index.targets()[target].genes.size()});
                if (p * static_cast<double>(suggested) < kLeastLikely) {
                    found.emplace_back(p, target);
                }
            }
        }
        std::ranges::sort(found);
        found.resize(std::min(found.size(), kMostOfOneKeyEvent));
        for (auto const& [p, target] : found) {
            standard.pairs.push_back({ke.id, target});
        }
    }
    finish(standard);
    return standard;
}

GoldStandard gold_by_titles(KindIndex const& index, corpus::Corpus const& corpus)
{
    GoldStandard standard{.name = "titles",
                          .made_of =
                              "targets whose name or exact synonym stands in the title of the Key Event (the 5 "
                              "longest); words, ontology tags and boosts by name are left out",
                          .pairs = {},
                          .left_out = {Signal::lexical, Signal::ontology}};
    std::vector<std::vector<std::string>> names(index.size());
    for (std::size_t target = 0; target < index.size(); ++target) {
        if (index.can_be_suggested(target)) {
            names[target].push_back(short_name(index.clean_name(target)));
            for (auto const& synonym : index.targets()[target].synonyms) {
                if (synonym.type == "EXACT") {
                    names[target].push_back(short_name(clean(synonym.text)));
                }
            }
        }
    }
    for (auto const& ke : corpus.key_events()) {
        auto const title = clean(strip_direction(ke.title));
        std::vector<std::pair<std::size_t, std::size_t>> found;
        for (std::size_t target = 0; target < names.size(); ++target) {
            std::size_t longest = 0;
            for (auto const& name : names[target]) {
                longest = name.size() > longest && stands_in(name, title) ? name.size() : longest;
            }
            if (longest > 0) {
                found.emplace_back(longest, target);
            }
        }
        std::ranges::sort(found, [](auto const& a, auto const& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        found.resize(std::min(found.size(), kMostOfOneKeyEvent));
        for (auto const& [length, target] : found) {
            standard.pairs.push_back({ke.id, target});
        }
    }
    finish(standard);
    return standard;
}

Result<GoldStandard> gold_from_file(std::filesystem::path const& file, KindIndex const& index,
                                    corpus::Corpus const& corpus)
{
    auto const text = read_file(file);
    if (!text) {
        return fail(text.error());
    }
    GoldStandard standard{.name = "pairs",
                          .made_of = fmt::format("the pairs of {}", file.filename().string()),
                          .pairs = {},
                          .left_out = {}};
    bool any = false;
    std::string_view rest = *text;
    while (!rest.empty()) {
        auto const end = std::min(rest.find('\n'), rest.size());
        std::optional<KeId> ke;
        std::vector<TargetId> targets;
        for (auto const cell : cells_of(rest.substr(0, end))) {
            if (auto const id = target_id_in(resource_of(index.kind()), cell)) {
                targets.push_back(*id);
            } else if (!ke) {
                ke = key_event_in(cell);
            }
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
        any = any || (ke && !targets.empty());
        for (auto const& id : targets) {
            auto const target = index.targets().index_of(id);
            if (ke && corpus.find(*ke) != nullptr && target && index.can_be_suggested(*target)) {
                standard.pairs.push_back({*ke, *target});
            }
        }
    }
    if (!any) {
        return fail(ErrorCode::corrupt,
                    fmt::format("{}: no row has the id of a Key Event (KE 55) and that of a target ({}); expected a "
                                "table with both in cells of their own",
                                file.string(), name_of(index.kind())));
    }
    finish(standard);
    return standard;
}

}  // namespace kewp::suggest
