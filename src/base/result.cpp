#include "base/result.hpp"

namespace kewp {

char const* name_of(ErrorCode code)
{
    switch (code) {
        case ErrorCode::invalid_argument: return "invalid_argument";
        case ErrorCode::unauthenticated: return "unauthenticated";
        case ErrorCode::forbidden: return "forbidden";
        case ErrorCode::not_found: return "not_found";
        case ErrorCode::conflict: return "conflict";
        case ErrorCode::gone: return "gone";
        case ErrorCode::too_large: return "too_large";
        case ErrorCode::busy: return "busy";
        case ErrorCode::unavailable: return "unavailable";
        case ErrorCode::unreachable: return "unreachable";
        case ErrorCode::corrupt: return "corrupt";
        case ErrorCode::io: return "io";
        case ErrorCode::internal: return "internal";
    }
    return "internal";
}

}  // namespace kewp
