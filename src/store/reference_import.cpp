#include "store/reference_import.hpp"

#include "base/text.hpp"
#include "store/audit_repository.hpp"
#include "store/backup.hpp"
#include "store/guest_code_repository.hpp"
#include "store/kv_repository.hpp"
#include "store/migrations.hpp"
#include "store/override_repository.hpp"
#include "store/proposal_repository.hpp"
#include "store/reference_mappings.hpp"
#include "store/reference_proposals.hpp"
#include "store/reference_row.hpp"
#include "store/sql.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>
#include <system_error>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;

/// Tables whose rows are read. Everything else (caches, rate limits, request metrics) stays behind.
constexpr std::array<std::string_view, 8> kReadTables = {"mappings",
                                                         "proposals",
                                                         "ke_go_mappings",
                                                         "ke_go_proposals",
                                                         "ke_reactome_mappings",
                                                         "ke_reactome_proposals",
                                                         "guest_codes",
                                                         "ke_description_overrides"};

/// Columns that some version of the replaced application had in one of these tables.
constexpr std::string_view kKnownColumns =
    " id ke_id ke_title wp_id wp_title go_id go_name reactome_id pathway_name species connection_type confidence_level "
    "evidence_code created_by created_at updated_at updated_by uuid approved_by_curator approved_at_curator "
    "suggestion_score proposed_by go_namespace go_direction connection_score specificity_score evidence_score "
    "assessment_version wp_release_date go_release_date aopwiki_snapshot_date reactome_release_version "
    "reactome_release_date mapping_id user_name user_email user_affiliation provider_username github_username "
    "proposed_delete proposed_confidence proposed_connection_type status admin_notes approved_by approved_at "
    "rejected_by "
    "rejected_at is_stale new_pair_connection_type new_pair_confidence_level proposed_relationship proposed_basis "
    "proposed_specificity proposed_coverage proposed_connection_score proposed_specificity_score "
    "proposed_evidence_score code label expires_at max_uses use_count is_revoked revoked_at revoked_by "
    "description_disabled ";

/// Whole tables, and single columns of those that are read.
Result<void> list_ignored(ImportState& state, std::vector<std::string> const& tables)
{
    auto& ignored = state.report.ignored_tables;
    for (auto const& table : tables) {
        if (std::ranges::find(kReadTables, table) == kReadTables.end()) {
            ignored.push_back(table);
            continue;
        }
        auto const columns = columns_of(state.source, table);
        if (!columns) {
            return fail(columns.error());
        }
        for (auto const& column : *columns) {
            if (kKnownColumns.find(" " + column + " ") == std::string_view::npos) {
                ignored.push_back(fmt::format("{}.{}", table, column));
            }
        }
    }
    return {};
}

Result<void> import_guest_codes(ImportState& state)
{
    auto const rows = read_table(state.source, "guest_codes");
    if (!rows) {
        return fail(rows.error());
    }
    ImportReport::Table count{"guest_codes"};
    for (auto const& loose : *rows) {
        ++count.read;
        ReferenceRow row(state.report, "guest_codes", loose);
        auto const code = row.text("code");
        auto const expires = row.time("expires_at");
        if (!code || !expires) {
            ++count.left_out;
            ++state.report.left_out["guest code without code or readable expiry"];
            continue;
        }
        GuestCodeRecord record;
        record.label = row.text("label").value_or("");
        record.created_by = row.identity("created_by").value_or("system:import");
        record.created_at = row.time("created_at").value_or(now());
        record.expires_at = *expires;
        record.max_uses = row.raw().number("max_uses").value_or(1);
        record.use_count = std::max<std::int64_t>(0, row.raw().number("use_count").value_or(0));
        if (row.flag("is_revoked")) {
            record.revoked_at = row.time("revoked_at").value_or(now());
            record.revoked_by = row.identity("revoked_by");
        }
        if (auto stored = insert_guest_code(state.target, *code, std::move(record)); !stored) {
            return fail_in(row.label(), stored.error());
        }
        ++count.imported;
        count.repaired += row.was_repaired() ? 1 : 0;
    }
    state.report.tables.push_back(std::move(count));
    return {};
}

Result<void> import_overrides(ImportState& state)
{
    auto const rows = read_table(state.source, "ke_description_overrides");
    if (!rows) {
        return fail(rows.error());
    }
    ImportReport::Table count{"ke_description_overrides"};
    for (auto const& loose : *rows) {
        ++count.read;
        ReferenceRow row(state.report, "ke_description_overrides", loose);
        auto const ke_id = row.ke_id("ke_id");
        if (!ke_id) {
            ++count.left_out;
            ++state.report.left_out["identifier of the Key Event or target cannot be read"];
            continue;
        }
        DescriptionOverride record{*ke_id, row.flag("description_disabled")};
        record.updated_by = row.identity("updated_by");
        record.updated_at = row.time("updated_at").value_or(now());
        if (auto stored = put_description_override(state.target, record); !stored) {
            return fail_in(row.label(), stored.error());
        }
        ++count.imported;
        count.repaired += row.was_repaired() ? 1 : 0;
    }
    state.report.tables.push_back(std::move(count));
    return {};
}

