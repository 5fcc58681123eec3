#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace kewp {

/// The rules by which a place's clocks differ from UTC. A value; cheap to copy.
class TimeZone {
public:
    TimeZone();  ///< UTC

    /// By its IANA name, `Europe/Amsterdam`; empty: the zone of this process (TZ, then the machine's).
    /// Error: invalid_argument for a name that is unknown.
    [[nodiscard]] static Result<TimeZone> find(std::string_view name);

    /// What to add to `instant` to get local time.
    [[nodiscard]] std::chrono::seconds offset_at(Instant instant) const;

    /// Local time, as the instant at which UTC clocks show the same.
    [[nodiscard]] Instant to_local(Instant instant) const { return instant + offset_at(instant); }

    [[nodiscard]] std::string const& name() const { return name_; }

private:
    struct Rules;
    std::shared_ptr<Rules const> rules_;  // null: UTC
    std::string name_ = "UTC";
};

}  // namespace kewp
