#pragma once

#include "base/result.hpp"
#include "corpus/corpus.hpp"
#include "curate/workflow.hpp"
#include "store/readers.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::curate {

/// What became, or would become, of one row.
struct BatchOutcome {
    enum class State { ready, stored, repeated, pending, mapped, invalid };
    State state = State::ready;
    std::size_t line = 0;
    std::string ke_id = {};
    std::string target_id = {};
    std::string uuid = {};     ///< of the proposal made, or of what stands in the way
    std::string message = {};  ///< for a person
    std::vector<FieldError> errors = {};
};

/// `ready`, `stored`, `repeated`, `pending`, `mapped`, `invalid`.
[[nodiscard]] char const* name_of(BatchOutcome::State state);

struct BatchReport {
    bool dry_run = true;
    std::string form;  ///< `table` (our column names) or `sssom`
    std::vector<BatchOutcome> rows;
    [[nodiscard]] std::size_t count(BatchOutcome::State state) const;
};

/// Proposes every row of a CSV, TSV or SSSOM table, each for itself; a dry run only says what would happen.
///
/// Columns of a table are the fields of a submission (`resource`, `ke_id`, `target_id`, answers, `confidence` …).
/// SSSOM: one of subject and object is a Key Event, the other a target, as CURIE or URL; `confidence` from 0.75 is
/// high, from 0.5 medium, below low; `comment` becomes the note. Rows with `predicate_modifier` Not are refused.
/// Errors: those of `read_batch_table`; invalid_argument when the columns are neither; a database's.
[[nodiscard]] Result<BatchReport> propose_batch(std::string_view text, bool dry_run, Workflow& workflow,
                                                store::Readers& readers, corpus::Corpus const& corpus,
                                                Actor const& actor);

}  // namespace kewp::curate
