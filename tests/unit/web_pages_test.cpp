#include "web/answer_cache.hpp"
#include "web/html.hpp"
#include "web/signed_in.hpp"

#include <gtest/gtest.h>
#include <thread>

namespace kewp::web {
namespace {

std::shared_ptr<http::PreparedBody const> body_of(std::string bytes)
{
    return std::make_shared<http::PreparedBody const>(std::move(bytes), "application/json");
}

TEST(Markup, EscapesTextAndLeavesHtmlAndNumbersAlone)
{
    std::string const title = "<b>TNF & \"x\"</b>";
    EXPECT_EQ(markup("<p>{}</p>", title).text, "<p>&lt;b&gt;TNF &amp; &quot;x&quot;&lt;/b&gt;</p>");
    EXPECT_EQ(markup("{} {} {}", markup("<i>{}</i>", "a<b"), 5, "x'").text, "<i>a&lt;b</i> 5 x&#39;");
}

TEST(AnswerCache, FindsOnlyWhatWasMadeFromThePresentRevision)
{
    AnswerCache cache{1000};
    EXPECT_EQ(cache.find("/a", 1), nullptr);
    cache.keep("/a", 1, body_of("one"));
    ASSERT_NE(cache.find("/a", 1), nullptr);
    EXPECT_EQ(*cache.find("/a", 1)->bytes(), "one");
    EXPECT_EQ(cache.find("/a", 2), nullptr);
    EXPECT_EQ(cache.find("/a", 1), nullptr) << "a stale answer is dropped, not kept for later";
}

TEST(AnswerCache, ForgetsWhatWasNotAskedForLongestWhenItIsFull)
{
    AnswerCache cache{310};
    for (auto const* key : {"/a", "/b", "/c"}) {
        cache.keep(key, 1, body_of(std::string(98, 'x')));
    }
    EXPECT_NE(cache.find("/a", 1), nullptr);
    cache.keep("/d", 1, body_of(std::string(98, 'x')));
    EXPECT_EQ(cache.find("/b", 1), nullptr);
    EXPECT_NE(cache.find("/a", 1), nullptr);
    EXPECT_NE(cache.find("/d", 1), nullptr);
    cache.keep("/huge", 1, body_of(std::string(400, 'x')));
    EXPECT_EQ(cache.find("/huge", 1), nullptr);
    EXPECT_NE(cache.find("/a", 1), nullptr);
}

TEST(AnswerCache, MayBeUsedByManyThreads)
{
    AnswerCache cache{4000};
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&cache] {
            for (std::uint64_t i = 0; i < 500; ++i) {
                auto const key = "/" + std::to_string(i % 50);
                if (auto const found = cache.find(key, i / 100)) {
                    EXPECT_EQ(*found->bytes(), key);
                } else {
                    cache.keep(key, i / 100, body_of(key));
                }
            }
        });
    }
}

TEST(SignIn, LeadsToOwnPathsOnly)
{
    EXPECT_EQ(own_path("/ke/55?resource=go"), "/ke/55?resource=go");
    for (auto const* text :
         {"", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "/a\r\nX: y", "/a b"}) {
        EXPECT_EQ(own_path(text), "/") << text;
    }
}

}  // namespace
}  // namespace kewp::web
