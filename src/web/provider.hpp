#pragma once

#include "base/result.hpp"
#include "config/settings.hpp"
#include "curate/identity.hpp"

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::web {

/// What the settings say about an outside provider.
struct ProviderFacts {
    std::string name;     ///< `github`, `orcid`, `ls`, `surf`: as in identities and in `/login/{name}`
    std::string label;    ///< for people
    std::string address;  ///< OpenID issuer; GitHub: of its pages
    std::string api;      ///< GitHub only: where it says who someone is
    config::ProviderKeys keys;
};

/// Those whose keys are set, in the order in which they are shown.
[[nodiscard]] std::vector<ProviderFacts> providers_of(config::SignInSettings const& settings);

/// Who signed in, as the provider says.
struct Person {
    curate::Identity identity;
    std::string display_name;
    std::optional<std::string> account;  ///< an unchanging number, where names can be given to someone else
};

/// The time by which all answers must be there.
using Deadline = std::chrono::steady_clock::time_point;

/// What one sign-in is bound to; made anew for each.
struct Challenge {
    std::string state;         ///< goes through the browser
    std::string verifier;      ///< PKCE: only its hash goes through the browser
    std::string nonce;         ///< comes back inside the ID token
    std::string redirect_uri;  ///< the same at both steps, to the letter
};

/// Speaks to one provider: OAuth 2 with PKCE (GitHub), or OpenID Connect by discovery. Thread-safe.
///
/// The ID token comes straight from the token endpoint over TLS, so its issuer is proved by the connection
/// (OpenID Connect Core 3.1.3.7, item 6); audience, times and nonce are checked here.
class Provider {
public:
    explicit Provider(ProviderFacts facts) : facts_(std::move(facts)) {}

    [[nodiscard]] ProviderFacts const& facts() const { return facts_; }

    /// Where to send the browser. May ask for the discovery document (kept for an hour), so it blocks.
    /// Error: unavailable when the provider does not answer or says something else than its protocol.
    [[nodiscard]] Result<std::string> authorization_url(Challenge const& challenge, Deadline deadline);

    /// Turns the code that the browser brought back into a person. Blocks.
    /// Errors: invalid_argument when the provider refuses the code (used, expired, of another sign-in);
    /// unavailable (no answer in time, not the protocol, a token that is not for us).
    [[nodiscard]] Result<Person> person_of(std::string_view code, Challenge const& challenge, Deadline deadline);

private:
    struct Endpoints {
        std::string issuer;
        std::string authorization;
        std::string token;
        std::string userinfo;         // may be empty
        bool secret_in_body = false;  // else HTTP Basic
    };
    struct Tokens {
        std::string access;
        std::string id;    // may be empty (GitHub)
        std::string name;  // ORCID says it here
    };
    [[nodiscard]] bool is_openid() const { return facts_.api.empty(); }
    [[nodiscard]] Result<Endpoints> endpoints(Deadline deadline);
    [[nodiscard]] Result<Endpoints> discover(Deadline deadline) const;
    [[nodiscard]] Result<Tokens> redeem(std::string_view code, Endpoints const& endpoints, Challenge const& challenge,
                                        Deadline deadline) const;
    [[nodiscard]] Result<Person> github_person(Tokens const& tokens, Deadline deadline) const;
    [[nodiscard]] Result<Person> openid_person(Tokens const& tokens, Endpoints const& endpoints,
                                               Challenge const& challenge, Deadline deadline) const;

    ProviderFacts facts_;
    std::mutex mutex_;
    std::optional<Endpoints> known_;
    std::chrono::steady_clock::time_point known_until_;
};

}  // namespace kewp::web
