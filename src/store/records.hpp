#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kewp::store {

/// How sure the curators are, weakest first, so that `<` compares tiers.
enum class Confidence : std::uint8_t { low, medium, high };
enum class GoDirection : std::uint8_t { positive, negative };
/// What a proposal asks for. `new_pair` is written `new`.
enum class ProposalKind : std::uint8_t { new_pair, change, withdraw };
enum class ProposalStatus : std::uint8_t { pending, approved, rejected, withdrawn };

/// The words used in SQL, JSON and forms (`low`, `positive`, `new`, `pending` …).
[[nodiscard]] char const* name_of(Confidence value);
[[nodiscard]] char const* name_of(GoDirection value);
[[nodiscard]] char const* name_of(ProposalKind value);
[[nodiscard]] char const* name_of(ProposalStatus value);

/// Reads those words, letters in any case. Error: invalid_argument naming the text and the choices.
[[nodiscard]] Result<Confidence> parse_confidence(std::string_view text);
[[nodiscard]] Result<GoDirection> parse_go_direction(std::string_view text);
[[nodiscard]] Result<ProposalKind> parse_proposal_kind(std::string_view text);
[[nodiscard]] Result<ProposalStatus> parse_proposal_status(std::string_view text);

/// `positive regulation of …` and `negative regulation of …` at the start of a GO name say a direction.
[[nodiscard]] std::optional<GoDirection> go_direction_of_name(std::string_view go_name);

/// A Key Event and what it is mapped to.
struct Pair {
    KeId ke_id;
    TargetId target_id;
    auto operator<=>(Pair const&) const = default;
};

/// The curator's answers as they were given. WikiPathways and Reactome use the four words, GO the
/// three scores of 0 to 3. What they mean and add up to is the business of `curate/assessment.hpp`.
struct Assessment {
    std::optional<std::string> relationship = {};
    std::optional<std::string> basis = {};
    std::optional<std::string> specificity = {};
    std::optional<std::string> coverage = {};
    std::optional<int> connection_score = {};
    std::optional<int> specificity_score = {};
    std::optional<int> evidence_score = {};
    bool operator==(Assessment const&) const = default;

    [[nodiscard]] bool answered() const
    {
        return relationship || basis || specificity || coverage || connection_score || specificity_score ||
               evidence_score;
    }
};

/// Releases of the sources at the time of approval; absent where they were not known.
struct SourceStamp {
    std::optional<std::string> aopwiki = {};         ///< snapshot date, `2026-05-06`
    std::optional<std::string> target_version = {};  ///< e.g. `96` (Reactome), `releases/2026-01-23` (GO)
    std::optional<std::string> target_date = {};     ///< release date of the target's source, `2026-05-10`
    bool operator==(SourceStamp const&) const = default;
};

/// What a mapping and a proposal say about a pair.
struct Claim {
    std::string ke_title = {};
    std::string target_title = {};
    std::optional<std::string> go_namespace = {};  ///< `biological_process`, `molecular_function`; GO only
    std::optional<std::string> species = {};       ///< Reactome only
    std::optional<std::string> connection_type = {};
    std::optional<Confidence> computed_confidence = {};  ///< what the answers add up to
    std::optional<std::string> override_reason = {};     ///< why the curator chose another confidence
    Assessment assessment = {};
    std::optional<double> suggestion_score = {};  ///< finite, 0 to 1
};

/// An approved mapping, or one that was approved once and has been withdrawn (`withdrawn_at`).
struct MappingRecord {
    Pair pair;
    std::int64_t id = 0;
    std::string uuid = {};
    Claim claim = {};
    Confidence confidence = Confidence::low;
    std::string assessment_version = "v1";  ///< `v2` when any question was answered
    std::optional<GoDirection> go_direction = {};
    std::optional<std::string> created_by = {};   ///< identity; differs from proposed_by in imported rows only
    std::optional<std::string> proposed_by = {};  ///< identity `provider:name`
    std::optional<std::string> approved_by = {};
    std::optional<Instant> approved_at = {};
    std::optional<std::string> updated_by = {};
    SourceStamp sources = {};
    std::optional<Instant> withdrawn_at = {};
    std::optional<std::string> withdrawn_by = {};
    std::optional<std::string> withdrawn_reason = {};
    Instant created_at = {};
    Instant updated_at = {};
    std::optional<std::int64_t> reference_id = {};  ///< row number in the database it was imported from

    [[nodiscard]] Resource resource() const { return pair.target_id.resource(); }
};

