#include "ops/check.hpp"

#include "config/scoring.hpp"
#include "config/settings.hpp"
#include "corpus/loader.hpp"
#include "corpus/manifest.hpp"
#include "curate/identity.hpp"
#include "embed/model_manifest.hpp"
#include "ops/backup_run.hpp"
#include "ops/live_model.hpp"
#include "store/backup.hpp"
#include "store/connection.hpp"
#include "store/file_access.hpp"
#include "store/migrations.hpp"
#include "store/server_facts.hpp"
#include "suggest/embedding_files.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::ops {
namespace {

using corpus::FileNote;

constexpr int kOldestServer = 15;

class Report {
public:
    void good(std::string subject, std::string text) { add(Finding::Kind::good, std::move(subject), std::move(text)); }
    void warn(std::string subject, std::string text)
    {
        add(Finding::Kind::warning, std::move(subject), std::move(text));
    }
    void problem(std::string subject, std::string text)
    {
        add(Finding::Kind::problem, std::move(subject), std::move(text));
    }

    void notes(std::string const& subject, std::vector<FileNote> const& notes)
    {
        for (auto const& note : notes) {
            if (note.state == FileNote::State::loaded) {
                good(subject, fmt::format("{}: {} rows", note.file, note.rows));
            } else {
                warn(subject, fmt::format("{} is {}: {}", note.file, name_of(note.state), note.consequence));
            }
            for (auto const& remark : note.remarks) {
                warn(subject, fmt::format("{}: {}", note.file, remark));
            }
        }
    }

    std::vector<Finding> take() { return std::move(findings_); }

private:
    void add(Finding::Kind kind, std::string subject, std::string text)
    {
        findings_.push_back({kind, std::move(subject), std::move(text)});
    }
    std::vector<Finding> findings_;
};

void check_scoring(std::filesystem::path const& file, Report& report)
{
    auto const scoring = config::load_scoring(file);
    if (!scoring) {
        return report.problem("scoring", scoring.error().message);
    }
    for (auto const& warning : scoring->warnings) {
        report.warn("scoring", warning);
    }
    report.good("scoring", fmt::format("{} is valid", file.string()));
}

void check_model(config::Settings const& settings, suggest::Embeddings const& embeddings, Report& report)
{
    auto const live = load_live_model(settings, embeddings);
    if (!live) {
        return report.problem("model", live.error().message);
    }
    if (live->model == nullptr) {
        return report.good("model", live->message);
    }
    auto const changed = embed::verify_model(settings.model.folder);
    if (!changed) {
        return report.problem("model", changed.error().message);
    }
    for (auto const& problem : *changed) {
        report.problem("model", problem);
    }
    if (!live->comparable) {
        return report.warn("model", live->message);
    }
    report.good("model", fmt::format("{} (revision {}) is whole and made the stored vectors", live->model->name,
                                     live->model->revision));
}

void check_data(config::Settings const& settings, Report& report)
{
    auto const& folder = settings.data;
    auto const corpus = corpus::load_corpus(folder);
    if (!corpus) {
        return report.problem("data", corpus.error().message);
    }
    report.notes("data", (*corpus)->notes());
    auto const mismatches = corpus::verify_manifest(folder);
    if (!mismatches) {
        report.problem("data", mismatches.error().message);
    } else {
        for (auto const& mismatch : *mismatches) {
            report.problem("data", fmt::format("{}: {}", mismatch.file, mismatch.problem));
        }
    }
    auto const embeddings = suggest::load_embeddings(folder, **corpus);
    if (!embeddings) {
        return report.problem("embeddings", embeddings.error().message);
    }
    report.notes("embeddings", embeddings->notes);
    check_model(settings, *embeddings, report);
}

void check_database(std::filesystem::path const& file, Report& report)
{
    if (!std::filesystem::exists(file)) {
        return report.warn("database", fmt::format("{} is not there yet; the first start makes it", file.string()));
    }
    auto connection = store::Database{file}.connect(store::Access::foreign);
    auto const found = connection ? store::identify(*connection) : fail(connection.error());
    if (!found) {
        return report.problem("database", found.error().message);
    }
    auto const newest = store::migrations().back().version;
    switch (found->kind) {
        case store::FileKind::empty:
            return report.warn("database", file.string() + " is empty; the next start fills it");
        case store::FileKind::other: return report.problem("database", file.string() + " belongs to another program");
        case store::FileKind::reference:
            return report.warn("database", file.string() +
                                               " is of the replaced application; the next start imports it "
                                               "and keeps the old file aside");
        case store::FileKind::ours: break;
    }
    if (found->version > newest) {
        return report.problem(
            "database", fmt::format("{} has schema version {}, this program knows {}; run a newer one", file.string(),
                                    found->version, newest));
    }
    auto const rows = store::verify_database(file);
    if (!rows) {
        return report.problem("database", rows.error().message);
    }
    for (auto const& [table, count] : *rows) {
        if (table == "mapping" || table == "proposal" || table == "audit") {
            report.good("database", fmt::format("{}: {} rows", table, count));
        }
    }
    report.good("database", fmt::format("{} is whole, schema version {}{}", file.string(), found->version,
                                        found->version < newest ? "; the next start migrates it" : ""));
}

/// What can only be seen on a server: whether nodes may lose what they acknowledged.
void check_safety(store::Connection& connection, Report& report)
{
    auto const facts = store::server_facts(connection);
    if (!facts) {
        return report.problem("database", facts.error().message);
    }
    if (facts->major < kOldestServer) {
        report.problem("database",
                       fmt::format("PostgreSQL {} is too old; {} or later is needed", facts->version, kOldestServer));
    }
    if (!facts->fsync) {
        report.problem("database", "fsync is off on the server: a power cut loses and damages data");
    }
    if (facts->synchronous_standbys.empty()) {
        report.warn("database",
                    "synchronous_standby_names is empty on the server: what was acknowledged in the last "
                    "moments is lost if its disk is lost");
    }
    report.good("database",
                fmt::format("PostgreSQL {}, {} connections allowed", facts->version, facts->max_connections));
}

void check_server(store::Database const& database, Report& report)
{
    auto connection = database.connect(store::Access::read_only);
    auto const found = connection ? store::identify(*connection) : fail(connection.error());
    if (!found) {
        return report.problem("database", found.error().message);
    }
    auto const newest = store::migrations(store::Engine::postgresql).back().version;
    if (found->kind == store::FileKind::empty) {
        report.warn("database", database.name() + " is empty; the next start fills it");
    } else if (found->kind != store::FileKind::ours) {
        report.problem("database", database.name() + " belongs to another program");
    } else if (found->version > newest) {
        report.problem("database", fmt::format("{} has schema version {}, this program knows {}; run a newer one",
                                               database.name(), found->version, newest));
    } else {
        report.good("database", fmt::format("{} has schema version {}{}", database.name(), found->version,
                                            found->version < newest ? "; the next start migrates it" : ""));
    }
    check_safety(*connection, report);
}

void check_backups(config::Settings const& settings, Report& report)
{
    auto const& schedule = settings.backup.schedule;
    if (!schedule) {
        return report.warn("backup", "backup.schedule is empty: no backups are made");
    }
    auto const folder = backup_folder(settings);
    if (std::filesystem::exists(folder.path())) {
        if (auto const allowed = store::check_file_access(folder.path() / "any", false, true); !allowed) {
            return report.problem("backup", allowed.error().message);
        }
    }
    auto const backups = folder.backups();
    if (!backups) {
        return report.problem("backup", backups.error().message);
    }
    if (backups->empty()) {
        return report.warn("backup",
                           folder.path().string() + " has no backup yet; the server makes one when it starts");
    }
    auto const& newest = backups->back();
    auto const& zone = settings.backup.time_zone;
    auto const text = fmt::format("{} backups in {}, the newest of {}", backups->size(), folder.path().string(),
                                  format_utc(newest.time));
    if (now() > schedule->next_after(schedule->next_after(newest.time, zone), zone)) {
        return report.warn("backup", text + ", older than two periods of the schedule");
    }
    report.good("backup", text);
}

}  // namespace

