#pragma once

#include "base/result.hpp"

#include <set>
#include <string>
#include <string_view>

namespace kewp::curate {

/// Who someone is: `provider:name`, e.g. `github:alice`, `orcid:0000-0002-1825-0097`, `guest:workshop-1`.
/// Two providers never merge.
class Identity {
public:
    /// Providers are `github`, `orcid`, `ls`, `surf`, `guest`, `demo`, `erased` (someone who was forgotten) and
    /// `system`; the name is checked by the provider's own rules. Error: invalid_argument naming the text and the form
    /// expected.
    [[nodiscard]] static Result<Identity> parse(std::string_view text);

    [[nodiscard]] std::string const& str() const { return text_; }
    [[nodiscard]] std::string_view provider() const;
    [[nodiscard]] std::string_view name() const;
    [[nodiscard]] bool is_guest() const { return provider() == "guest"; }
    auto operator<=>(Identity const&) const = default;

private:
    explicit Identity(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

enum class Role { visitor, guest, curator, admin };

/// `visitor`, `guest`, `curator`, `admin`.
[[nodiscard]] char const* name_of(Role role);

/// Who is an administrator: the list `ADMIN_USERS`, exact and with case.
class Administrators {
public:
    Administrators() = default;
    /// Comma-separated identities; a bare name means GitHub. A guest cannot be one.
    /// Error: invalid_argument naming the entry.
    [[nodiscard]] static Result<Administrators> parse(std::string_view list);

    [[nodiscard]] bool contains(Identity const& identity) const { return identities_.contains(identity.str()); }
    [[nodiscard]] Role role_of(Identity const& identity) const;
    [[nodiscard]] std::size_t size() const { return identities_.size(); }

private:
    std::set<std::string, std::less<>> identities_;
};

/// Someone who acts, as one request knows them.
struct Actor {
    Identity identity;
    Role role = Role::curator;
    std::string display_name = {};
    std::string affiliation = {};
    std::string email = {};  ///< never public
    std::string request_id = {};
};

}  // namespace kewp::curate
