#include "base/crypto.hpp"
#include "http/cookie.hpp"
#include "store/session_repository.hpp"
#include "web/layout.hpp"
#include "web/paging.hpp"
#include "web/provider.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <memory>
#include <spdlog/spdlog.h>

namespace kewp::web {
namespace {

constexpr std::size_t kSecretBytes = 32;  // 256 bits
constexpr std::chrono::minutes kSignInLife{10};

/// Sign-in with outside providers: `/login/{provider}` leads there, `/login/{provider}/callback` back.
class ProviderSignIn {
public:
    explicit ProviderSignIn(Services const& services)
        : services_(services), places_(std::max<std::size_t>(1, services.settings.workers.threads / 2))
    {
        for (auto& facts : providers_of(services.settings.sign_in)) {
            providers_.push_back(std::make_unique<Provider>(std::move(facts)));
        }
    }

    http::Response start(http::Request const& request)
    {
        auto* const provider = find(request.path_text("provider"));
        if (provider == nullptr) {
            return unknown(request);
        }
        auto const challenge = challenge_of(crypto::random_hex(kSecretBytes), *provider, request);
        auto const browser = crypto::random_hex(kSecretBytes);
        auto const address = ask([&](Deadline deadline) { return provider->authorization_url(challenge, deadline); });
        if (!address) {
            return failed(address.error(), *provider, "/", request);
        }
        auto const at = now();
        auto const stored = services_.writer.run([&](store::Transaction& transaction) {
            return store::insert_oauth_state(transaction, challenge.state,
                                             {.provider = provider->facts().name,
                                              .browser_hash = store::hash_secret(browser),
                                              .next_path = own_path(request.query("next").value_or("/")),
                                              .expires_at = at + kSignInLife},
                                             at);
        });
        if (!stored) {
            return http::error_response(stored.error(), request);
        }
        auto response = http::redirect(*address);
        bool const secure = is_secure(request, services_);
        response.set_cookie({.name = cookie_name(secure), .value = browser, .max_age = kSignInLife, .secure = secure});
        response.set("Cache-Control", "no-store");
        return response;
    }

    http::Response finish(http::Request const& request)
    {
        auto* const provider = find(request.path_text("provider"));
        if (provider == nullptr) {
            return unknown(request);
        }
        auto response = finish_with(*provider, request);
        bool const secure = is_secure(request, services_);
        response.set_cookie(http::expired(cookie_name(secure), secure));
        response.set("Cache-Control", "no-store");
        return response;
    }

private:
    static std::string cookie_name(bool secure) { return secure ? "__Host-kewp_sign_in" : "kewp_sign_in"; }

    Provider* find(std::string_view name) const
    {
        auto const found = std::ranges::find_if(providers_, [&](auto const& one) { return one->facts().name == name; });
        return found == providers_.end() ? nullptr : found->get();
    }

    /// Verifier and nonce are made from the state and our secret, so neither needs to be stored.
    Challenge challenge_of(std::string state, Provider const& provider, http::Request const& request) const
    {
        auto const& secret = services_.settings.secret_key;
        Challenge challenge;
        challenge.verifier = crypto::hex(crypto::hmac_sha256(secret, "sign-in verifier:" + state));
        challenge.nonce = crypto::hex(crypto::hmac_sha256(secret, "sign-in nonce:" + state));
        challenge.redirect_uri = fmt::format("{}/login/{}/callback", base_url(request, services_.settings.public_url),
                                             provider.facts().name);
        challenge.state = std::move(state);
        return challenge;
    }

    /// Asks a provider, but with half of the worker's threads at most: a slow provider must not stop curators.
    template <class Question>
    std::invoke_result_t<Question, Deadline> ask(Question question)
    {
        struct Place {
            std::atomic<std::size_t>& taken;
            ~Place() { taken.fetch_sub(1); }
        };
        auto const others = taken_.fetch_add(1);
        Place const place{taken_};
        if (others >= places_) {
            return fail(ErrorCode::busy, "Many people are signing in at this moment; try again in a few seconds");
        }
        return question(std::chrono::steady_clock::now() + services_.settings.sign_in.timeout);
    }

