#pragma once

#include "base/result.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kewp::http {

/// One question to another server.
struct Outgoing {
    std::string url;
    std::string form = {};                  ///< urlencoded; when not empty the request is a POST
    std::vector<std::string> headers = {};  ///< `Name: value`
    std::string method = {};                ///< empty: GET, or POST with a form
    std::optional<std::string> body = {};   ///< sent with `method`, as the headers say what it is
    std::filesystem::path upload = {};      ///< a file to send by PUT; read in pieces
};

struct Incoming {
    long status = 0;
    std::string body;
};

/// Fields as an urlencoded form or query, without `?`.
[[nodiscard]] std::string urlencoded(std::vector<std::pair<std::string_view, std::string_view>> const& fields);

/// True for `https://…`, and for `http://` when it leads to this machine.
[[nodiscard]] bool is_confidential(std::string_view url);

/// Asks and waits for the answer, whatever its status. Blocks: belongs on a pool thread.
///
/// Certificates are verified, redirects are not followed, bodies end at 1 MiB. The whole takes `patience` at
/// most. Errors: invalid_argument for an address that is not confidential; unavailable (network, time);
/// too_large; not_found, io (the file to upload). Messages hold the host, never path, query or body, where secrets are.
[[nodiscard]] Result<Incoming> fetch(Outgoing const& question, std::chrono::milliseconds patience);

}  // namespace kewp::http
