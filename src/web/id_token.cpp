#include "web/id_token.hpp"

#include "base/base64url.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <optional>
#include <vector>

namespace kewp::web {
namespace {

using boost::json::object;

constexpr std::chrono::seconds kClockSkew{60};

tl::unexpected<Error> wrong(std::string_view what)
{
    return fail(ErrorCode::unavailable, fmt::format("the provider's ID token {}", what));
}

std::optional<object> parse_object(std::string_view text)
{
    boost::system::error_code error;
    auto value = boost::json::parse(text, error);
    return !error && value.is_object() ? std::optional(std::move(value.get_object())) : std::nullopt;
}

std::optional<object> part(std::string_view encoded)
{
    auto const bytes = base64url_decode(encoded);
    return bytes ? parse_object(*bytes) : std::nullopt;
}

std::string text_of(object const& claims, std::string_view name)
{
    auto const* const value = claims.if_contains(name);
    return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

/// Seconds since 1970; nothing when absent or no number.
std::optional<std::int64_t> time_of(object const& claims, std::string_view name)
{
    auto const* const value = claims.if_contains(name);
    if (value == nullptr || !value->is_number()) {
        return std::nullopt;
    }
    boost::system::error_code error;
    auto const seconds = value->to_number<std::int64_t>(error);
    return error ? std::nullopt : std::optional(seconds);
}

std::vector<std::string> audience(object const& claims)
{
    auto const* const value = claims.if_contains("aud");
    std::vector<std::string> names;
    if (value != nullptr && value->is_string()) {
        names.emplace_back(value->get_string());
    } else if (value != nullptr && value->is_array()) {
        for (auto const& entry : value->get_array()) {
            if (entry.is_string()) {
                names.emplace_back(entry.get_string());
            }
        }
    }
    return names;
}

std::string name_of(object const& claims)
{
    if (auto name = text_of(claims, "name"); !name.empty()) {
        return name;
    }
    auto const both = text::fold_space(text_of(claims, "given_name") + " " + text_of(claims, "family_name"));
    return both.empty() ? text_of(claims, "preferred_username") : both;
}

}  // namespace

Result<IdTokenClaims> read_id_token(std::string_view token, IdTokenExpected const& expected)
{
    auto const parts = text::split(token, '.');
    auto const header = parts.size() == 3 ? part(parts[0]) : std::nullopt;
    auto const claims = parts.size() == 3 ? part(parts[1]) : std::nullopt;
    if (!header || !claims) {
        return wrong("cannot be read");
    }
    if (auto const algorithm = text_of(*header, "alg"); algorithm.empty() || text::ascii_iequals(algorithm, "none")) {
        return wrong("is not signed");
    }
    if (text_of(*claims, "iss") != expected.issuer) {
        return wrong("is of another issuer");
    }
    auto const names = audience(*claims);
    if (std::ranges::find(names, expected.client_id) == names.end()) {
        return wrong("is for another service");
    }
    if (auto const party = text_of(*claims, "azp");
        (names.size() > 1 || !party.empty()) && party != expected.client_id) {
        return wrong("was asked for by another service");
    }
    auto const at = expected.at.time_since_epoch().count();
    if (auto const expires = time_of(*claims, "exp"); !expires || *expires + kClockSkew.count() <= at) {
        return wrong("has expired; are the clocks of both machines right?");
    }
    if (auto const begins = time_of(*claims, "nbf"); begins && *begins - kClockSkew.count() > at) {
        return wrong("is not valid yet; are the clocks of both machines right?");
    }
    if (text_of(*claims, "nonce") != expected.nonce) {
        return wrong("belongs to another sign-in");
    }
    IdTokenClaims read{.subject = text_of(*claims, "sub"), .name = name_of(*claims)};
    return read.subject.empty() ? Result<IdTokenClaims>(wrong("names nobody")) : std::move(read);
}

std::string name_in_claims(std::string_view json)
{
    auto const claims = parse_object(json);
    return claims ? name_of(*claims) : std::string{};
}

}  // namespace kewp::web
