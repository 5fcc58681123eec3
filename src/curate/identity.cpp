#include "curate/identity.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fmt/format.h>

namespace kewp::curate {
namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_plain(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

bool plain_name(std::string_view name, std::size_t shortest, std::size_t longest)
{
    return name.size() >= shortest && name.size() <= longest && std::ranges::all_of(name, is_plain);
}

/// `0000-0002-1825-0097`; the last place may be an X.
bool orcid_name(std::string_view name)
{
    if (name.size() != 19) {
        return false;
    }
    for (std::size_t i = 0; i < name.size(); ++i) {
        auto const hyphen = i == 4 || i == 9 || i == 14;
        auto const fits = hyphen ? name[i] == '-' : is_digit(name[i]) || (i == 18 && name[i] == 'X');
        if (!fits) {
            return false;
        }
    }
    return true;
}

/// The subject of an OpenID provider is any text that can be shown.
bool subject_name(std::string_view name)
{
    return !name.empty() && name.size() <= 255 && text::is_utf8(name) && !text::has_control(name) &&
           name.find_first_of(" \t\r\n") == std::string_view::npos;
}

struct Provider {
    std::string_view name;
    bool (*accepts)(std::string_view);
    std::string_view form;
};

constexpr std::array kProviders = {
    // Longer than GitHub's 39 today: managed accounts carry a suffix, old ones broke later rules.
    Provider{"github", [](std::string_view n) { return plain_name(n, 1, 100); }, "letters, digits, - and _"},
    Provider{"orcid", orcid_name, "0000-0002-1825-0097"},
    Provider{"ls", subject_name, "a subject without spaces, at most 255 bytes"},
    Provider{"surf", subject_name, "a subject without spaces, at most 255 bytes"},
    Provider{"guest", [](std::string_view n) { return plain_name(n, 3, 50); }, "3 to 50 letters, digits, - and _"},
    Provider{"demo", [](std::string_view n) { return plain_name(n, 1, 50); }, "letters, digits, - and _"},
    Provider{"erased", [](std::string_view n) { return plain_name(n, 1, 50); }, "letters, digits, - and _"},
    Provider{"system", [](std::string_view n) { return plain_name(n, 1, 50); }, "letters, digits, - and _"},
};

}  // namespace

Result<Identity> Identity::parse(std::string_view text)
{
    auto const colon = text.find(':');
    auto const provider = text.substr(0, colon);
    auto const name = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    for (auto const& known : kProviders) {
        if (known.name == provider && colon != std::string_view::npos) {
            if (known.accepts(name)) {
                return Identity(std::string(text));
            }
            return fail(ErrorCode::invalid_argument,
                        fmt::format("'{}' is not a name at {}; expected {}", name, provider, known.form));
        }
    }
    return fail(ErrorCode::invalid_argument,
                fmt::format("'{}' is not an identity; expected provider:name with one of the providers github, orcid, "
                            "ls, surf, guest, demo",
                            text));
}

std::string_view Identity::provider() const
{
    return std::string_view(text_).substr(0, text_.find(':'));
}

std::string_view Identity::name() const
{
    return std::string_view(text_).substr(text_.find(':') + 1);
}

char const* name_of(Role role)
{
    switch (role) {
        case Role::visitor: return "visitor";
        case Role::guest: return "guest";
        case Role::curator: return "curator";
        case Role::admin: return "admin";
    }
    return "?";
}

Result<Administrators> Administrators::parse(std::string_view list)
{
    Administrators administrators;
    for (auto const piece : text::split(list, ',')) {
        auto const entry = text::trim(piece);
        if (entry.empty()) {
            continue;
        }
        auto const bare = entry.find(':') == std::string_view::npos;
        auto const identity = Identity::parse(bare ? fmt::format("github:{}", entry) : std::string(entry));
        if (!identity) {
            return fail_in("ADMIN_USERS", identity.error());
        }
        if (identity->is_guest()) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("ADMIN_USERS: '{}' is a guest; guests share their identity and cannot administrate",
                                    entry));
        }
        administrators.identities_.insert(identity->str());
    }
    return administrators;
}

Role Administrators::role_of(Identity const& identity) const
{
    if (contains(identity)) {
        return Role::admin;
    }
    return identity.is_guest() ? Role::guest : Role::curator;
}

}  // namespace kewp::curate
