#include "store/schema.hpp"

#include "store/dialect.hpp"

#include <fmt/format.h>

// Times are UTC text `YYYY-MM-DDTHH:MM:SSZ`, so text order is time order. Identities are `provider:name`.
namespace kewp::store {
namespace {

/// What a mapping and a proposal both say about a pair.
constexpr char const* kClaimColumns = R"(
    ke_title TEXT NOT NULL DEFAULT '',
    target_title TEXT NOT NULL DEFAULT '',
    go_namespace TEXT,
    species TEXT,
    connection_type TEXT,
    computed_confidence TEXT CHECK (computed_confidence IN ('low', 'medium', 'high')),
    override_reason TEXT,
    relationship TEXT,
    basis TEXT,
    specificity TEXT,
    coverage TEXT,
    connection_score INTEGER,
    specificity_score INTEGER,
    evidence_score INTEGER,
    suggestion_score DOUBLE PRECISION CHECK (suggestion_score BETWEEN 0 AND 1),)";

/// NULL passes a CHECK, so the column stays optional unless it says NOT NULL.
std::string identity(char const* column, bool required = false)
{
    return fmt::format("{0} TEXT{1} CHECK ({0} LIKE '%_:_%')", column, required ? " NOT NULL" : "");
}

std::string mapping_table(Engine engine)
{
    return fmt::format(R"(CREATE TABLE mapping (
    id {id},
    uuid TEXT NOT NULL UNIQUE,
    resource TEXT NOT NULL CHECK (resource IN ('wikipathways', 'go', 'reactome')),
    ke_id TEXT NOT NULL CHECK (ke_id LIKE 'KE %'),
    target_id TEXT NOT NULL,{claim}
    confidence TEXT NOT NULL CHECK (confidence IN ('low', 'medium', 'high')),
    assessment_version TEXT NOT NULL CHECK (assessment_version IN ('v1', 'v2')),
    go_direction TEXT CHECK (go_direction IN ('positive', 'negative')),
    {created_by},
    {proposed_by},
    {approved_by},
    approved_at TEXT,
    {updated_by},
    aopwiki_version TEXT,
    target_version TEXT,
    target_date TEXT,
    withdrawn_at TEXT,
    {withdrawn_by},
    withdrawn_reason TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    reference_id INTEGER))",
                       fmt::arg("id", dialect::id_column(engine)), fmt::arg("claim", kClaimColumns),
                       fmt::arg("created_by", identity("created_by")), fmt::arg("proposed_by", identity("proposed_by")),
                       fmt::arg("approved_by", identity("approved_by")), fmt::arg("updated_by", identity("updated_by")),
                       fmt::arg("withdrawn_by", identity("withdrawn_by")));
}

std::string proposal_table(Engine engine)
{
    return fmt::format(R"(CREATE TABLE proposal (
    id {id},
    uuid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('new', 'change', 'withdraw')),
    status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'withdrawn')),
    mapping_uuid TEXT REFERENCES mapping (uuid),
    resource TEXT NOT NULL CHECK (resource IN ('wikipathways', 'go', 'reactome')),
    ke_id TEXT,
    target_id TEXT,{claim}
    confidence TEXT CHECK (confidence IN ('low', 'medium', 'high')),
    note TEXT,
    {proposed_by},
    display_name TEXT,
    affiliation TEXT,
    email TEXT,
    {decided_by},
    decided_at TEXT,
    reason TEXT,
    stale INTEGER NOT NULL DEFAULT 0 CHECK (stale IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    reference_id INTEGER,
    CHECK (status <> 'pending' OR (ke_id IS NOT NULL AND target_id IS NOT NULL)),
    CHECK ((ke_id IS NULL) = (target_id IS NULL))))",
                       fmt::arg("id", dialect::id_column(engine)), fmt::arg("claim", kClaimColumns),
                       fmt::arg("proposed_by", identity("proposed_by")),
                       fmt::arg("decided_by", identity("decided_by")));
}