    /// Errors: invalid_argument, saying what to do.
    Result<store::OauthState> take_state(Provider const& provider, http::Request const& request)
    {
        auto const state = request.query("state").value_or("");
        auto taken = services_.writer.run(
            [&](store::Transaction& transaction) { return store::take_oauth_state(transaction, state, now()); });
        if (!taken) {
            return fail(taken.error());
        }
        auto const browser = request.cookie(cookie_name(is_secure(request, services_))).value_or("");
        bool const ours = *taken && (*taken)->provider == provider.facts().name &&
                          crypto::equal_constant_time(store::hash_secret(browser), (*taken)->browser_hash);
        if (!ours) {
            return fail(ErrorCode::invalid_argument,
                        "This sign-in did not begin in this browser, was used already, or took more than 10 minutes");
        }
        return std::move(**taken);
    }

    http::Response finish_with(Provider& provider, http::Request const& request)
    {
        auto const state = take_state(provider, request);
        if (!state) {
            return failed(state.error(), provider, "/", request);
        }
        auto const& next = state->next_path;
        if (auto const error = request.query("error")) {
            auto const message = *error == "access_denied"
                                     ? fmt::format("{} was not allowed to tell who you are", provider.facts().label)
                                     : fmt::format("{} did not sign you in", provider.facts().label);
            return failed({ErrorCode::forbidden, message}, provider, next, request);
        }
        auto const code = request.query("code").value_or("");
        if (code.empty()) {
            return failed(
                {ErrorCode::invalid_argument, fmt::format("{} sent you back without a code", provider.facts().label)},
                provider, next, request);
        }
        auto const challenge = challenge_of(std::string{request.query("state").value_or("")}, provider, request);
        auto const person = ask([&](Deadline deadline) { return provider.person_of(code, challenge, deadline); });
        if (!person) {
            return failed(person.error(), provider, next, request);
        }
        auto response = http::redirect(next);
        auto const started = start_session(
            request, services_,
            {.identity = person->identity, .display_name = person->display_name, .account = person->account}, response);
        return started ? response : failed(started.error(), provider, next, request);
    }

    http::Response unknown(http::Request const& request) const
    {
        return http::error_response(
            {ErrorCode::not_found, fmt::format("'{}' is no way to sign in here", request.path_text("provider"))},
            request);
    }

    /// A page that says what happened and leads to another try.
    http::Response failed(Error const& error, Provider const& provider, std::string const& next,
                          http::Request const& request) const
    {
        auto const status = http::status_of(error.code);
        spdlog::warn("request {}: sign-in with {} failed: {}", request.id(), provider.facts().label, error.message);
        if (status == http::status_of(ErrorCode::internal)) {
            return http::error_response(error, request);
        }
        auto response = page("You are not signed in",
                             markup(R"(<p class="error" role="alert">{}.</p>
<p><a href="/login/{}?next={}">Try again with {}</a> · <a href="/login?next={}">Other ways to sign in</a></p>
<p class="fine">Request {}</p>)",
                                    error.message, provider.facts().name, text::percent_encode(next),
                                    provider.facts().label, text::percent_encode(next), request.id()),
                             services_, status);
        if (error.code == ErrorCode::busy) {
            response.set("Retry-After", "3");
        }
        return response;
    }

    Services const& services_;
    std::size_t places_;
    std::vector<std::unique_ptr<Provider>> providers_;
    std::atomic<std::size_t> taken_{0};
};

}  // namespace

void add_provider_routes(http::Router& router, Services const& services)
{
    auto const sign_in = std::make_shared<ProviderSignIn>(services);
    router.get("/login/{provider}", [sign_in](http::Request& request) { return sign_in->start(request); },
               {.rate_class = rate_general});
    router.get("/login/{provider}/callback", [sign_in](http::Request& request) { return sign_in->finish(request); },
               {.rate_class = rate_general});
}

}  // namespace kewp::web
