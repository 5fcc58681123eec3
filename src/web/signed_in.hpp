#pragma once

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
};

/// Null for a visitor.
[[nodiscard]] SignedIn const* signed_in_user(http::Request const& request);
[[nodiscard]] bool is_admin(http::Request const& request);
/// Pre-condition: the route asked for `Access::signed_in` or more.
[[nodiscard]] curate::Actor actor_of(http::Request const& request);

/// Name of the session cookie: `__Host-` needs HTTPS, which browsers insist on.
[[nodiscard]] std::string session_cookie_name(bool secure);

/// Looks the request's session up and attaches it. Blocks (SQL).
/// Error: the database's; a request without a living session is simply a visitor's.
[[nodiscard]] Result<void> attach_session(http::Request& request, Services const& services);

/// Starts a session and sets its cookie on `response`. The request's old session, if any, ends.
[[nodiscard]] Result<void> start_session(http::Request const& request, Services const& services,
                                         curate::Identity const& identity, std::string const& display_name,
                                         http::Response& response);

/// Ends the request's session and takes its cookie away.
[[nodiscard]] Result<void> end_session(http::Request const& request, Services const& services,
                                       http::Response& response);

/// `next` if it is a path of ours, else `/`: a sign-in never leads to another site.
[[nodiscard]] std::string own_path(std::string_view next);

}  // namespace kewp::web
