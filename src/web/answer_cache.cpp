#include "web/answer_cache.hpp"

namespace kewp::web {

std::shared_ptr<http::PreparedBody const> AnswerCache::find(std::string_view key, std::uint64_t revision)
{
    std::scoped_lock const lock{mutex_};
    auto const found = index_.find(key);
    if (found == index_.end()) {
        return nullptr;
    }
    if (found->second->revision != revision) {
        forget(found->second);
        return nullptr;
    }
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->body;
}

void AnswerCache::keep(std::string key, std::uint64_t revision, std::shared_ptr<http::PreparedBody const> body)
{
    auto const bytes = key.size() + body->memory();
    std::scoped_lock const lock{mutex_};
    if (bytes > limit_bytes_) {
        return;
    }
    if (auto const old = index_.find(key); old != index_.end()) {
        forget(old->second);
    }
    while (bytes_ + bytes > limit_bytes_) {
        forget(std::prev(entries_.end()));
    }
    entries_.push_front(Entry{std::move(key), revision, std::move(body), bytes});
    index_.emplace(entries_.front().key, entries_.begin());
    bytes_ += bytes;
}

void AnswerCache::forget(Entries::iterator entry)
{
    bytes_ -= entry->bytes;
    index_.erase(entry->key);
    entries_.erase(entry);
}

}  // namespace kewp::web
