#include "http/request_builder.hpp"
#include "web/paging.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace kewp::web {
namespace {

http::Request request(std::string const& target)
{
    return http::RequestBuilder("GET", target).host("mapping.example").scheme("https").build();
}

struct Case {
    std::string query;
    std::uint64_t page;
    std::uint64_t per_page;
};

TEST(Paging, BringsWhatItReadsIntoRangeAndNeverFails)
{
    Case const cases[] = {
        {"", 1, 50},
        {"?page=3&per_page=10", 3, 10},
        {"?per_page=0", 1, 1},
        {"?per_page=-5", 1, 1},
        {"?per_page=201", 1, 200},
        {"?per_page=abc", 1, 50},
        {"?page=2.0", 1, 50},
        {"?page=%20%2B4%20", 4, 50},
        {"?page=", 1, 50},
        {"?page=1_0", 1, 50},
    };
    for (auto const& c : cases) {
        auto const paging = Paging::of(request("/api/v1/mappings" + c.query));
        EXPECT_EQ(paging.page, c.page) << c.query;
        EXPECT_EQ(paging.per_page, c.per_page) << c.query;
    }
}

TEST(Paging, KeepsAnEndlessPageNumberWithinWhatSqlTakes)
{
    auto const paging = Paging::of(request("/api/v1/mappings?page=99999999999999999999999&per_page=200"));
    EXPECT_LE(paging.offset(), static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
}

TEST(Pagination, LinksAreAbsoluteAndKeepTheFiltersAsTheyCame)
{
    auto const asked = request("/api/v1/mappings?confidence_level=High&ke_id=KE+1&junk=x&page=2&per_page=2");
    auto const paging = pagination(Paging::of(asked), 5, asked, {"ke_id", "confidence_level"}, "");
    EXPECT_EQ(paging.at("total_pages"), 3);
    EXPECT_EQ(paging.at("next"),
              "https://mapping.example/api/v1/mappings?ke_id=KE+1&confidence_level=High&page=3&per_page=2");
    EXPECT_EQ(paging.at("prev"),
              "https://mapping.example/api/v1/mappings?ke_id=KE+1&confidence_level=High&page=1&per_page=2");
}

TEST(Pagination, EndsWithNullAndLeadsBackFromBeyondTheEnd)
{
    auto const only = request("/api/v1/mappings");
    auto const single = pagination(Paging::of(only), 2, only, {}, "");
    EXPECT_TRUE(single.at("next").is_null());
    EXPECT_TRUE(single.at("prev").is_null());
    auto const beyond = request("/api/v1/mappings?page=9&per_page=2");
    EXPECT_EQ(pagination(Paging::of(beyond), 5, beyond, {}, "https://public.example").at("prev"),
              "https://public.example/api/v1/mappings?page=3&per_page=2");
    EXPECT_TRUE(pagination(Paging::of(beyond), 0, beyond, {}, "").at("prev").is_null());
    EXPECT_EQ(pagination(Paging::of(beyond), 0, beyond, {}, "").at("total_pages"), 0);
}

TEST(LinkHeader, NamesThePagesThatExist)
{
    auto const asked = request("/api/v1/mappings?ke_id=KE+1&page=2&per_page=2");
    std::string const base = "https://mapping.example/api/v1/mappings?ke_id=KE+1&page=";
    EXPECT_EQ(link_header(Paging::of(asked), 5, asked, {"ke_id"}, ""),
              "<" + base + "1&per_page=2>; rel=\"first\", <" + base + "1&per_page=2>; rel=\"prev\", <" + base +
                  "3&per_page=2>; rel=\"next\", <" + base + "3&per_page=2>; rel=\"last\"");
    auto const empty = request("/api/v1/mappings");
    EXPECT_EQ(link_header(Paging::of(empty), 0, empty, {}, "https://p.example"),
              "<https://p.example/api/v1/mappings?page=1&per_page=50>; rel=\"first\", "
              "<https://p.example/api/v1/mappings?page=1&per_page=50>; rel=\"last\"");
}

}  // namespace
}  // namespace kewp::web
