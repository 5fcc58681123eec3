#include "web/key_event_view.hpp"

#include "base/json_text.hpp"
#include "web/layout.hpp"
#include "web/paging.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::web {
namespace {

constexpr std::size_t kGenesShown = 40;
constexpr std::size_t kSmallGeneSet = 5;  // analyses commonly skip smaller sets

Html aops_of(corpus::KeyEvent const& event, corpus::Corpus const& corpus)
{
    Html out;
    for (auto const id : event.aops) {
        auto const* const aop = corpus.find(id);
        out += markup(R"(<div><a href="https://aopwiki.org/aops/{}" rel="noreferrer">{}</a> {}</div>)", id.number(),
                      id.str(), aop == nullptr ? "" : aop->title);
    }
    return event.aops.empty() ? markup("none") : out;
}

/// The events directly before (`upstream`) or after this one, over all of its AOPs, each once.
Html neighbours(corpus::KeyEvent const& event, corpus::Corpus const& corpus, bool upstream)
{
    std::vector<KeId> ids;
    for (auto const aop_id : event.aops) {
        auto const* const aop = corpus.find(aop_id);
        for (auto const& [before, after] : aop == nullptr ? std::vector<std::pair<KeId, KeId>>{} : aop->relationships) {
            auto const here = upstream ? after : before;
            auto const other = upstream ? before : after;
            if (here == event.id && std::ranges::find(ids, other) == ids.end()) {
                ids.push_back(other);
            }
        }
    }
    Html out;
    for (auto const id : ids) {
        auto const* const other = corpus.find(id);
        out += markup(R"(<div><a href="/ke/{}">{}</a> {}</div>)", id.number(), id.str(),
                      other == nullptr ? "" : other->title);
    }
    return ids.empty() ? markup("none") : out;
}

std::string joined(std::vector<std::string> const& words, std::size_t most)
{
    auto text = fmt::format(
        "{}",
        fmt::join(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(std::min(most, words.size())), ", "));
    return words.size() > most ? text + fmt::format(" and {} more", words.size() - most) : text;
}

Html mapped_list(std::vector<store::MappingRecord> const& mapped)
{
    Html out;
    for (auto const& mapping : mapped) {
        out += markup(R"(<div>{} <a href="/mappings/{}">{}</a> {}</div>)", badge(store::name_of(mapping.confidence)),
                      mapping.uuid, mapping.pair.target_id.str(), mapping.claim.target_title);
    }
    return mapped.empty() ? markup("nothing yet") : out;
}

Html size_text(corpus::Target const& target)
{
    auto const size = target.gene_count();
    if (!size) {
        return markup("gene-set size unknown");
    }
    if (*size < kSmallGeneSet) {
        return markup("<strong>{} genes: too few, analyses will skip it</strong>", *size);
    }
    return markup("{} genes", *size);
}

Html propose_link(corpus::KeyEvent const& event, corpus::Target const& target, std::string_view score)
{
    return markup(
        R"(<p><a class="button" href="/propose?ke={}&amp;resource={}&amp;target={}&amp;score={}">Propose this</a></p>)",
        form_encode(event.id.str()), name_of(target.id.resource()), form_encode(target.id.str()), score);
}

Html target_heading(corpus::Target const& target, Html const& after)
{
    constexpr std::size_t shown = 280;
    auto description = text::strip_html(target.description);
    if (text::length(description) > shown) {
        description = text::to_utf8(text::to_utf32(description).substr(0, shown)) + "…";
    }
    Html out = markup(R"(<h3><a href="{}" rel="noreferrer">{}</a> {} {}</h3>
)",
                      target.link, target.id.str(), target.title, after);
    if (!description.empty()) {
        out += markup("<p>{}</p>\n", description);
    }
    return out;
}

Html signal_parts(suggest::Suggestion const& suggestion)
{
    Html out;
    for (auto const& part : suggestion.signals) {
        out += part.available ? markup("{} {} (weight {}) · ", name_of(part.signal), fmt::format("{:.2f}", part.value),
                                       fmt::format("{:.2f}", part.weight))
                              : markup("{} not available · ", name_of(part.signal));
    }
    return out;
}

}  // namespace

Html key_event_context(corpus::KeyEvent const& event, corpus::Corpus const& corpus,
                       std::vector<store::MappingRecord> const& mapped)
{
    auto const description = text::strip_html(event.description);
    Html out = description.empty() ? markup("<p class=\"fine\">AOP-Wiki has no description of this Key Event.</p>")
               : text::length(description) > 600
                   ? markup("<details><summary>Description</summary><p>{}</p></details>", description)
                   : markup("<p>{}</p>", description);
    out += markup(
        "<dl><dt>Level</dt><dd>{}</dd><dt>AOPs</dt><dd>{}</dd><dt>Upstream</dt><dd>{}</dd>"
        "<dt>Downstream</dt><dd>{}</dd>",
        event.level.empty() ? "unknown" : event.level, aops_of(event, corpus), neighbours(event, corpus, true),
        neighbours(event, corpus, false));
    out += markup(R"(<dt>Genes</dt><dd class="genes">{}</dd><dt>Mapped so far</dt><dd>{}</dd></dl>
)",
                  event.gene_symbols.empty() ? "none known" : joined(event.gene_symbols, kGenesShown),
                  mapped_list(mapped));
    return out;
}

Html suggestion_cards(suggest::SuggestionList const& list)
{
    Html out;
    for (auto const& warning : list.warnings) {
        out += markup(R"(<p class="fine">{}</p>
)",
                      warning.message);
    }
    if (list.suggestions.empty()) {
        return out += markup("<p>Nothing to suggest. Search for a target instead.</p>");
    }
    for (auto const& suggestion : list.suggestions) {
        auto const score = number_text(suggestion.score);
        out += markup("<section class=\"card\">{}<p>{}</p>\n",
                      target_heading(*suggestion.target, suggestion.tier.empty() ? Html{} : badge(suggestion.tier)),
                      suggestion.reason);
        out += markup("<p class=\"fine\">Score <strong>{}</strong>: {}{}</p>\n", score, signal_parts(suggestion),
                      size_text(*suggestion.target));
        if (!suggestion.genes.matching.empty()) {
            out += markup("<p class=\"genes\">Shared genes: {}</p>\n", joined(suggestion.genes.matching, kGenesShown));
        }
        out += propose_link(*list.key_event, *suggestion.target, score);
        out += markup("</section>\n");
    }
    return out;
}

Html search_cards(corpus::KeyEvent const& event, suggest::SearchResult const& result)
{
    if (result.hits.empty()) {
        return markup("<p>No target matches ‘{}’. Try its id or fewer words.</p>", result.query);
    }
    Html out;
    for (auto const& hit : result.hits) {
        out += markup("<section class=\"card\">{}<p class=\"fine\">{}</p>{}</section>\n",
                      target_heading(*hit.target, {}), size_text(*hit.target), propose_link(event, *hit.target, ""));
    }
    return out;
}

}  // namespace kewp::web
