#include "publish/sssom.hpp"

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "publish/csv.hpp"
#include "publish/labels.hpp"
#include "publish/mapping_rdf.hpp"
#include "publish/pieces.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <vector>

namespace kewp::publish {
namespace {

constexpr std::string_view kColumns[] = {
    "record_id",   "subject_id",    "subject_label",         "predicate_id",
    "object_id",   "object_label",  "mapping_justification", "author_id",
    "reviewer_id", "object_source", "object_source_version", "mapping_date",
    "confidence",  "comment",
};

/// Where people sign in whose names are no web addresses anywhere: they get one below the data set.
constexpr std::string_view kOwnProviders[] = {"demo", "erased", "guest", "ls", "surf", "system"};

using Prefixes = std::vector<std::pair<std::string, std::string>>;

Prefixes prefixes(std::string_view mapping_iri)
{
    auto const identities = iri_of_dataset(mapping_iri) + "/identity/";
    Prefixes map{
        {"GO", "http://purl.obolibrary.org/obo/GO_"},
        {"aop.events", "https://identifiers.org/aop.events/"},
        {"bioregistry", "https://bioregistry.io/registry/"},
        {"github", "https://github.com/"},
        {"identity", identities},
        {"mapping", std::string{mapping_iri}},
        {"orcid", "https://orcid.org/"},
        {"reactome", "https://identifiers.org/reactome/"},
        {"semapv", "https://w3id.org/semapv/vocab/"},
        {"skos", "http://www.w3.org/2004/02/skos/core#"},
        {"wikipathways", "https://identifiers.org/wikipathways/"},
    };
    for (auto const provider : kOwnProviders) {
        map.emplace_back(provider, fmt::format("{}{}/", identities, provider));
    }
    std::ranges::sort(map);
    return map;
}

std::string yaml_text(std::string_view text)
{
    return to_json_text(boost::json::value(text));  // a JSON string is a YAML string too
}

/// The header: YAML behind `#`.
std::string header(DataSetFacts const& facts, corpus::Corpus const& corpus, std::optional<Instant> time)
{
    std::string yaml;
    auto const line = [&](std::string_view key, std::string const& value) {
        yaml += fmt::format("#{}: {}\n", key, value);
    };
    line("sssom_version", yaml_text("1.1"));
    line("mapping_set_id", yaml_text(iri_of_dataset(facts.mapping_iri)));
    line("mapping_set_title", yaml_text(facts.title));
    line("mapping_set_description", yaml_text(facts.description));
    if (time) {
        line("mapping_set_version", yaml_text(format_utc(*time).substr(0, 10)));
    }
    line("license", yaml_text(facts.licence));
    line("subject_source", yaml_text("bioregistry:aop.events"));
    if (auto const version = corpus.versions().display(corpus::Source::aopwiki)) {
        line("subject_source_version", yaml_text(*version));
    }
    yaml += "#curie_map:\n";
    for (auto const& [prefix, iri] : prefixes(facts.mapping_iri)) {
        yaml += fmt::format("#  {}: {}\n", yaml_text(prefix), yaml_text(iri));
    }
    return yaml;
}

/// `github:alice` as a CURIE whose prefix the header declares.
std::string person(std::optional<std::string> const& identity)
{
    if (!identity || identity->empty()) {
        return {};
    }
    auto const colon = identity->find(':');
    auto const provider = std::string_view{*identity}.substr(0, colon);
    bool const known =
        colon != std::string::npos && (provider == "github" || provider == "orcid" ||
                                       std::ranges::find(kOwnProviders, provider) != std::end(kOwnProviders));
    return known ? fmt::format("{}:{}", provider, text::percent_encode(std::string_view{*identity}.substr(colon + 1)))
                 : "identity:" + text::percent_encode(*identity);
}

std::string curie_of(TargetId id)
{
    switch (id.resource()) {
        case Resource::wikipathways: return "wikipathways:" + id.str();
        case Resource::go: return id.str();
        case Resource::reactome: return "reactome:" + id.str();
    }
    return {};
}

std::string source_of(Resource resource)
{
    return fmt::format("bioregistry:{}", name_of(resource));
}

std::string comment_of(store::MappingRecord const& mapping)
{
    std::string comment;
    if (mapping.claim.connection_type) {
        comment = "connection: " + *mapping.claim.connection_type;
    }
    if (mapping.go_direction) {
        comment += fmt::format("{}direction: {}", comment.empty() ? "" : "; ", store::name_of(*mapping.go_direction));
    }
    return one_line(comment);
}

std::vector<std::string> row_of(store::MappingRecord const& mapping)
{
    auto const& version = mapping.sources.target_version ? mapping.sources.target_version : mapping.sources.target_date;
    return {
        "mapping:" + text::percent_encode(mapping.uuid),
        fmt::format("aop.events:{}", mapping.pair.ke_id.number()),
        one_line(mapping.claim.ke_title),
        "skos:relatedMatch",
        curie_of(mapping.pair.target_id),
        one_line(mapping.claim.target_title),
        "semapv:ManualMappingCuration",
        person(mapping.proposed_by ? mapping.proposed_by : mapping.created_by),
        person(mapping.approved_by),
        source_of(mapping.resource()),
        one_line(version.value_or("")),
        format_utc(mapping.approved_at.value_or(mapping.created_at)).substr(0, 10),
        number_text(sssom_confidence(mapping.confidence)),
        comment_of(mapping),
    };
}

}  // namespace

double sssom_confidence(store::Confidence confidence)
{
    switch (confidence) {
        case store::Confidence::high: return 0.9;
        case store::Confidence::medium: return 0.6;
        case store::Confidence::low: return 0.3;
    }
    return 0;
}

Result<void> write_sssom(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                         DataSetFacts const& facts, Sink const& sink)
{
    auto const time = time_of_data(session, selection);
    if (!time) {
        return fail(time.error());
    }
    Pieces pieces{sink};
    pieces.append(header(facts, corpus, *time));
    append_tsv_record(pieces.buffer(), std::vector<std::string>{std::begin(kColumns), std::end(kColumns)});
    auto const written = each_mapping(session, selection, [&](store::MappingRecord const& mapping) {
        append_tsv_record(pieces.buffer(), row_of(mapping));
        return pieces.flush();
    });
    return written ? pieces.finish() : fail(written.error());
}

}  // namespace kewp::publish
