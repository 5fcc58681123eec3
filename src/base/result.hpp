#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace kewp {

/// What kind of failure it is; the HTTP edge maps each to one status.
enum class ErrorCode {
    invalid_argument,  ///< the caller sent something malformed (400)
    unauthenticated,   ///< no valid session (401)
    forbidden,         ///< signed in, but not allowed (403)
    not_found,         ///< the named thing does not exist (404)
    conflict,          ///< it exists already, or someone else was first (409)
    gone,              ///< it existed and was withdrawn (410)
    too_large,         ///< over a size limit (413)
    busy,              ///< try again shortly (503 with Retry-After)
    unavailable,       ///< a part of the service is missing (503)
    unreachable,       ///< this machine does not reach the database server, another may (502 with Retry-After)
    corrupt,           ///< a file or a database is damaged or of the wrong form (500)
    io,                ///< the operating system refused (500)
    internal,          ///< a bug or an unexpected state (500)
};

/// One message per field of a form, in the order of the fields.
struct FieldError {
    std::string field;
    std::string message;
};

/// A failure that the caller is expected to handle.
///
/// `message` is written for a person: it names the thing, what was expected, what was found and
/// what to do.
struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string message;
    std::vector<FieldError> fields = {};
};

template <class T>
using Result = tl::expected<T, Error>;

/// `return fail(ErrorCode::not_found, "…");` in a function that returns any `Result`.
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message)
{
    return tl::unexpected<Error>(Error{code, std::move(message), {}});
}

/// Hands the error of another result on.
[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

/// The same error with `context` in front of its message ("data/ke_metadata.json: …").
[[nodiscard]] inline tl::unexpected<Error> fail_in(std::string const& context, Error error)
{
    error.message = context + ": " + error.message;
    return tl::unexpected<Error>(std::move(error));
}

/// The lower-case name of a code, for logs and JSON (`not_found`).
[[nodiscard]] char const* name_of(ErrorCode code);

}  // namespace kewp
