#pragma once

#include "base/result.hpp"

#include <functional>
#include <string_view>

namespace kewp::publish {

/// Takes the next bytes of a file that is being written; an error (a full disk) ends the writing.
///
/// Serialisers hand over pieces of some kilobytes, so that a file of any length is made in constant memory.
using Sink = std::function<Result<void>(std::string_view bytes)>;

}  // namespace kewp::publish
