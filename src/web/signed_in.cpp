#include "web/signed_in.hpp"

#include "base/crypto.hpp"
#include "http/cookie.hpp"
#include "http/csrf.hpp"
#include "store/session_repository.hpp"
#include "store/user_repository.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::web {
namespace {

constexpr std::size_t kTokenBytes = 32;  // 256 bits

http::Cookie session_cookie(http::Request const& request, Services const& services, std::string token)
{
    bool const secure = is_secure(request, services);
    return {.name = session_cookie_name(secure),
            .value = std::move(token),
            .max_age = std::chrono::seconds{store::kSessionLife},
            .secure = secure};
}

std::string user_agent(http::Request const& request)
{
    constexpr std::size_t kept = 200;
    return std::string{request.header("User-Agent").value_or("").substr(0, kept)};
}

/// Creates or refreshes the person; a name that went to another account must not inherit its work.
Result<void> note_person(store::Transaction& transaction, Arrival const& arrival, Instant at)
{
    auto const known = store::find_user(transaction, arrival.identity.str());
    if (!known) {
        return fail(known.error());
    }
    if (*known && (*known)->provider_id && arrival.account && *(*known)->provider_id != *arrival.account) {
        return fail(ErrorCode::forbidden,
                    fmt::format("{} belonged to another account when it was last seen here; ask an administrator",
                                arrival.identity.str()));
    }
    auto const stored = store::upsert_user(
        transaction,
        {.identity = arrival.identity.str(), .display_name = arrival.display_name, .provider_id = arrival.account}, at);
    return stored ? Result<void>{} : fail(stored.error());
}

}  // namespace

bool is_secure(http::Request const& request, Services const& services)
{
    // Only the demo, and an operator who wrote http:// into public_url, get cookies that travel in the clear.
    auto const& settings = services.settings;
    return request.scheme() == "https" || !(settings.demo || settings.public_url.starts_with("http://"));
}

std::string owner_of(SignedIn const& user)
{
    return user.identity.is_guest() ? user.identity.str() + "/" + store::hash_secret(user.token) : user.identity.str();
}

SignedIn const* signed_in_user(http::Request const& request)
{
    return request.attached<SignedIn>();
}

bool is_admin(http::Request const& request)
{
    auto const* const user = signed_in_user(request);
    return user != nullptr && user->role == curate::Role::admin;
}

curate::Actor actor_of(http::Request const& request)
{
    auto const& user = *signed_in_user(request);
    return {.identity = user.identity,
            .role = user.role,
            .display_name = user.display_name,
            .affiliation = user.affiliation,
            .request_id = request.id()};
}

std::string session_cookie_name(bool secure)
{
    return secure ? "__Host-kewp_session" : "kewp_session";
}

Result<void> attach_session(http::Request& request, Services const& services)
{
    auto const token = request.cookie(session_cookie_name(is_secure(request, services)));
    if (!token || token->empty()) {
        return {};
    }
    auto const at = now();
    auto const found =
        services.readers.read([&](store::Session& session) { return store::find_session(session, *token, at); });
    if (!found) {
        return fail(found.error());
    }
    if (!*found) {
        return {};
    }
    auto const& record = **found;
    auto const identity = curate::Identity::parse(record.identity);
    if (!identity) {
        return fail(identity.error());
    }
    request.set_user(record.identity);
    request.attach(SignedIn{.identity = *identity,
                            .role = services.administrators.role_of(*identity),
                            .display_name = record.display_name,
                            .affiliation = record.affiliation,
                            .token = std::string{*token},
                            .csrf_token = http::csrf_token(services.settings.secret_key, *token),
                            .since = record.created_at});
    if (store::needs_touch(record, at)) {
        return services.writer.run(
            [&](store::Transaction& transaction) { return store::touch_session(transaction, record.token_hash, at); });
    }
    return {};
}

Result<void> start_session(http::Request const& request, Services const& services, Arrival const& arrival,
                           http::Response& response)
{
    auto token = crypto::random_hex(kTokenBytes);
    auto const* const old = signed_in_user(request);
    auto started = services.writer.run([&](store::Transaction& transaction) -> Result<void> {
        if (old != nullptr) {
            if (auto ended = store::end_session(transaction, store::hash_secret(old->token)); !ended) {
                return ended;
            }
        }
        auto const at = now();
        if (!arrival.identity.is_guest()) {
            if (auto noted = note_person(transaction, arrival, at); !noted) {
                return noted;
            }
        }
        auto const stored = store::insert_session(transaction, token,
                                                  {.identity = arrival.identity.str(),
                                                   .display_name = arrival.display_name,
                                                   .user_agent = user_agent(request),
                                                   .expires_at = arrival.until},
                                                  at);
        return stored ? Result<void>{} : fail(stored.error());
    });
    if (started) {
        response.set_cookie(session_cookie(request, services, std::move(token)));
    }
    return started;
}

Result<void> end_session(http::Request const& request, Services const& services, http::Response& response)
{
    response.set_cookie(http::expired(session_cookie_name(is_secure(request, services)), is_secure(request, services)));
    auto const* const user = signed_in_user(request);
    if (user == nullptr) {
        return {};
    }
    return services.writer.run([&](store::Transaction& transaction) {
        return store::end_session(transaction, store::hash_secret(user->token));
    });
}

std::string own_path(std::string_view next)
{
    // "//host" and "/\host" are other sites to a browser; control characters have no place in a header.
    bool const own = next.starts_with('/') && !next.starts_with("//") && next.find('\\') == std::string_view::npos &&
                     std::ranges::none_of(next, [](char c) { return static_cast<unsigned char>(c) <= 0x20U; });
    return own ? std::string{next} : "/";
}

}  // namespace kewp::web
