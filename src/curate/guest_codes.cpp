#include "curate/guest_codes.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "curate/audit_trail.hpp"
#include "curate/workflow_checks.hpp"
#include "store/guest_code_repository.hpp"
#include "store/session_repository.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::curate {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";  // 32 signs; no 0 and O, no 1 and I
constexpr std::size_t kCodeLength = 12;
constexpr std::size_t kGroup = 4;

/// As stored: letters and digits in capitals.
std::string canonical(std::string_view typed)
{
    std::string code;
    for (char const c : typed) {
        if (c >= 'a' && c <= 'z') {
            code += static_cast<char>(c - 'a' + 'A');
        } else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
            code += c;
        }
    }
    return code;
}

std::string random_code()
{
    auto const random = crypto::random_hex(kCodeLength);
    std::string code;
    for (std::size_t i = 0; i < kCodeLength; ++i) {
        auto const byte = std::stoul(random.substr(2 * i, 2), nullptr, 16);
        code += kLetters[byte % kLetters.size()];
    }
    return code;
}

std::string grouped(std::string const& code)
{
    std::string shown;
    for (std::size_t i = 0; i < code.size(); ++i) {
        shown += i > 0 && i % kGroup == 0 ? "-" : "";
        shown += code[i];
    }
    return shown;
}

Result<void> check(GuestCodeWish const& wish, Instant at)
{
    std::vector<FieldError> errors;
    if (auto const identity = Identity::parse("guest:" + wish.label); !identity) {
        errors.push_back({"label", identity.error().message});
    }
    if (wish.expires_at <= at || wish.expires_at > at + kLongestGuestCode) {
        errors.push_back(
            {"expires_at", fmt::format("must be later than now and at most {} days ahead", kLongestGuestCode.count())});
    }
    if (wish.max_uses < 1 || wish.max_uses > kMostGuests) {
        errors.push_back({"max_uses", fmt::format("must be from 1 to {}", kMostGuests)});
    }
    if (!errors.empty()) {
        return fail(Error{ErrorCode::invalid_argument, "the code cannot be made", std::move(errors)});
    }
    return {};
}

std::string object_of(std::int64_t id)
{
    return fmt::format("guest-code:{}", id);
}

}  // namespace

Result<MadeGuestCode> make_guest_code(store::Writer& writer, GuestCodeWish const& wish, Actor const& actor, Instant at)
{
    if (auto allowed = require_admin(actor); !allowed) {
        return fail(allowed.error());
    }
    if (auto fits = check(wish, at); !fits) {
        return fail(fits.error());
    }
    auto const code = random_code();
    return writer.run([&](store::Transaction& transaction) -> Result<MadeGuestCode> {
        auto const present = store::list_guest_codes(transaction);
        if (!present) {
            return fail(present.error());
        }
        auto const same = std::ranges::any_of(*present, [&](store::GuestCodeRecord const& other) {
            return other.label == wish.label && !other.revoked_at && other.expires_at > at;
        });
        if (same) {
            return fail(ErrorCode::conflict,
                        fmt::format("there is a code with the label '{}' already; revoke it or choose another label",
                                    wish.label));
        }
        auto record = store::insert_guest_code(transaction, code,
                                               {.label = wish.label,
                                                .created_by = actor.identity.str(),
                                                .created_at = at,
                                                .expires_at = wish.expires_at,
                                                .max_uses = wish.max_uses});
        if (!record) {
            return fail(record.error());
        }
        auto const noted = note(transaction, actor, at, "guest_code.create", object_of(record->id), std::nullopt,
                                fmt::format(R"({{"label":"{}","max_uses":{},"expires_at":"{}"}})", wish.label,
                                            wish.max_uses, format_utc(wish.expires_at)));
        if (!noted) {
            return fail(noted.error());
        }
        return MadeGuestCode{grouped(code), std::move(*record)};
    });
}

Result<store::GuestCodeRecord> use_guest_code(store::Writer& writer, std::string_view typed, Instant at)
{
    return writer.run([&](store::Transaction& transaction) -> Result<store::GuestCodeRecord> {
        // Codes of the replaced application are stored as they were, with small letters and signs.
        for (auto const& code : {canonical(typed), std::string(text::trim(typed))}) {
            auto used = store::use_guest_code(transaction, code, at);
            if (!used) {
                return fail(used.error());
            }
            if (*used) {
                return std::move(**used);
            }
        }
        return fail(ErrorCode::unauthenticated,
                    "This code is not valid: it may be mistyped, expired, used up or withdrawn");
    });
}

Result<void> revoke_guest_code(store::Writer& writer, std::int64_t id, Actor const& actor, Instant at)
{
    if (auto allowed = require_admin(actor); !allowed) {
        return allowed;
    }
    return writer.run([&](store::Transaction& transaction) -> Result<void> {
        if (auto revoked = store::revoke_guest_code(transaction, id, actor.identity.str(), at); !revoked) {
            return revoked;
        }
        auto const codes = store::list_guest_codes(transaction);
        if (!codes) {
            return fail(codes.error());
        }
        auto const code = std::ranges::find(*codes, id, &store::GuestCodeRecord::id);
        if (code != codes->end()) {
            if (auto ended = store::end_sessions_of(transaction, "guest:" + code->label); !ended) {
                return fail(ended.error());
            }
        }
        return note(transaction, actor, at, "guest_code.revoke", object_of(id), std::nullopt, std::nullopt);
    });
}

}  // namespace kewp::curate
