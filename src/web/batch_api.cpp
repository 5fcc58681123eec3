#include "curate/batch.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <boost/json.hpp>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;
using State = curate::BatchOutcome::State;

constexpr std::size_t kMostBytes = std::size_t{4} << 20U;

object row_json(curate::BatchOutcome const& row)
{
    object errors;
    for (auto const& error : row.errors) {
        errors[error.field] = error.message;
    }
    return {{"line", row.line},
            {"state", curate::name_of(row.state)},
            {"ke_id", row.ke_id},
            {"target_id", row.target_id},
            {"uuid", row.uuid.empty() ? boost::json::value(nullptr) : boost::json::value(row.uuid)},
            {"message", row.message},
            {"errors", std::move(errors)}};
}

/// A dry run unless `dry_run=false` is said: nobody proposes a thousand rows by a slip.
http::Response batch(http::Request const& request, Services const& services)
{
    bool const dry_run = request.query("dry_run") != "false";
    auto const type = request.content_type();
    if (type != "text/csv" && type != "text/tab-separated-values" && type != "text/plain") {
        return http::error_response(
            {ErrorCode::invalid_argument, "The body must be text/csv, text/tab-separated-values or text/plain"},
            request);
    }
    auto const report = curate::propose_batch(request.body(), dry_run, services.workflow, services.readers,
                                              services.corpus, actor_of(request));
    if (!report) {
        return http::error_response(report.error(), request);
    }
    array rows;
    for (auto const& row : report->rows) {
        rows.emplace_back(row_json(row));
    }
    object counts;
    for (auto const state :
         {State::ready, State::stored, State::repeated, State::pending, State::mapped, State::invalid}) {
        counts[curate::name_of(state)] = report->count(state);
    }
    return http::json(object{{"dry_run", report->dry_run},
                             {"form", report->form},
                             {"counts", std::move(counts)},
                             {"rows", std::move(rows)}});
}

}  // namespace

void add_batch_api(http::Router& router, Services const& services)
{
    router.post("/api/proposals/batch", [&services](http::Request& request) { return batch(request, services); },
                {.rate_class = rate_submission, .access = curators, .body_limit = kMostBytes});
}

}  // namespace kewp::web
