#include "base/text.hpp"
#include "corpus/aopwiki_model.hpp"
#include "corpus/turtle.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>

namespace kewp::corpus {
namespace {

// Two vocabularies are in use: that of AOP-Wiki's RDF (aopo, with AOPs, members, roles and status), and that of
// the files made from it for causal reasoning (sbdbel, with relationships and titles only).
constexpr std::string_view kRdfsLabel = "http://www.w3.org/2000/01/rdf-schema#label";
constexpr std::string_view kDcTitle = "http://purl.org/dc/elements/1.1/title";
constexpr std::string_view kDcDescription = "http://purl.org/dc/elements/1.1/description";
constexpr std::string_view kFoafPage = "http://xmlns.com/foaf/0.1/page";
constexpr std::string_view kModified = "http://purl.org/dc/terms/modified";
constexpr std::string_view kAopo = "http://aopkb.org/aop_ontology#";
constexpr std::string_view kBelTerms = "https://www.sbd4nano.eu/bel/#";
constexpr std::string_view kThesaurus = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#";

/// The number in `…identifiers.org/<kind>/<number>`, 0 when the IRI is of another kind.
std::uint32_t number_in(std::string_view iri, std::string_view kind)
{
    auto const slash = iri.rfind('/');
    if (slash == std::string_view::npos || !iri.substr(0, slash).ends_with(kind)) {
        return 0;
    }
    auto const digits = iri.substr(slash + 1);
    std::uint32_t number = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end == digits.data() + digits.size() ? number : 0;
}

/// What the Turtle says about relationships, until all of it is read.
struct Relationship {
    std::optional<KeId> upstream;
    std::optional<KeId> downstream;
    std::size_t line = 0;
};

class TurtleFacts {
public:
    TurtleFacts(AopWikiModel& model, RecordLog& log) : model_(model), log_(log) {}

    void take(Triple const& triple)
    {
        if (auto const ke = number_in(triple.subject, "aop.events"); ke != 0) {
            take_key_event(KeId{ke}, triple);
        } else if (auto const aop = number_in(triple.subject, "/aop"); aop != 0) {
            take_aop(AopId{aop}, triple);
        } else if (auto const relationship = number_in(triple.subject, "aop.relationships"); relationship != 0) {
            take_relationship(relationship, triple);
        }
        if (triple.predicate == kModified) {
            last_modified = std::max(last_modified, std::string{triple.object.substr(0, 10)});
        }
    }

    void finish()
    {
        for (auto const& [number, relationship] : relationships_) {
            if (!relationship.upstream || !relationship.downstream) {
                log_.bad("", relationship.line, fmt::format("relationship {} has no cause or no outcome", number));
                continue;
            }
            log_.good();
            auto const aops = stated_.equal_range(number);
            for (auto it = aops.first; it != aops.second; ++it) {
                model_.add_relationship(it->second, number, *relationship.upstream, *relationship.downstream);
            }
            if (aops.first == aops.second) {
                model_.add_loose_relationship(number, *relationship.upstream, *relationship.downstream);
            }
        }
    }

    std::string last_modified;

private:
    /// A title: `rdfs:label` is one only where it does not repeat the id.
    static bool is_title(Triple const& triple, bool is_id)
    {
        return triple.predicate == kDcTitle || (triple.predicate == kRdfsLabel && !is_id);
    }

    void take_key_event(KeId id, Triple const& triple)
    {
        auto& facts = model_.key_event(id);
        if (is_title(triple, KeId::parse(triple.object).has_value())) {
            log_.good();
            facts.title.offer(triple.object, Trust::turtle);
        } else if (triple.predicate == kDcDescription) {
            model_.states_descriptions = true;
            facts.description.offer(triple.object, Trust::turtle);
        } else if (triple.predicate == kFoafPage) {
            facts.page.offer(triple.object, Trust::turtle);
        } else if (triple.predicate.starts_with(kThesaurus) && triple.predicate.ends_with("#C25664")) {
            facts.level.offer(triple.object, Trust::turtle);
        }
    }

    void take_aop(AopId id, Triple const& triple)
    {
        auto& facts = model_.aop(id);
        if (is_title(triple, AopId::parse(triple.object).has_value())) {
            log_.good();
            facts.title.offer(triple.object, Trust::turtle);
        } else if (triple.predicate.starts_with(kThesaurus) && triple.predicate.ends_with("#C25688")) {
            model_.states_oecd_status = true;
            facts.oecd_status.offer(triple.object, Trust::turtle);
        } else if (triple.predicate.starts_with(kAopo)) {
            take_aop_part(id, triple.predicate.substr(kAopo.size()), triple);
        }
    }

    void take_aop_part(AopId id, std::string_view what, Triple const& triple)
    {
        if (what == "has_key_event_relationship") {
            if (auto const relationship = number_in(triple.object, "aop.relationships"); relationship != 0) {
                stated_.emplace(relationship, id);
            }
            return;
        }
        auto const ke = number_in(triple.object, "aop.events");
        auto const role = what == "has_molecular_initiating_event" ? AopRole::initiating_event
                          : what == "has_adverse_outcome"          ? AopRole::adverse_outcome
                                                                   : AopRole::member;
        if (ke != 0 && (role != AopRole::member || what == "has_key_event")) {
            model_.states_roles = model_.states_roles || role != AopRole::member;
            model_.add_member(id, KeId{ke}, role);
        }
    }

    void take_relationship(std::uint32_t number, Triple const& triple)
    {
        auto const is_cause = triple.predicate == std::string{kBelTerms} + "cause" ||
                              triple.predicate == std::string{kAopo} + "has_upstream_key_event";
        auto const is_outcome = triple.predicate == std::string{kBelTerms} + "outcome" ||
                                triple.predicate == std::string{kAopo} + "has_downstream_key_event";
        auto& relationship = relationships_[number];
        relationship.line = relationship.line == 0 ? triple.line : relationship.line;
        auto const ke = is_cause || is_outcome ? number_in(triple.object, "aop.events") : 0;
        if (ke != 0) {
            (is_cause ? relationship.upstream : relationship.downstream) = KeId{ke};
        }
    }

    AopWikiModel& model_;
    RecordLog& log_;
    std::map<std::uint32_t, Relationship> relationships_;
    std::multimap<std::uint32_t, AopId> stated_;  // relationship to AOPs that list it
};

}  // namespace

Result<void> read_aopwiki_turtle(ImportContext& context, Input const& input, AopWikiModel& model, ReleaseInfo& release)
{
    auto reader = InputReader::open(input, context.progress);
    if (!reader) {
        return fail(reader.error());
    }
    context.log.begin_input(input.given());
    TurtleFacts facts{model, context.log};
    auto const read = read_turtle(
        reader->source(), [&](Triple const& triple) { facts.take(triple); },
        [&](std::size_t line, std::string reason) { context.log.bad("", line, std::move(reason)); });
    if (!read) {
        return fail_in(input.given(), read.error());
    }
    facts.finish();
    auto const named = date_in_name(input.name());
    release.offer(named.empty() ? facts.last_modified : named,
                  named.empty() ? "turtle:max(dcterms:modified)" : "file-name");
    context.progress.finish(fmt::format("{} titles and relationships", context.log.input_good()));
    return context.log.end_input();
}

}  // namespace kewp::corpus
