#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <functional>
#include <span>

namespace kewp::corpus {

/// Fills the buffer from where it stopped and returns the number of bytes; 0 only at the end.
using ByteSource = std::function<Result<std::size_t>(std::span<char> buffer)>;

}  // namespace kewp::corpus
