#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "corpus/corpus.hpp"
#include "curate/agreement.hpp"
#include "curate/identity.hpp"
#include "curate/submission.hpp"
#include "store/readers.hpp"
#include "store/records.hpp"
#include "store/writer.hpp"

#include <string_view>
#include <vector>

namespace kewp::curate {

/// An administrator asks `curator` what it thinks of a pending proposal, without showing the first answers.
/// Errors: forbidden, not_found (proposal, curator never signed in), conflict (decided, asked already),
/// invalid_argument (the proposer itself, a guest).
[[nodiscard]] Result<store::OpinionRecord> ask_opinion(store::Writer& writer, std::string_view proposal_uuid,
                                                       Identity const& curator, Actor const& actor, Instant at);

/// The curator answers; every question must be answered. `typed` needs only answers and note.
/// Errors: invalid_argument with fields; not_found for someone else's; conflict when given already, or when the
/// proposal was decided meanwhile and its answers may be known.
[[nodiscard]] Result<store::OpinionRecord> give_opinion(store::Writer& writer, corpus::Corpus const& corpus,
                                                        std::string_view uuid, Submission const& typed,
                                                        Actor const& actor, Instant at);

/// What was given, for `agreement_report`.
[[nodiscard]] Result<std::vector<Judgement>> read_judgements(store::Session& session);

}  // namespace kewp::curate
