#pragma once

#include "corpus/corpus.hpp"
#include "curate/workflow.hpp"
#include "store/audit_repository.hpp"
#include "store_fixture.hpp"

#include <string>

namespace kewp::curate::testing {

using store::testing::value;

/// Three Key Events and a target of each resource.
inline corpus::CorpusParts small_parts()
{
    corpus::CorpusParts parts;
    parts.key_events = {{KeId(55), "Increase, Cell injury/death", "", "Cellular", "", {}, {}, {}},
                        {KeId(188), "N/A, Neuroinflammation", "", "Tissue", "", {}, {}, {}},
                        {KeId(360), "Decrease, Population trajectory", "", "Population", "", {}, {}, {}}};
    auto const target = [](TargetId id, char const* title) {
        corpus::Target made{.id = id};
        made.title = title;
        return made;
    };
    parts.targets[0] = {target(TargetId(Resource::wikipathways, 554), "ACE inhibitor pathway"),
                        target(TargetId(Resource::wikipathways, 254), "Apoptosis")};
    parts.targets[1] = {target(TargetId(Resource::go, 43066), "negative regulation of apoptotic process")};
    parts.targets[2] = {target(TargetId(Resource::go, 5515), "protein binding")};
    parts.targets[3] = {target(TargetId(Resource::reactome, 109581), "Apoptosis")};
    parts.versions = corpus::SourceVersions::parse(
                         R"({"captured_at": "2026-05-14T21:46:25Z", "sources": {
                             "wikipathways": {"status": "ok", "release_date": "2026-05-10"},
                             "reactome": {"status": "ok", "release_version": "96", "release_date": "2026-03-25"},
                             "aopwiki": {"status": "ok", "snapshot_date": "2026-05-06"}}})",
                         "source_versions.json")
                         .value();
    return parts;
}

/// A high-confidence submission of KE 55 and WP254.
inline Submission good_submission()
{
    Submission submission;
    submission.resource = "wikipathways";
    submission.ke_id = "KE 55";
    submission.target_id = "WP254";
    submission.relationship = "causative";
    submission.basis = "known";
    submission.specificity = "specific";
    submission.coverage = "complete";
    return submission;
}

inline Actor actor(char const* identity, Role role)
{
    Actor actor{Identity::parse(identity).value(), role};
    actor.display_name = "Someone";
    actor.email = "someone@example.org";
    actor.request_id = "request-1";
    return actor;
}

class WorkflowTest : public store::testing::StoreTest {
protected:
    store::ProposalRecord submitted() { return value(workflow_.submit(good_submission(), alice_)); }

    std::vector<std::string> history(std::string const& uuid)
    {
        auto const lines =
            value(readers_.read([&](store::Session& session) { return store::list_audit(session, uuid); }));
        std::vector<std::string> actions;
        for (auto const& line : lines) {
            actions.push_back(line.action);
        }
        return actions;
    }

    store::ProposalRecord proposal(std::string const& uuid)
    {
        return value(readers_.read([&](store::Session& session) { return store::find_proposal(session, uuid); }))
            .value();
    }

    static Decision on(store::ProposalRecord const& record, std::string reason = {})
    {
        Decision decision;
        decision.uuid = record.uuid;
        decision.version = record.version;
        decision.reason = std::move(reason);
        return decision;
    }

    corpus::Corpus const corpus_{small_parts()};
    store::Writer writer_{database()};
    store::Readers readers_{database()};
    Workflow workflow_{writer_, corpus_};
    Actor const alice_ = actor("github:alice", Role::curator);
    Actor const bob_ = actor("orcid:0000-0002-1825-0097", Role::curator);
    Actor const carol_ = actor("github:carol", Role::admin);
};

}  // namespace kewp::curate::testing
