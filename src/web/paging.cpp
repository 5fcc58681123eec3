#include "web/paging.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>
#include <limits>
#include <optional>

namespace kewp::web {
namespace {

/// A decimal integer with an optional sign; too large a number becomes the largest.
std::optional<std::int64_t> read_integer(std::optional<std::string_view> text)
{
    auto digits = text::trim(text.value_or(""));
    if (digits.starts_with('+')) {
        digits.remove_prefix(1);
    }
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || end != digits.data() + digits.size() || error == std::errc::invalid_argument) {
        return {};
    }
    return error == std::errc{} ? value : std::numeric_limits<std::int64_t>::max();
}

}  // namespace

Paging Paging::of(http::Request const& request)
{
    // The largest page keeps page * per_page within 63 bits, which is what SQL takes.
    constexpr auto most_page = std::numeric_limits<std::int64_t>::max() / std::int64_t{kMostSize} - 1;
    Paging paging;
    paging.page = static_cast<std::uint64_t>(
        std::clamp(read_integer(request.query("page")).value_or(1), std::int64_t{1}, most_page));
    paging.per_page = static_cast<std::uint64_t>(
        std::clamp(read_integer(request.query("per_page")).value_or(std::int64_t{kDefaultSize}), std::int64_t{1},
                   std::int64_t{kMostSize}));
    return paging;
}

std::uint64_t Paging::offset() const
{
    return (page - 1) * per_page;
}

std::string base_url(http::Request const& request, std::string const& public_url)
{
    return public_url.empty() ? request.origin() + request.prefix() : public_url;
}

std::string form_encode(std::string_view text)
{
    auto encoded = text::percent_encode(text);
    for (auto at = encoded.find("%20"); at != std::string::npos; at = encoded.find("%20", at)) {
        encoded.replace(at, 3, "+");
    }
    return encoded;
}

std::string page_query(http::Request const& request, std::vector<std::string_view> const& kept, std::uint64_t page,
                       std::uint64_t per_page)
{
    std::string query = "?";
    for (auto const name : kept) {
        if (auto const value = request.query(name); value && !value->empty()) {
            query += fmt::format("{}={}&", name, form_encode(*value));
        }
    }
    return query + fmt::format("page={}&per_page={}", page, per_page);
}

boost::json::object pagination(Paging const& paging, std::uint64_t total, http::Request const& request,
                               std::vector<std::string_view> const& kept, std::string const& public_url)
{
    auto const link = [&](std::uint64_t page) -> boost::json::value {
        return boost::json::value(base_url(request, public_url) + std::string{request.path()} +
                                  page_query(request, kept, page, paging.per_page));
    };
    auto const pages = paging.pages(total);
    auto const previous = std::min(paging.page - 1, pages);
    return {{"page", paging.page},
            {"per_page", paging.per_page},
            {"total", total},
            {"total_pages", pages},
            {"next", paging.page < pages ? link(paging.page + 1) : boost::json::value(nullptr)},
            {"prev", previous > 0 ? link(previous) : boost::json::value(nullptr)}};
}

std::string link_header(Paging const& paging, std::uint64_t total, http::Request const& request,
                        std::vector<std::string_view> const& kept, std::string const& public_url)
{
    std::string links;
    auto const add = [&](char const* relation, std::uint64_t page) {
        links += fmt::format("{}<{}{}{}>; rel=\"{}\"", links.empty() ? "" : ", ", base_url(request, public_url),
                             request.path(), page_query(request, kept, page, paging.per_page), relation);
    };
    auto const pages = paging.pages(total);
    add("first", 1);
    if (auto const previous = std::min(paging.page - 1, pages); previous > 0) {
        add("prev", previous);
    }
    if (paging.page < pages) {
        add("next", paging.page + 1);
    }
    add("last", std::max(pages, std::uint64_t{1}));
    return links;
}

}  // namespace kewp::web