std::string audit_table(Engine engine)
{
    return fmt::format(R"(CREATE TABLE audit (
    id {},
    at TEXT NOT NULL,
    {},
    action TEXT NOT NULL,
    object_uuid TEXT NOT NULL,
    before_json TEXT,
    after_json TEXT,
    request_id TEXT NOT NULL DEFAULT ''))",
                       dialect::id_column(engine), identity("actor", true));
}

std::vector<std::string> sign_in_tables(Engine engine)
{
    return {fmt::format(R"(CREATE TABLE session (
    token_hash TEXT PRIMARY KEY,
    {},
    display_name TEXT NOT NULL DEFAULT '',
    affiliation TEXT NOT NULL DEFAULT '',
    user_agent TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL))",
                        identity("identity", true)),
            R"(CREATE TABLE oauth_state (
    state_hash TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    browser_hash TEXT NOT NULL,
    next_path TEXT NOT NULL DEFAULT '/',
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL))",
            fmt::format(R"(CREATE TABLE guest_code (
    id {},
    code_hash TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    {},
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    max_uses INTEGER NOT NULL,
    use_count INTEGER NOT NULL DEFAULT 0 CHECK (use_count >= 0),
    revoked_at TEXT,
    {}))",
                        dialect::id_column(engine), identity("created_by", true), identity("revoked_by")),
            fmt::format(R"(CREATE TABLE app_user (
    id {},
    {} UNIQUE,
    display_name TEXT NOT NULL DEFAULT '',
    affiliation TEXT,
    email TEXT,
    provider_id TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    last_sign_in_at TEXT))",
                        dialect::id_column(engine), identity("identity", true))};
}

std::vector<std::string> other_tables(Engine engine)
{
    return {fmt::format(R"(CREATE TABLE ke_description_override (
    ke_id TEXT PRIMARY KEY CHECK (ke_id LIKE 'KE %'),
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    {},
    updated_at TEXT NOT NULL))",
                        identity("updated_by")),
            fmt::format(R"(CREATE TABLE dataset_release (
    id {},
    version TEXT NOT NULL UNIQUE,
    doi TEXT,
    details_json TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL))",
                        dialect::id_column(engine)),
            R"(CREATE TABLE kv (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    updated_at TEXT NOT NULL))"};
}

/// At most one mapping in force, and one open wish for it, per pair: also when two people press at once.
std::vector<std::string> unique_pairs()
{
    return {R"(CREATE UNIQUE INDEX mapping_pair ON mapping (resource, ke_id, target_id)
    WHERE withdrawn_at IS NULL)",
            R"(CREATE UNIQUE INDEX proposal_pending_pair ON proposal (resource, ke_id, target_id)
    WHERE status = 'pending' AND kind = 'new')"};
}

std::vector<std::string> indexes()
{
    return {
        "CREATE INDEX mapping_newest ON mapping (resource, created_at DESC, id)",
        "CREATE INDEX mapping_ke ON mapping (ke_id)",
        "CREATE INDEX mapping_target ON mapping (target_id)",
        "CREATE INDEX mapping_changed ON mapping (updated_at)",
        "CREATE INDEX proposal_queue ON proposal (status, created_at)",
        "CREATE INDEX proposal_proposer ON proposal (proposed_by)",
        "CREATE INDEX proposal_mapping ON proposal (mapping_uuid)",
        "CREATE INDEX audit_object ON audit (object_uuid)",
        "CREATE INDEX session_identity ON session (identity)",
        "CREATE INDEX session_end ON session (expires_at)",
    };
}

void append(std::vector<std::string>& to, std::vector<std::string> more)
{
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

std::vector<std::string> schema_v1(Engine engine)
{
    std::vector<std::string> statements{mapping_table(engine), proposal_table(engine), audit_table(engine)};
    append(statements, dialect::append_only(engine, "audit"));
    append(statements, sign_in_tables(engine));
    append(statements, other_tables(engine));
    append(statements, unique_pairs());
    append(statements, indexes());
    return statements;
}

}  // namespace kewp::store
