#pragma once

#include "http/prepared_body.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace kewp::web {

/// Serialised answers of one worker, by request. An answer made from an older data revision than the
/// present one is not found. Bounded in bytes: what was not asked for longest goes first. Thread-safe.
class AnswerCache {
public:
    explicit AnswerCache(std::size_t limit_bytes) : limit_bytes_(limit_bytes) {}

    [[nodiscard]] std::shared_ptr<http::PreparedBody const> find(std::string_view key, std::uint64_t revision);
    void keep(std::string key, std::uint64_t revision, std::shared_ptr<http::PreparedBody const> body);

private:
    struct Entry {
        std::string key;
        std::uint64_t revision;
        std::shared_ptr<http::PreparedBody const> body;
        std::size_t bytes;
    };
    using Entries = std::list<Entry>;
    void forget(Entries::iterator entry);

    std::size_t limit_bytes_;
    std::size_t bytes_ = 0;
    std::mutex mutex_;
    Entries entries_;  // most recently used first
    std::unordered_map<std::string_view, Entries::iterator> index_;
};

}  // namespace kewp::web
