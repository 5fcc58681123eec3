#pragma once

#include <string_view>

namespace kewp::ops {

/// Tells systemd about the state of the service (`READY=1`, `RELOADING=1`, `STOPPING=1`, `STATUS=…`,
/// one per line). Does nothing when the service was not started by systemd with `Type=notify`; a
/// message that cannot be delivered is dropped.
void sd_notify(std::string_view state);

}  // namespace kewp::ops
