#include "ops/shared_page.hpp"

#include "base/file.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <new>
#include <random>
#include <sys/mman.h>
#include <utility>

namespace kewp::ops {

std::int64_t monotonic_ms()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

char const* name_of(WorkerState state)
{
    switch (state) {
        case WorkerState::empty: return "empty";
        case WorkerState::starting: return "starting";
        case WorkerState::ready: return "ready";
        case WorkerState::draining: return "draining";
    }
    return "empty";
}

// The words: 1 + ok in bit 1 and the length from bit 8; the time; then the message. All accesses to
// the words are atomic, so a reader that races with the writer reads garbage, notices by the version
// and tries again, with no undefined behaviour.
void OutcomeRecord::write(bool ok, Instant when, std::string_view message)
{
    std::array<std::uint64_t, kWords> words{};
    message = message.substr(0, kMaxMessage);
    words[0] = 1U | (ok ? 2U : 0U) | (std::uint64_t{message.size()} << 8U);
    words[1] = static_cast<std::uint64_t>(when.time_since_epoch().count());
    std::memcpy(&words[2], message.data(), message.size());

    version_.fetch_add(1);
    for (std::size_t i = 0; i < kWords; ++i) {
        words_[i].store(words[i]);
    }
    version_.fetch_add(1);
}

OutcomeRecord::Value OutcomeRecord::read() const
{
    std::array<std::uint64_t, kWords> words{};
    std::uint64_t version = 0;
    do {
        version = version_.load();
        for (std::size_t i = 0; i < kWords; ++i) {
            words[i] = words_[i].load();
        }
    } while (version % 2 != 0 || version != version_.load());

    Value value;
    value.happened = (words[0] & 1U) != 0;
    value.ok = (words[0] & 2U) != 0;
    value.when = Instant{std::chrono::seconds{static_cast<std::int64_t>(words[1])}};
    value.message.assign(reinterpret_cast<char const*>(&words[2]), std::min<std::size_t>(words[0] >> 8U, kMaxMessage));
    return value;
}

namespace {

constexpr std::size_t round_up(std::size_t bytes)
{
    constexpr std::size_t kCacheLine = 64;  // blocks of two workers share none
    return (bytes + kCacheLine - 1) / kCacheLine * kCacheLine;
}

constexpr std::size_t kPageBytes = round_up(sizeof(SharedPage));
constexpr std::size_t kBlockBytes = round_up(sizeof(http::ServerCounters));

}  // namespace

http::ServerCounters& SharedPage::counters(WorkerSlot const& slot)
{
    auto const index = static_cast<std::size_t>(&slot - workers.data());
    void* const block = counter_blocks_ + index * kBlockBytes;
    if (!workers.at(index).has_counters.exchange(true)) {
        new (block) http::ServerCounters;
    }
    return *std::launder(static_cast<http::ServerCounters*>(block));
}

http::ServerCounters const* SharedPage::counters_if_made(std::size_t slot) const
{
    if (!workers.at(slot).has_counters) {
        return nullptr;
    }
    return std::launder(reinterpret_cast<http::ServerCounters const*>(counter_blocks_ + slot * kBlockBytes));
}

Result<SharedMemory> SharedMemory::create()
{
    std::size_t const bytes = kPageBytes + kSlots * kBlockBytes;
    void* const memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return fail(ErrorCode::io,
                    "cannot map " + std::to_string(bytes) + " bytes shared by the worker processes: " + errno_text());
    }
    auto* const page = new (memory) SharedPage;
    page->counter_blocks_ = static_cast<std::byte*>(memory) + kPageBytes;
    std::random_device device;
    page->rate_seed = (std::uint64_t{device()} << 32U) | device();
    return SharedMemory{page, bytes};
}

SharedMemory::SharedMemory(SharedMemory&& other) noexcept
    : page_(std::exchange(other.page_, nullptr)), bytes_(other.bytes_)
{
}

SharedMemory::~SharedMemory()
{
    if (page_ != nullptr) {
        ::munmap(page_, bytes_);
    }
}

}  // namespace kewp::ops