std::vector<Finding> check_installation(std::filesystem::path const& config_file)
{
    Report report;
    auto const settings = config::load_settings(config_file, config::process_environment());
    if (!settings) {
        report.problem("configuration", settings.error().message);
        return report.take();
    }
    report.good("configuration", fmt::format("{} is valid", settings->config_file.string()));
    if (settings->admin_users.empty() && !settings->demo) {
        report.warn("configuration", "ADMIN_USERS is empty: nobody can approve proposals");
    }
    auto const admins = curate::Administrators::parse(fmt::format("{}", fmt::join(settings->admin_users, ",")));
    if (!admins) {
        report.problem("configuration", "ADMIN_USERS: " + admins.error().message);
    }
    check_scoring(settings->scoring_config, report);
    check_data(*settings, report);
    if (settings->postgres.used()) {
        check_server(store::database_of(*settings), report);
    } else {
        check_database(settings->database, report);
    }
    check_backups(*settings, report);
    return report.take();
}

bool has_problem(std::vector<Finding> const& findings)
{
    return std::ranges::any_of(findings, [](Finding const& f) { return f.kind == Finding::Kind::problem; });
}

std::string to_text(std::vector<Finding> const& findings)
{
    std::string text;
    std::size_t counts[3] = {};
    for (auto const& finding : findings) {
        static constexpr char const* marks[] = {"ok     ", "warning", "PROBLEM"};
        auto const kind = static_cast<std::size_t>(finding.kind);
        ++counts[kind];
        text += fmt::format("{}  {}: {}\n", marks[kind], finding.subject, finding.text);
    }
    return text + fmt::format("{} problems, {} warnings, {} ok\n", counts[2], counts[1], counts[0]);
}

}  // namespace kewp::ops
