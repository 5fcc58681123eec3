#pragma once

#include "base/result.hpp"
#include "http/prepared_body.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "web/answer_cache.hpp"
#include "web/services.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace kewp::web {

/// Answers of the public API, made once for each revision of the data and kept as bytes: a request for one that is kept
/// runs no SQL. All routes of a worker share one such cache and its limit. Thread-safe.
class KeptAnswers {
public:
    explicit KeptAnswers(Services const& services);

    /// For a `QuickHandler`: the answer if it is kept. `variant` tells apart what the address alone does not.
    [[nodiscard]] std::optional<http::Response> find(http::Request const& request, std::string_view variant);

    struct Made {
        std::string bytes;
        std::string content_type;
        std::vector<std::pair<std::string, std::string>> headers = {};
    };
    using Make = std::function<Result<Made>(store::Session& session)>;

    /// The kept answer, or the one that `make` makes from one consistent state of the database. Its errors become error
    /// answers and are not kept. Call it from the pool.
    [[nodiscard]] http::Response answer(http::Request const& request, std::string_view variant, Make const& make);

private:
    [[nodiscard]] std::string key_of(http::Request const& request, std::string_view variant) const;

    Services const& services_;
    Instant reference_changed_at_;
    AnswerCache cache_;
};

}  // namespace kewp::web
