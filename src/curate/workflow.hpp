#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "corpus/corpus.hpp"
#include "curate/identity.hpp"
#include "curate/submission.hpp"
#include "store/readers.hpp"
#include "store/records.hpp"
#include "store/writer.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace kewp::curate {

/// What stands in the way of a new proposal for a pair.
struct Blocking {
    enum class Kind { pending_proposal, approved_mapping };
    Kind kind = Kind::pending_proposal;
    std::string uuid = {};
};

/// Looks without writing; the database decides again at submission.
[[nodiscard]] Result<std::optional<Blocking>> find_blocking(store::Session& session, store::Pair const& pair);

/// In the error of a refused submission, `fields` holds one entry: field `pending_proposal` or
/// `approved_mapping`, message = the uuid that stands in the way.
[[nodiscard]] std::optional<Blocking> blocking_of(Error const& error);

/// A proposal that needs a look: someone flagged it, or its Key Event or target left the loaded release.
[[nodiscard]] bool is_stale(store::ProposalRecord const& proposal, corpus::Corpus const& corpus);

/// What an administrator changes before approving; an absent member stays as proposed.
struct Edits {
    std::optional<std::string> connection_type = {};
    std::optional<std::string> confidence = {};
    std::optional<std::string> override_reason = {};
    std::optional<store::Assessment> assessment = {};
};

/// A decision on a proposal.
struct Decision {
    std::string uuid = {};
    std::int64_t version = 0;  ///< of the proposal as the administrator saw it
    std::string reason = {};   ///< required for a rejection; shown to the proposer
    Edits edits = {};
};

/// The rules of the curation workflow. Each call is one transaction with its audit lines; all block (SQL)
/// and belong on a pool thread. Thread-safe.
class Workflow {
public:
    using Clock = std::function<Instant()>;
    Workflow(store::Writer& writer, corpus::Corpus const& corpus, Clock clock = now)
        : writer_(writer), corpus_(corpus), clock_(std::move(clock))
    {
    }

    /// Stores a `new` proposal. Errors: invalid_argument with fields; conflict naming the pending proposal
    /// or the approved mapping (see `blocking_of`).
    [[nodiscard]] Result<store::ProposalRecord> submit(Submission const& submission, Actor const& actor);

    /// Asks for the withdrawal of an approved mapping. `reason` is required.
    /// Errors: invalid_argument, not_found, gone.
    [[nodiscard]] Result<store::ProposalRecord> propose_withdrawal(std::string_view mapping_uuid,
                                                                   std::string_view reason, Actor const& actor);

    /// Asks for a change of an approved mapping; `wish` holds what shall be different. `reason` is required.
    /// Errors: invalid_argument (also when nothing would change), not_found, gone.
    [[nodiscard]] Result<store::ProposalRecord> propose_change(std::string_view mapping_uuid, Edits const& wish,
                                                               std::string_view reason, Actor const& actor);

    /// Administrators only. Makes, changes or withdraws the mapping, stamped with approver, time and source
    /// versions, and returns it.
    /// Errors: forbidden, not_found, conflict (decided or changed meanwhile, pair mapped meanwhile), gone,
    /// invalid_argument for bad edits.
    [[nodiscard]] Result<store::MappingRecord> approve(Decision const& decision, Actor const& actor);

    /// Administrators only. Errors: forbidden, not_found, conflict, invalid_argument without a reason.
    [[nodiscard]] Result<store::ProposalRecord> reject(Decision const& decision, Actor const& actor);

    /// By its proposer or an administrator, while pending. Errors: forbidden, not_found, conflict.
    [[nodiscard]] Result<store::ProposalRecord> withdraw_proposal(std::string_view uuid, Actor const& actor);

    /// Administrators only; `reason` is required. The record stays, marked.
    /// Errors: forbidden, not_found, gone, invalid_argument.
    [[nodiscard]] Result<store::MappingRecord> withdraw_mapping(std::string_view uuid, std::string_view reason,
                                                                Actor const& actor);

    /// Administrators only: changes answers, connection type or confidence of a pending proposal; its version grows.
    /// Errors: forbidden, not_found, conflict, invalid_argument with fields.
    [[nodiscard]] Result<store::ProposalRecord> edit(Decision const& decision, Actor const& actor);

    /// Takes a decision back that the same administrator made since `since` (the start of the session). The proposal
    /// waits again; a mapping that its approval made is withdrawn, one that it changed or withdrew is as before.
    /// Errors: forbidden, not_found, conflict (not decided, older, changed since, pair taken meanwhile).
    [[nodiscard]] Result<store::ProposalRecord> undo(std::string_view uuid, std::int64_t version, Instant since,
                                                     Actor const& actor);

private:
    store::Writer& writer_;
    corpus::Corpus const& corpus_;
    Clock clock_;
};

}  // namespace kewp::curate
