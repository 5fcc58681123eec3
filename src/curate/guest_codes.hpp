#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "curate/identity.hpp"
#include "store/records.hpp"
#include "store/writer.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kewp::curate {

/// The longest that a workshop code may live, and the most people who may use one.
inline constexpr std::chrono::days kLongestGuestCode{366};
inline constexpr std::int64_t kMostGuests = 1000;

/// What an administrator wants.
struct GuestCodeWish {
    std::string label;  ///< names the guests: `guest:label`
    Instant expires_at = {};
    std::int64_t max_uses = 0;
};

struct MadeGuestCode {
    std::string code;  ///< told once: only its hash is stored
    store::GuestCodeRecord record;
};

/// Makes a code of 60 random bits, `ABCD-EFGH-JKLM`. Errors: forbidden; invalid_argument with fields; conflict when a
/// code that can still be used has this label.
[[nodiscard]] Result<MadeGuestCode> make_guest_code(store::Writer& writer, GuestCodeWish const& wish,
                                                    Actor const& actor, Instant at);

/// Takes one use of a code as someone typed it (case, spaces and hyphens do not matter).
/// Error: unauthenticated, the same for wrong, revoked, expired and used-up ones.
[[nodiscard]] Result<store::GuestCodeRecord> use_guest_code(store::Writer& writer, std::string_view typed, Instant at);

/// Ends the code and the sessions of its guests. Errors: forbidden, not_found.
[[nodiscard]] Result<void> revoke_guest_code(store::Writer& writer, std::int64_t id, Actor const& actor, Instant at);

}  // namespace kewp::curate
