#include "web/provider.hpp"

#include "base/base64url.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "http/fetch.hpp"
#include "web/id_token.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace kewp::web {
namespace {

using boost::json::object;

constexpr std::chrono::hours kDiscoveryKept{1};
constexpr std::size_t kLongestName = 100;
constexpr long kStatusOk = 200;
constexpr long kStatusServerError = 500;

std::chrono::milliseconds left(Deadline deadline)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
}

tl::unexpected<Error> not_the_protocol(ProviderFacts const& facts, std::string_view what)
{
    return fail(ErrorCode::unavailable, fmt::format("{} {}", facts.label, what));
}

std::string text_of(object const& from, std::string_view name)
{
    auto const* const value = from.if_contains(name);
    return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

/// The JSON object of an answer. Error: unavailable.
Result<object> object_in(http::Incoming const& answer, ProviderFacts const& facts, std::string_view what)
{
    boost::system::error_code error;
    auto value = boost::json::parse(answer.body, error);
    if (error || !value.is_object()) {
        return not_the_protocol(facts, fmt::format("answered {} to the question for {}, without the JSON object "
                                                   "expected",
                                                   answer.status, what));
    }
    return std::move(value.get_object());
}

Result<object> get_object(std::string url, std::vector<std::string> headers, ProviderFacts const& facts,
                          std::string_view what, Deadline deadline)
{
    headers.emplace_back("Accept: application/json");
    auto const answer = http::fetch({.url = std::move(url), .headers = std::move(headers)}, left(deadline));
    if (!answer) {
        return fail(answer.error());
    }
    if (answer->status != kStatusOk) {
        return not_the_protocol(facts, fmt::format("answered {} to the question for {}", answer->status, what));
    }
    return object_in(*answer, facts, what);
}

/// A token that can stand in a header.
bool is_token(std::string_view token)
{
    return !token.empty() && std::ranges::all_of(token, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::string shown_name(std::string_view name, curate::Identity const& identity)
{
    auto const trimmed = text::trim(name);
    bool const usable = !trimmed.empty() && text::is_utf8(trimmed) && !text::has_control(trimmed) &&
                        text::length(trimmed) <= kLongestName;
    return usable ? text::fold_space(trimmed) : std::string{identity.name()};
}

}  // namespace

std::vector<ProviderFacts> providers_of(config::SignInSettings const& settings)
{
    std::vector<ProviderFacts> all{{"github", "GitHub", settings.github_url, settings.github_api, settings.github},
                                   {"orcid", "ORCID", settings.orcid_issuer, "", settings.orcid},
                                   {"ls", "Life Science Login", settings.ls_issuer, "", settings.ls},
                                   {"surf", "SURFconext", settings.surf_issuer, "", settings.surf}};
    std::erase_if(all, [](ProviderFacts const& facts) { return !facts.keys.set(); });
    return all;
}

Result<Provider::Endpoints> Provider::discover(Deadline deadline) const
{
    auto const found =
        get_object(facts_.address + "/.well-known/openid-configuration", {}, facts_, "its configuration", deadline);
    if (!found) {
        return fail(found.error());
    }
    Endpoints endpoints{.issuer = text_of(*found, "issuer"),
                        .authorization = text_of(*found, "authorization_endpoint"),
                        .token = text_of(*found, "token_endpoint"),
                        .userinfo = text_of(*found, "userinfo_endpoint")};
    auto issuer = std::string_view{endpoints.issuer};
    issuer = issuer.ends_with('/') ? issuer.substr(0, issuer.size() - 1) : issuer;
    if (issuer != facts_.address) {
        return not_the_protocol(
            facts_, fmt::format("calls itself '{}' in its configuration, not '{}'", issuer, facts_.address));
    }
    if (!http::is_confidential(endpoints.authorization) || !http::is_confidential(endpoints.token) ||
        !(endpoints.userinfo.empty() || http::is_confidential(endpoints.userinfo))) {
        return not_the_protocol(facts_, "names an address without https in its configuration");
    }
    if (auto const* const methods = found->if_contains("token_endpoint_auth_methods_supported");
        methods != nullptr && methods->is_array()) {
        endpoints.secret_in_body = std::ranges::find(methods->get_array(), boost::json::value("client_secret_post")) !=
                                   methods->get_array().end();
    }
    return endpoints;
}

Result<Provider::Endpoints> Provider::endpoints(Deadline deadline)
{
    if (!is_openid()) {
        return Endpoints{.issuer = facts_.address,
                         .authorization = facts_.address + "/login/oauth/authorize",
                         .token = facts_.address + "/login/oauth/access_token",
                         .userinfo = facts_.api + "/user",
                         .secret_in_body = true};
    }
    {
        std::lock_guard const lock(mutex_);
        if (known_ && std::chrono::steady_clock::now() < known_until_) {
            return *known_;
        }
    }
    auto found = discover(deadline);  // without the lock: a slow provider holds up nobody else
    if (found) {
        std::lock_guard const lock(mutex_);
        known_ = *found;
        known_until_ = std::chrono::steady_clock::now() + kDiscoveryKept;
    }
    return found;
}

Result<std::string> Provider::authorization_url(Challenge const& challenge, Deadline deadline)
{
    auto const known = endpoints(deadline);
    if (!known) {
        return fail(known.error());
    }
    auto const hash = base64url_encode(crypto::sha256(challenge.verifier));
    std::vector<std::pair<std::string_view, std::string_view>> fields{
        {"response_type", "code"},
        {"client_id", facts_.keys.client_id},
        {"redirect_uri", challenge.redirect_uri},
        {"scope", !is_openid()             ? "read:user"
                  : facts_.name == "orcid" ? "openid"
                                           : "openid profile"},
        {"state", challenge.state},
        {"code_challenge", hash},
        {"code_challenge_method", "S256"}};
    if (is_openid()) {
        fields.emplace_back("nonce", challenge.nonce);
    }
    auto const* const joint = known->authorization.find('?') == std::string::npos ? "?" : "&";
    return known->authorization + joint + http::urlencoded(fields);
}

Result<Provider::Tokens> Provider::redeem(std::string_view code, Endpoints const& endpoints, Challenge const& challenge,
                                          Deadline deadline) const
{
    std::vector<std::pair<std::string_view, std::string_view>> fields{{"grant_type", "authorization_code"},
                                                                      {"code", code},
                                                                      {"redirect_uri", challenge.redirect_uri},
                                                                      {"code_verifier", challenge.verifier}};
    http::Outgoing question{.url = endpoints.token, .headers = {"Accept: application/json"}};
    if (endpoints.secret_in_body) {
        fields.emplace_back("client_id", facts_.keys.client_id);
        fields.emplace_back("client_secret", facts_.keys.client_secret);
    } else {
        auto const pair =
            text::percent_encode(facts_.keys.client_id) + ":" + text::percent_encode(facts_.keys.client_secret);
        question.headers.push_back("Authorization: Basic " + base64_encode(pair));
    }
    question.form = http::urlencoded(fields);
    auto const answer = http::fetch(question, left(deadline));
    if (!answer) {
        return fail(answer.error());
    }
    if (answer->status >= kStatusServerError) {
        return not_the_protocol(facts_, fmt::format("answered {} to the question for a token", answer->status));
    }
    auto const found = object_in(*answer, facts_, "a token");
    if (!found) {
        return fail(found.error());
    }
    if (auto const error = text_of(*found, "error"); !error.empty()) {  // GitHub says so with status 200
        spdlog::warn("{} refused a code: {}", facts_.label, error.substr(0, 100));
        bool const of_the_code = error == "invalid_grant" || error == "bad_verification_code";
        return fail(of_the_code ? ErrorCode::invalid_argument : ErrorCode::unavailable,
                    of_the_code ? fmt::format("{} does not accept this sign-in any more; it took too long or was used "
                                              "already",
                                              facts_.label)
                                : fmt::format("{} refuses this service ({}); tell its operator", facts_.label,
                                              error.substr(0, 100)));
    }
    Tokens tokens{text_of(*found, "access_token"), text_of(*found, "id_token"), text_of(*found, "name")};
    if (answer->status != kStatusOk || !is_token(tokens.access)) {
        return not_the_protocol(facts_, fmt::format("answered {} without a token", answer->status));
    }
    return tokens;
}

Result<Person> Provider::github_person(Tokens const& tokens, Deadline deadline) const
{
    auto const user =
        get_object(facts_.api + "/user", {"Authorization: Bearer " + tokens.access, "X-GitHub-Api-Version: 2022-11-28"},
                   facts_, "the user", deadline);
    if (!user) {
        return fail(user.error());
    }
    auto const identity = curate::Identity::parse("github:" + text_of(*user, "login"));
    auto const* const id = user->if_contains("id");
    if (!identity || id == nullptr || !id->is_number()) {
        return not_the_protocol(facts_, "does not say who signed in");
    }
    return Person{*identity, shown_name(text_of(*user, "name"), *identity), boost::json::serialize(*id)};
}

Result<Person> Provider::openid_person(Tokens const& tokens, Endpoints const& endpoints, Challenge const& challenge,
                                       Deadline deadline) const
{
    auto claims = read_id_token(
        tokens.id,
        {.issuer = endpoints.issuer, .client_id = facts_.keys.client_id, .nonce = challenge.nonce, .at = now()});
    if (!claims) {
        return fail(claims.error());
    }
    auto const identity = curate::Identity::parse(facts_.name + ":" + claims->subject);
    if (!identity) {
        return not_the_protocol(facts_, "names someone in a form that this service does not know");
    }
    auto name = claims->name.empty() ? tokens.name : claims->name;
    if (name.empty() && !endpoints.userinfo.empty()) {
        // Only for the name: who it is was said already, so an answer that does not come is no obstacle.
        auto const info =
            get_object(endpoints.userinfo, {"Authorization: Bearer " + tokens.access}, facts_, "the user", deadline);
        if (info && text_of(*info, "sub") == claims->subject) {
            name = name_in_claims(boost::json::serialize(*info));
        }
    }
    return Person{*identity, shown_name(name, *identity), std::nullopt};
}

Result<Person> Provider::person_of(std::string_view code, Challenge const& challenge, Deadline deadline)
{
    auto const known = endpoints(deadline);
    if (!known) {
        return fail(known.error());
    }
    auto const tokens = redeem(code, *known, challenge, deadline);
    if (!tokens) {
        return fail(tokens.error());
    }
    return is_openid() ? openid_person(*tokens, *known, challenge, deadline) : github_person(*tokens, deadline);
}

}  // namespace kewp::web