/// A curator's wish. A pending one always has its pair; an old imported one may lack it.
struct ProposalRecord {
    Resource resource = Resource::wikipathways;
    std::int64_t id = 0;
    std::string uuid = {};
    ProposalKind kind = ProposalKind::new_pair;
    ProposalStatus status = ProposalStatus::pending;
    std::optional<Pair> pair = {};
    std::optional<std::string> mapping_uuid = {};  ///< the mapping to change, or the one its approval made
    Claim claim = {};
    std::optional<Confidence> confidence = {};  ///< always set for a new pair; for a change: the new value
    std::optional<std::string> note = {};
    std::optional<std::string> proposed_by = {};  ///< identity `provider:name`
    std::optional<std::string> display_name = {};
    std::optional<std::string> affiliation = {};
    std::optional<std::string> email = {};  ///< never public
    std::optional<std::string> decided_by = {};
    std::optional<Instant> decided_at = {};
    std::optional<std::string> reason = {};  ///< of the decision; shown to the proposer
    bool stale = false;                      ///< someone asked for attention, or the target left the release
    std::int64_t version = 1;                ///< optimistic lock: grows with every change
    Instant created_at = {};
    Instant updated_at = {};
    std::optional<std::int64_t> reference_id = {};
};

/// One line of the append-only history.
struct AuditRecord {
    std::int64_t id = 0;
    Instant at = {};
    std::string actor = {};   ///< identity, `system:…` for the service itself
    std::string action = {};  ///< `proposal.submit`, `proposal.approve`, `mapping.create` …
    std::string object_uuid = {};
    std::optional<std::string> before = {};  ///< JSON
    std::optional<std::string> after = {};   ///< JSON
    std::string request_id = {};
};

/// A signed-in browser. The token itself is never stored, only its hash.
struct SessionRecord {
    std::string token_hash = {};  ///< SHA-256, lower-case hex
    std::string identity = {};
    std::string display_name = {};
    std::string affiliation = {};
    std::string user_agent = {};
    Instant created_at = {};
    Instant last_seen_at = {};
    Instant expires_at = {};  ///< absolute end, whatever the activity
};

/// A workshop code. The code itself is never stored, only its hash.
struct GuestCodeRecord {
    std::int64_t id = 0;
    std::string code_hash = {};
    std::string label = {};
    std::string created_by = {};
    Instant created_at = {};
    Instant expires_at = {};
    std::int64_t max_uses = 1;
    std::int64_t use_count = 0;
    std::optional<Instant> revoked_at = {};
    std::optional<std::string> revoked_by = {};
};

/// A person who signed in at least once.
struct UserRecord {
    std::int64_t id = 0;
    std::string identity = {};
    std::string display_name = {};
    std::optional<std::string> affiliation = {};
    std::optional<std::string> email = {};
    std::optional<std::string> provider_id = {};  ///< the provider's unchanging account number, where it has one
    Instant created_at = {};
    Instant updated_at = {};
    std::optional<Instant> last_sign_in_at = {};
};

/// Something that a curator has begun; `body` is the form as the application left it (JSON).
struct DraftRecord {
    std::string uuid = {};
    std::string owner = {};
    std::string body = {};
    Instant created_at = {};
    Instant updated_at = {};
};

/// A second curator's answers about a proposal, given without sight of the first ones.
struct OpinionRecord {
    std::int64_t id = 0;
    std::string uuid = {};
    std::string proposal_uuid = {};
    std::string curator = {};
    std::string asked_by = {};
    Instant created_at = {};
    std::optional<Instant> given_at = {};
    std::optional<std::string> first_by = {};  ///< the proposer
    std::optional<std::string> first = {};     ///< the proposer's answers as submitted, JSON
    std::optional<std::string> answers = {};   ///< JSON, of the same form
    std::optional<std::string> note = {};
};

/// What happened to someone's proposals, or is asked of them.
struct NoticeRecord {
    std::int64_t audit_id = 0;
    Instant at = {};
    std::string action = {};       ///< of the audit: `proposal.approve`, `opinion.ask` …
    std::string object_uuid = {};  ///< of the proposal or the opinion
    std::string ke_id = {};
    std::string ke_title = {};
    std::string target_id = {};
    std::string target_title = {};
    std::optional<std::string> reason = {};
};

/// An administrator's choice that a Key Event's description takes no part in matching.
struct DescriptionOverride {
    KeId ke_id{0};
    bool disabled = false;
    std::optional<std::string> updated_by = {};
    Instant updated_at = {};
};

}  // namespace kewp::store
