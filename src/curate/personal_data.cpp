#include "curate/personal_data.hpp"

#include "base/crypto.hpp"
#include "curate/audit_trail.hpp"
#include "curate/workflow_checks.hpp"

namespace kewp::curate {

Result<ErasedPerson> erase_person(store::Writer& writer, Identity const& person, Actor const& actor, Instant at)
{
    if (auto signed_in = require_curator(actor); !signed_in) {
        return fail(signed_in.error());
    }
    if (person.is_guest() || person.provider() == "erased" || person.provider() == "system") {
        return fail(ErrorCode::invalid_argument,
                    person.str() + " is not the identity of one person; there is nobody to erase");
    }
    bool const own = person == actor.identity;
    if (!own) {
        if (auto allowed = require_admin(actor); !allowed) {
            return fail(allowed.error());
        }
    }
    constexpr std::size_t kRandomBytes = 8;
    ErasedPerson erased{.pseudonym = "erased:" + crypto::random_hex(kRandomBytes), .counts = {}};
    return writer.run([&](store::Transaction& transaction) -> Result<ErasedPerson> {
        auto counts = store::erase_person(transaction, person.str(), erased.pseudonym);
        if (!counts) {
            return fail(counts.error());
        }
        erased.counts = *counts;
        // The line of the act itself must not say whom the pseudonym stands for.
        store::AuditRecord line;
        line.at = at;
        line.actor = own ? erased.pseudonym : actor.identity.str();
        line.action = "user.erase";
        line.object_uuid = "user:" + erased.pseudonym;
        line.request_id = actor.request_id;
        if (auto told = store::note_attribution(transaction, erased.pseudonym, line); !told) {
            return fail(told.error());
        }
        auto const noted = note(transaction, line);
        return noted ? Result<ErasedPerson>(erased) : fail(noted.error());
    });
}

}  // namespace kewp::curate
