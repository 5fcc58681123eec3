#include "curate/batch.hpp"

#include "base/text.hpp"
#include "curate/batch_table.hpp"
#include "curate/submission_fields.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <set>

namespace kewp::curate {
namespace {

constexpr double kHigh = 0.75;
constexpr double kMedium = 0.5;

using State = BatchOutcome::State;

/// Cells of one row by the name of the column.
class Cells {
public:
    Cells(BatchTable const& table, BatchRow const& row) : table_(table), row_(row) {}
    [[nodiscard]] std::string_view operator[](std::string_view column) const
    {
        auto const found = std::ranges::find(table_.columns, column);
        return found == table_.columns.end()
                   ? std::string_view{}
                   : std::string_view{row_.cells[static_cast<std::size_t>(found - table_.columns.begin())]};
    }

private:
    BatchTable const& table_;
    BatchRow const& row_;
};

bool has(BatchTable const& table, std::string_view column)
{
    return std::ranges::find(table.columns, column) != table.columns.end();
}

/// What follows the last `/`, `#` or, without those, the last colon of a CURIE: `wikipathways:WP554` → `WP554`.
std::string_view local_part(std::string_view id)
{
    auto const slash = id.find_last_of("/#");
    auto const rest = slash == std::string_view::npos ? id : id.substr(slash + 1);
    auto const colon = rest.rfind(':');
    return colon == std::string_view::npos ? rest : rest.substr(colon + 1);
}

/// `WP554`, `GO:0006915` or `R-HSA-109581` out of a CURIE or URL, with its resource; false when it is none.
bool read_target(std::string_view id, Submission& submission)
{
    auto const local = std::string(local_part(id));
    std::pair<Resource, std::string> const readings[] = {
        {Resource::wikipathways, local.substr(0, local.find('_'))},
        {Resource::go, local.starts_with("GO_") ? "GO:" + local.substr(3) : "GO:" + local},
        {Resource::reactome, local},
        {Resource::wikipathways, local}};
    auto const lower = text::ascii_lower(id);
    for (auto const& [resource, text] : readings) {
        // Seven digits alone are a term only where the id says so.
        bool const plausible = resource != Resource::go || lower.find("go") != std::string::npos;
        if (plausible && TargetId::parse(resource, text)) {
            submission.resource = kewp::name_of(resource);
            submission.target_id = text;
            return true;
        }
    }
    return false;
}

bool read_key_event(std::string_view id, Submission& submission)
{
    auto const lower = text::ascii_lower(id);
    bool const named = lower.find("aop.events") != std::string::npos || lower.find("/events/") != std::string::npos ||
                       lower.starts_with("ke") || lower.starts_with("aop");
    auto const event = KeId::parse(local_part(id));
    if (!named || !event) {
        return false;
    }
    submission.ke_id = event->str();
    return true;
}

Submission from_sssom(Cells const& cells, std::vector<FieldError>& errors)
{
    Submission submission;
    auto const subject = cells["subject_id"];
    auto const object = cells["object_id"];
    bool const forward = read_key_event(subject, submission) && read_target(object, submission);
    if (!forward && !(read_key_event(object, submission) && read_target(subject, submission))) {
        errors.push_back({"subject_id", fmt::format("'{}' and '{}' are not a Key Event and a target; expected e.g. "
                                                    "aop.events:55 and wikipathways:WP554",
                                                    subject, object)});
    }
    if (text::ascii_iequals(cells["predicate_modifier"], "Not")) {
        errors.push_back({"predicate_modifier", "is Not: the row says that the two do not correspond"});
    }
    auto const confidence = std::string(cells["confidence"]);
    char* end = nullptr;
    auto const value = std::strtod(confidence.c_str(), &end);
    if (!confidence.empty() && (*end != '\0' || !(value >= 0.0 && value <= 1.0))) {
        errors.push_back({"confidence", fmt::format("'{}' is not a number from 0 to 1", confidence)});
    } else if (!confidence.empty()) {
        submission.confidence = value >= kHigh ? "high" : value >= kMedium ? "medium" : "low";
    }
    submission.note = cells["comment"];
    return submission;
}

Submission from_table(Cells const& cells)
{
    Submission submission;
    for (auto const& field : submission_fields()) {
        submission.*field.member = cells[field.name];
    }
    return submission;
}

void blocked_by(Blocking const& blocking, BatchOutcome& outcome)
{
    bool const pending = blocking.kind == Blocking::Kind::pending_proposal;
    outcome.state = pending ? State::pending : State::mapped;
    outcome.uuid = blocking.uuid;
    outcome.message = pending ? "proposed already and waits for review" : "mapped already";
}

/// Everything of a batch that stays the same from row to row.
struct Batch {
    bool dry_run;
    Workflow& workflow;
    store::Readers& readers;
    corpus::Corpus const& corpus;
    Actor const& actor;
    std::set<std::pair<std::string, std::string>> seen;
};

void invalid(BatchOutcome& outcome, Error const& error)
{
    outcome.state = State::invalid;
    outcome.message = error.message;
    outcome.errors = error.fields;
}

Result<void> propose(Batch& batch, Submission const& submission, BatchOutcome& outcome)
{
    auto const record = validate(submission, batch.corpus);
    if (!record) {
        invalid(outcome, record.error());
        return {};
    }
    outcome.ke_id = record->pair->ke_id.str();
    outcome.target_id = record->pair->target_id.str();
    if (!batch.seen.emplace(outcome.ke_id, outcome.target_id).second) {
        outcome.state = State::repeated;
        outcome.message = "an earlier row of the table has the same pair";
        return {};
    }
    if (batch.dry_run) {
        auto const blocking =
            batch.readers.read([&](store::Session& session) { return find_blocking(session, *record->pair); });
        if (!blocking) {
            return fail(blocking.error());
        }
        if (*blocking) {
            blocked_by(**blocking, outcome);
        }
        return {};
    }
    auto const stored = batch.workflow.submit(submission, batch.actor);
    if (stored) {
        outcome.state = State::stored;
        outcome.uuid = stored->uuid;
        return {};
    }
    if (auto const blocking = blocking_of(stored.error())) {
        blocked_by(*blocking, outcome);
        return {};
    }
    if (stored.error().code == ErrorCode::invalid_argument) {
        invalid(outcome, stored.error());
        return {};
    }
    return fail(stored.error());
}

}  // namespace

char const* name_of(BatchOutcome::State state)
{
    switch (state) {
        case State::ready: return "ready";
        case State::stored: return "stored";
        case State::repeated: return "repeated";
        case State::pending: return "pending";
        case State::mapped: return "mapped";
        case State::invalid: return "invalid";
    }
    return "?";
}

std::size_t BatchReport::count(BatchOutcome::State state) const
{
    return static_cast<std::size_t>(std::ranges::count(rows, state, &BatchOutcome::state));
}

Result<BatchReport> propose_batch(std::string_view text, bool dry_run, Workflow& workflow, store::Readers& readers,
                                  corpus::Corpus const& corpus, Actor const& actor)
{
    auto const table = read_batch_table(text);
    if (!table) {
        return fail(table.error());
    }
    bool const sssom = has(*table, "subject_id") && has(*table, "object_id");
    if (!sssom && !(has(*table, "ke_id") && has(*table, "target_id") && has(*table, "resource"))) {
        return fail(ErrorCode::invalid_argument,
                    "the columns are not known; expected resource, ke_id, target_id and the answers, or those of SSSOM "
                    "(subject_id, object_id, confidence, comment)");
    }
    BatchReport report{.dry_run = dry_run, .form = sssom ? "sssom" : "table", .rows = {}};
    Batch batch{dry_run, workflow, readers, corpus, actor, {}};
    for (auto const& row : table->rows) {
        auto& outcome = report.rows.emplace_back();
        outcome.line = row.line;
        std::vector<FieldError> errors;
        Cells const cells(*table, row);
        auto const submission = sssom ? from_sssom(cells, errors) : from_table(cells);
        outcome.ke_id = submission.ke_id;
        outcome.target_id = submission.target_id;
        if (!errors.empty()) {
            invalid(outcome, {ErrorCode::invalid_argument, "the row cannot be read", std::move(errors)});
        } else if (auto proposed = propose(batch, submission, outcome); !proposed) {
            return fail(proposed.error());
        }
    }
    return report;
}

}  // namespace kewp::curate
