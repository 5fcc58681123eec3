#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "curate/identity.hpp"
#include "store/erasure_repository.hpp"
#include "store/writer.hpp"

#include <string>

namespace kewp::curate {

struct ErasedPerson {
    std::string pseudonym;  ///< `erased:` and random letters: leads back to nobody
    store::Erased counts;
};

/// Erases someone: their own wish, or an administrator's act. What they proposed, decided and wrote stays, as a
/// pseudonym's; pending proposals go on waiting. Backups made before still hold the name until they expire.
/// Errors: forbidden; invalid_argument for a guest's shared identity or a pseudonym.
[[nodiscard]] Result<ErasedPerson> erase_person(store::Writer& writer, Identity const& person, Actor const& actor,
                                                Instant at);

}  // namespace kewp::curate
