#include "web/personal_export.hpp"

#include "store/audit_repository.hpp"
#include "store/draft_repository.hpp"
#include "store/mapping_repository.hpp"
#include "store/opinion_repository.hpp"
#include "store/proposal_repository.hpp"
#include "store/session_repository.hpp"
#include "store/user_repository.hpp"
#include "web/audit_json.hpp"
#include "web/proposal_view.hpp"

#include <boost/json.hpp>
#include <limits>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::uint64_t kEverything = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
constexpr std::size_t kSessionIdLength = 16;

}  // namespace

std::string session_id(store::SessionRecord const& session)
{
    return session.token_hash.substr(0, kSessionIdLength);
}

object session_row(store::SessionRecord const& session, std::string const& own_hash)
{
    return {{"id", session_id(session)},
            {"user_agent", session.user_agent},
            {"created_at", format_utc(session.created_at)},
            {"last_seen_at", format_utc(session.last_seen_at)},
            {"expires_at", format_utc(session.expires_at)},
            {"current", session.token_hash == own_hash}};
}

Result<boost::json::object> everything_about(store::Session& session, SignedIn const& user)
{
    auto const identity = user.identity.str();
    auto const account = store::find_user(session, identity);
    auto const proposals = store::list_proposals(session, {.proposed_by = identity}, {.limit = kEverything});
    auto const mappings = store::list_mappings(session, {.proposed_by = identity, .include_withdrawn = true},
                                               {.limit = kEverything, .offset = 0});
    auto const drafts = store::list_drafts(session, identity);
    auto const opinions = store::list_opinions_of(session, identity);
    auto const acts = store::list_audit(session, {.actor = identity}, kEverything);
    auto const open = store::list_sessions(session, identity, now());
    for (auto const* error :
         {account ? nullptr : &account.error(), proposals ? nullptr : &proposals.error(),
          mappings ? nullptr : &mappings.error(), drafts ? nullptr : &drafts.error(),
          opinions ? nullptr : &opinions.error(), acts ? nullptr : &acts.error(), open ? nullptr : &open.error()}) {
        if (error != nullptr) {
            return fail(*error);
        }
    }
    object out{{"exported_at", format_utc(now())}, {"identity", identity}, {"account", nullptr}};
    if (*account) {
        out["account"] = object{{"display_name", (*account)->display_name},
                                {"affiliation", (*account)->affiliation.value_or("")},
                                {"email", (*account)->email.value_or("")},
                                {"provider_account", (*account)->provider_id.value_or("")},
                                {"created_at", format_utc((*account)->created_at)}};
    }
    array own;
    for (auto const& proposal : *proposals) {
        auto row = proposal_json(proposal);
        row["email"] = proposal.email.value_or("");
        own.emplace_back(std::move(row));
    }
    array uuids;
    for (auto const& mapping : *mappings) {
        uuids.emplace_back(mapping.uuid);
    }
    array begun;
    for (auto const& draft : *drafts) {
        begun.push_back(
            object{{"uuid", draft.uuid}, {"body", draft.body}, {"updated_at", format_utc(draft.updated_at)}});
    }
    array given;
    for (auto const& opinion : *opinions) {
        given.push_back(object{
            {"uuid", opinion.uuid}, {"answers", opinion.answers.value_or("")}, {"note", opinion.note.value_or("")}});
    }
    array signed_in_at;
    for (auto const& one : *open) {
        signed_in_at.emplace_back(session_row(one, store::hash_secret(user.token)));
    }
    array lines;
    for (auto const& act : *acts) {
        lines.emplace_back(audit_line(act));
    }
    out["proposals"] = std::move(own);
    out["mappings_proposed"] = std::move(uuids);
    out["drafts"] = std::move(begun);
    out["second_opinions"] = std::move(given);
    out["sessions"] = std::move(signed_in_at);
    out["acts"] = std::move(lines);
    return out;
}

}  // namespace kewp::web
