#pragma once

namespace soci {
class session;
}

namespace kewp::store {

/// One database connection, for reading. SOCI's header stays out of everyone else's translation
/// units; repositories (`store/*_repository.hpp`) are all that a caller needs.
using Session = soci::session;

}  // namespace kewp::store
