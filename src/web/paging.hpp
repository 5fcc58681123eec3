#pragma once

#include "http/request.hpp"

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::web {

/// A page of a list as the caller asked for it, brought into range: never an error.
struct Paging {
    static constexpr std::uint64_t kDefaultSize = 50;
    static constexpr std::uint64_t kMostSize = 200;

    std::uint64_t page = 1;
    std::uint64_t per_page = kDefaultSize;

    /// `page` and `per_page` of the query; unreadable values count as absent.
    [[nodiscard]] static Paging of(http::Request const& request);
    [[nodiscard]] std::uint64_t offset() const;
    [[nodiscard]] std::uint64_t pages(std::uint64_t total) const { return (total + per_page - 1) / per_page; }
};

/// `scheme://host/prefix` under which the caller reaches us, or `public_url` when that is set.
[[nodiscard]] std::string base_url(http::Request const& request, std::string const& public_url);

/// Form encoding (a space is `+`).
[[nodiscard]] std::string form_encode(std::string_view text);

/// `?ke_id=KE+1&page=2&per_page=50`: the `kept` parameters that the request has, as they came, then the page.
[[nodiscard]] std::string page_query(http::Request const& request, std::vector<std::string_view> const& kept,
                                     std::uint64_t page, std::uint64_t per_page);

/// The `pagination` member of a collection: page, per_page, total, total_pages, next, prev (absolute or null).
[[nodiscard]] boost::json::object pagination(Paging const& paging, std::uint64_t total, http::Request const& request,
                                             std::vector<std::string_view> const& kept, std::string const& public_url);

/// The value of a `Link` header (RFC 8288): first, prev, next, last as absolute URLs; those that do not exist are left
/// out.
[[nodiscard]] std::string link_header(Paging const& paging, std::uint64_t total, http::Request const& request,
                                      std::vector<std::string_view> const& kept, std::string const& public_url);

}  // namespace kewp::web
