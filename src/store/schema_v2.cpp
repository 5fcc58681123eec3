#include "store/dialect.hpp"
#include "store/schema.hpp"

#include <fmt/format.h>

// Version 2: drafts, second opinions, what was read, and erasure of people from the history.
namespace kewp::store {
namespace {

std::string draft_table()
{
    // `owner` is an identity; for guests, who share one, it carries the session as well.
    return R"(CREATE TABLE draft (
    uuid TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    body_json TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL))";
}

std::string opinion_table(Engine engine)
{
    // `first_json` keeps the proposer's answers as they were submitted: an edit by the reviewer is no third opinion.
    return fmt::format(R"(CREATE TABLE opinion (
    id {},
    uuid TEXT NOT NULL UNIQUE,
    proposal_uuid TEXT NOT NULL REFERENCES proposal (uuid),
    curator TEXT NOT NULL CHECK (curator LIKE '%_:_%'),
    asked_by TEXT NOT NULL CHECK (asked_by LIKE '%_:_%'),
    created_at TEXT NOT NULL,
    given_at TEXT,
    first_by TEXT CHECK (first_by LIKE '%_:_%'),
    first_json TEXT,
    answers_json TEXT,
    note TEXT,
    CHECK ((given_at IS NULL) = (answers_json IS NULL)),
    UNIQUE (proposal_uuid, curator)))",
                       dialect::id_column(engine));
}

}  // namespace

std::vector<std::string> schema_v2(Engine engine)
{
    std::vector<std::string> statements{
        draft_table(),
        "CREATE INDEX draft_owner ON draft (owner, updated_at)",
        opinion_table(engine),
        "CREATE INDEX opinion_curator ON opinion (curator)",
        R"(CREATE TABLE notice_seen (
    owner TEXT PRIMARY KEY,
    audit_id INTEGER NOT NULL,
    updated_at TEXT NOT NULL))",
        // Holds a row only inside the transaction that erases someone; see `append_only_but_for_erasure`.
        R"(CREATE TABLE erasure (
    identity TEXT PRIMARY KEY,
    pseudonym TEXT NOT NULL,
    identity_json TEXT NOT NULL,
    pseudonym_json TEXT NOT NULL))",
        "CREATE INDEX audit_actor ON audit (actor)",
    };
    for (auto& statement : dialect::append_only_but_for_erasure(engine)) {
        statements.push_back(std::move(statement));
    }
    return statements;
}

}  // namespace kewp::store
