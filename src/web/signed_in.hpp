#pragma once

#include "base/time.hpp"
#include "curate/identity.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "web/services.hpp"

#include <optional>
#include <string>

namespace kewp::web {

/// Who sends a request; attached to it by the session hook (see `hooks.cpp`).
struct SignedIn {
    curate::Identity identity;
    curate::Role role;
    std::string display_name;
    std::string affiliation;
    std::string token;       ///< of the session cookie
    std::string csrf_token;  ///< goes into every form
    Instant since = {};      ///< when the session began
};

/// Null for a visitor.
[[nodiscard]] SignedIn const* signed_in_user(http::Request const& request);
[[nodiscard]] bool is_admin(http::Request const& request);
/// Pre-condition: the route asked for `Access::signed_in` or more.
[[nodiscard]] curate::Actor actor_of(http::Request const& request);

/// Whether cookies travel over HTTPS only: always but in the demo and where `public_url` says `http://`.
[[nodiscard]] bool is_secure(http::Request const& request, Services const& services);

/// Name of the session cookie: `__Host-` needs HTTPS, which browsers insist on.
[[nodiscard]] std::string session_cookie_name(bool secure);

/// To whom private things (drafts, what was read) belong: the identity; of guests, who share one, this session.
[[nodiscard]] std::string owner_of(SignedIn const& user);

/// Looks the request's session up and attaches it. Blocks (SQL).
/// Error: the database's; a request without a living session is simply a visitor's.
[[nodiscard]] Result<void> attach_session(http::Request& request, Services const& services);

/// Who is about to be signed in.
struct Arrival {
    curate::Identity identity;
    std::string display_name;
    std::optional<std::string> account = {};  ///< the provider's unchanging number of the account
    Instant until = {};                       ///< a sooner end than usual
};

/// Starts a session and sets its cookie on `response`. The request's old session, if any, ends. Notes the person,
/// unless it is a guest.
/// Error: forbidden when the name belongs to another account than when it was last seen (names are given again).
[[nodiscard]] Result<void> start_session(http::Request const& request, Services const& services, Arrival const& arrival,
                                         http::Response& response);

/// Ends the request's session and takes its cookie away.
[[nodiscard]] Result<void> end_session(http::Request const& request, Services const& services,
                                       http::Response& response);

/// `next` if it is a path of ours, else `/`: a sign-in never leads to another site.
[[nodiscard]] std::string own_path(std::string_view next);

}  // namespace kewp::web
