#pragma once

#include "disk_model.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace kewp::store::testing {

/// What SQLite asks of the operating system. `flush_by_us` is `fsync` called by our own code.
enum class Operation { open, read, write, flush, truncate, remove, map_memory, flush_by_us };
inline constexpr std::size_t kOperations = 8;

/// A failure to come.
struct Fault {
    Operation operation = Operation::write;
    std::uint64_t at = 1;     ///< the how-manieth of these operations, counted from `inject` on
    bool persistent = false;  ///< all later ones fail as well
    bool disk_full = false;   ///< "no space left", else "input/output error"
};

/// Stands between SQLite and the operating system for all connections of this process.
///
/// Files in `folder` are followed by a `Disk`, so that a power cut at any moment can be looked at, and their
/// operations can be made to fail. Flushes do not reach the real disk (the power of this machine stays on),
/// which also makes the test quick. Files elsewhere pass. One at a time; every connection must be closed
/// before it is destroyed.
class FaultVfs {
public:
    explicit FaultVfs(std::filesystem::path const& folder);
    FaultVfs(FaultVfs const&) = delete;
    FaultVfs& operator=(FaultVfs const&) = delete;
    ~FaultVfs();

    /// For functions of the C library, which have no other way to find it; null where there is none.
    [[nodiscard]] static FaultVfs* active();

    [[nodiscard]] Disk& disk() { return *disk_; }
    /// Takes `disk().folder()` as it is now for flushed.
    void start_anew() { disk_ = std::make_unique<Disk>(disk_->folder()); }

    /// Called before each operation on the folder, by the thread that does it.
    void before_each(std::function<void(Operation)> hook);
    /// A disk that says "flushed" when it is not.
    void lie_about_flushes(bool lie) { lies_ = lie; }

    void inject(Fault const& fault);
    /// Writes that make a file longer fail once they sum up to this many bytes.
    void fill_up_after(std::uint64_t bytes);
    void heal();
    /// How many operations failed since `inject`.
    [[nodiscard]] std::uint64_t failures() const { return failures_; }
    /// How many operations of a kind there were since the last `inject` or `heal`.
    [[nodiscard]] std::uint64_t count(Operation operation) const;

    // For the functions that SQLite calls.
    [[nodiscard]] int begin(Operation operation);  ///< SQLITE_OK or the error to answer
    [[nodiscard]] bool takes(std::uint64_t more_bytes);
    [[nodiscard]] bool lies() const { return lies_; }

private:
    struct Registered;
    std::unique_ptr<Registered> registered_;
    std::unique_ptr<Disk> disk_;
    std::atomic<bool> lies_{false};
    std::atomic<std::uint64_t> failures_{0};
    std::array<std::atomic<std::uint64_t>, kOperations> counts_{};
    mutable std::mutex mutex_;  // the members below
    std::shared_ptr<std::function<void(Operation)>> hook_;
    std::optional<Fault> fault_;
    std::optional<std::uint64_t> space_;
};

}  // namespace kewp::store::testing
