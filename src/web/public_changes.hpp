#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "corpus/corpus.hpp"
#include "store/session.hpp"

namespace kewp::web {

/// When the newest file of the reference data was made: public answers tell from them too.
[[nodiscard]] Instant reference_changed_at(corpus::Corpus const& corpus);

/// When what the public sees last changed: the later of the last public commit and `reference`.
[[nodiscard]] Result<Instant> public_changed_at(store::Session& session, Instant reference);

}  // namespace kewp::web