Result<void> import_all(ImportState& state)
{
    if (auto found = find_false_github_guests(state); !found) {
        return found;
    }
    state.next_mapping_id = highest_id(state, "mappings") + 1;
    state.next_proposal_id = highest_id(state, "proposals") + 1;
    for (auto const& kind : kReferenceKinds) {
        if (auto done = import_mappings(state, kind); !done) {
            return done;
        }
    }
    for (auto const& kind : kReferenceKinds) {
        if (auto done = import_proposals(state, kind); !done) {
            return done;
        }
    }
    if (auto done = import_guest_codes(state); !done) {
        return done;
    }
    return import_overrides(state);
}

/// Numbers that were given out are not given out again.
void keep_sequences(ImportState& state)
{
    Session& session = state.target;
    session << "UPDATE sqlite_sequence SET seq = max(seq, " << state.next_mapping_id - 1 << ") WHERE name = 'mapping'";
    session << "UPDATE sqlite_sequence SET seq = max(seq, " << state.next_proposal_id - 1
            << ") WHERE name = 'proposal'";
}

Result<void> check_sums(ImportState& state)
{
    std::uint64_t mappings = 0;
    std::uint64_t proposals = 0;
    for (auto const& table : state.report.tables) {
        if (table.read != table.imported + table.left_out) {
            return fail(ErrorCode::internal, fmt::format("import of {}: {} read, {} imported, {} left out", table.name,
                                                         table.read, table.imported, table.left_out));
        }
        mappings += table.name.ends_with("mappings") ? table.imported : 0;
        proposals += table.name.ends_with("proposals") ? table.imported : 0;
    }
    auto const stored_mappings = count_mappings(state.target, {.include_withdrawn = true});
    auto const stored_proposals = count_proposals(state.target, {});
    if (stored_mappings != mappings || stored_proposals != proposals) {
        return fail(ErrorCode::internal, "the import stored other numbers of rows than it reports");
    }
    return {};
}

/// The old database's own name in the report goes without its folder: the audit is shown to people.
Result<void> note_import(ImportState& state, fs::path const& source)
{
    auto const logged = append_audit(state.target, {.actor = "system:import",
                                                    .action = "import",
                                                    .object_uuid = source.filename().string(),
                                                    .after = state.report.json()});
    if (!logged) {
        return fail(logged.error());
    }
    auto const bumped = bump_data_revision(state.target);
    return bumped ? Result<void>{} : fail(bumped.error());
}

Result<ImportReport> fill(Connection& source, Connection& target, fs::path const& source_path)
{
    if (auto migrated = migrate(target, migrations()); !migrated) {
        return fail(migrated.error());
    }
    auto const found = identify(source);
    if (!found) {
        return fail(found.error());
    }
    if (found->kind != FileKind::reference) {
        return fail(ErrorCode::corrupt,
                    "expected a database of the replaced application (table mappings with ke_id, wp_id)");
    }
    return attempt([&]() -> Result<ImportReport> {
        dialect::begin_write(target.session());
        source.session() << "BEGIN";  // one state, should someone still write
        Transaction transaction(target.session());
        ImportState state{source, transaction};
        if (auto listed = list_ignored(state, found->tables); !listed) {
            return fail(listed.error());
        }
        if (auto done = import_all(state); !done) {
            return fail(done.error());
        }
        keep_sequences(state);
        if (auto summed = check_sums(state); !summed) {
            return fail(summed.error());
        }
        if (auto noted = note_import(state, source_path); !noted) {
            return fail(noted.error());
        }
        target.session() << "COMMIT";
        return std::move(state.report);
    });
}

}  // namespace

Result<ImportReport> import_reference(fs::path const& source, fs::path const& target)
{
    auto from = Database(source).connect(Access::foreign);
    if (!from) {
        return fail(from.error());
    }
    if (fs::exists(target)) {
        return fail(ErrorCode::conflict, fmt::format("{}: exists already", target.string()));
    }
    auto report = [&]() -> Result<ImportReport> {
        auto to = Database(target).connect(Access::fresh);
        if (!to) {
            return fail(to.error());
        }
        return fill(*from, *to, source);
    }();
    if (report) {
        if (auto verified = verify_database(target); !verified) {
            report = fail(verified.error());
        }
    }
    if (!report) {
        std::error_code ignored;  // it may not have been made
        fs::remove(target, ignored);
        return fail_in(source.string(), report.error());
    }
    return report;
}

}  // namespace kewp::store
