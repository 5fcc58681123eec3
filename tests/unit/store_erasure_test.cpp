#include "store/audit_repository.hpp"
#include "store/erasure_repository.hpp"
#include "store/proposal_repository.hpp"
#include "store/sql.hpp"
#include "store_fixture.hpp"

#include <gmock/gmock.h>

namespace kewp::store {
namespace {

using ::testing::HasSubstr;
using testing::value;

class ErasureTest : public testing::StoreTest {
protected:
    void note(char const* actor, char const* after)
    {
        value(writer_.run([&](Transaction& transaction) {
            return append_audit(transaction, {.actor = actor, .action = "test", .object_uuid = "x", .after = after});
        }));
    }

    Result<void> write(std::string const& sql)
    {
        return writer_.run([&](Transaction& transaction) -> Result<void> {
            return attempt([&]() -> Result<void> {
                execute(transaction, sql);
                return {};
            });
        });
    }

    Writer writer_{database()};
    Readers readers_{database()};
};

TEST_F(ErasureTest, PutsThePseudonymIntoTheHistoryAndNothingElse)
{
    note("github:al", R"({"proposed_by":"github:al","note":"github:al wrote, not \"github:al\""})");
    note("github:al-other", R"({"proposed_by":"github:al-other"})");
    auto const erased =
        value(writer_.run([](Transaction& transaction) { return erase_person(transaction, "github:al", "erased:1"); }));
    EXPECT_EQ(erased.audit_lines, 1U);
    auto const lines = value(readers_.read([](Session& session) { return list_audit(session, "x"); }));
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].actor, "erased:1");
    EXPECT_THAT(lines[0].after.value(), HasSubstr(R"("proposed_by":"erased:1")"));
    EXPECT_EQ(lines[1].actor, "github:al-other");
    EXPECT_EQ(lines[1].after, R"({"proposed_by":"github:al-other"})");
}

TEST_F(ErasureTest, LetsNoOtherChangePassEvenWhileSomeoneIsErased)
{
    note("github:al", "{}");
    value(write("INSERT INTO erasure VALUES ('github:al', 'erased:1', '\"github:al\"', '\"erased:1\"')"));
    for (auto const* sql :
         {"UPDATE audit SET actor = 'github:eve'", "UPDATE audit SET actor = 'erased:1', at = '2020-01-01T00:00:00Z'",
          "UPDATE audit SET actor = 'erased:1', action = 'x'", "UPDATE audit SET actor = 'erased:1', after_json = '[]'",
          "UPDATE audit SET actor = 'erased:1', after_json = NULL", "DELETE FROM audit"}) {
        auto const changed = write(sql);
        ASSERT_FALSE(changed) << sql;
        EXPECT_THAT(changed.error().message, HasSubstr("append-only"));
    }
    EXPECT_TRUE(write("UPDATE audit SET actor = 'erased:1'"));
}

}  // namespace
}  // namespace kewp::store
