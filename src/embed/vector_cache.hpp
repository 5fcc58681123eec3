#pragma once

#include "base/crypto.hpp"

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace kewp::embed {

/// The vectors of the texts that were asked for last. Not thread-safe.
class VectorCache {
public:
    explicit VectorCache(std::size_t capacity) : capacity_(capacity) {}

    [[nodiscard]] std::optional<std::vector<float>> find(crypto::Digest const& text)
    {
        auto const found = by_text_.find(text);
        if (found == by_text_.end()) {
            return std::nullopt;
        }
        order_.splice(order_.begin(), order_, found->second);
        return found->second->second;
    }

    void put(crypto::Digest const& text, std::vector<float> vector)
    {
        if (capacity_ == 0 || by_text_.contains(text)) {
            return;
        }
        if (order_.size() == capacity_) {
            by_text_.erase(order_.back().first);
            order_.pop_back();
        }
        order_.emplace_front(text, std::move(vector));
        by_text_.emplace(text, order_.begin());
    }

private:
    using Order = std::list<std::pair<crypto::Digest, std::vector<float>>>;
    std::size_t capacity_;
    Order order_;  ///< last used first
    std::map<crypto::Digest, Order::iterator> by_text_;
};

}  // namespace kewp::embed
