#pragma once

#include "base/cron.hpp"
#include "base/result.hpp"
#include "base/time_zone.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::config {

struct ServerSettings {
    std::string host = "0.0.0.0";
    std::uint16_t port = 5000;
    std::vector<std::string> trusted_proxies;
    std::filesystem::path web_folder;  ///< of the built web application; empty: looked for beside the program
};

struct WorkerSettings {
    std::size_t count = 4;
    std::size_t threads = 4;
    std::chrono::seconds worker_timeout{30};
    std::chrono::seconds graceful_timeout{20};
    std::uint64_t max_requests = 100'000;
    std::uint64_t max_requests_jitter = 10'000;
};

struct LimitSettings {
    std::size_t header_bytes = 16'384;
    std::size_t body_bytes = 1'048'576;
    std::chrono::seconds header_timeout{10};
    std::chrono::seconds body_timeout{20};
    std::chrono::seconds keep_alive{60};
    std::chrono::seconds write_timeout{30};
    std::size_t connections = 1024;
    std::size_t queue = 256;
};

/// Requests per hour and client; 0 means no limit.
struct RateSettings {
    std::uint32_t api = 1000;
    std::uint32_t lookup = 500;
    std::uint32_t general = 1000;
    std::uint32_t submission = 20;
};

struct LogSettings {
    std::string level = "info";
    bool json = true;
    bool access = true;
    std::filesystem::path file;  ///< empty: standard output
};

struct BackupSettings {
    std::filesystem::path folder;  ///< default: `backups` beside the database
    std::optional<CronSchedule> schedule = CronSchedule::parse("0 2 * * *").value();  ///< empty: none
    TimeZone time_zone;
    std::size_t keep_daily = 7;
    std::size_t keep_weekly = 4;
    std::chrono::seconds capture_interval{10};  ///< of changes between backups; 0: they are not captured
    std::chrono::days keep_changes{3};

    [[nodiscard]] bool captures_changes() const { return schedule && capture_interval.count() > 0; }
};

/// What an outside provider gave us when the service was registered there; both or none.
struct ProviderKeys {
    std::string client_id;
    std::string client_secret;

    [[nodiscard]] bool set() const { return !client_id.empty() && !client_secret.empty(); }
};

/// Sign-in with outside providers. A provider is offered when its keys are set.
struct SignInSettings {
    std::string github_url = "https://github.com";      ///< pages and tokens
    std::string github_api = "https://api.github.com";  ///< who someone is
    std::string orcid_issuer = "https://orcid.org";     ///< OpenID issuers; their discovery document says the rest
    std::string ls_issuer = "https://login.aai.lifescience-ri.eu/oidc";
    std::string surf_issuer = "https://connect.surfconext.nl";
    std::chrono::seconds timeout{10};   ///< for all questions to the provider of one sign-in together
    std::uint32_t guest_failures = 20;  ///< wrong workshop codes per hour and client; 0: no limit
    ProviderKeys github;
    ProviderKeys orcid;
    ProviderKeys ls;
    ProviderKeys surf;
};

/// A PostgreSQL server that takes the place of the SQLite file.
struct PostgresSettings {
    std::string url;       ///< `postgresql://user@host:5432/name`; empty: SQLite. May hold a password: never print it
    std::string password;  ///< wins over that of the URL; empty: libpq looks where it always does (`~/.pgpass`)

    [[nodiscard]] bool used() const { return !url.empty(); }
    bool operator==(PostgresSettings const&) const = default;
};

/// The language model that encodes texts while the service runs.
struct ModelSettings {
    std::filesystem::path folder;    ///< empty: `model` in the data folder
    std::string precision = "auto";  ///< auto, fp32, bf16 or off
    std::size_t queue = 64;          ///< texts of one worker that may wait
    std::size_t cache = 1000;        ///< vectors that one worker keeps
};

/// Who made the data set, as citations name them.
struct Creator {
    std::string name;         ///< `Family, Given`, or the name of a group
    std::string orcid;        ///< `0000-0002-1825-0097`, or empty
    std::string affiliation;  ///< may be empty
};

/// How the published mappings are described and cited.
struct DatasetSettings {
    std::string title = "Key Event to pathway mappings (WikiPathways, Gene Ontology, Reactome)";
    std::string description =
        "Curated mappings of Key Events of Adverse Outcome Pathways to WikiPathways pathways, Gene Ontology terms and "
        "Reactome pathways. Each was proposed by a curator, assessed by fixed questions and approved in review.";
    std::vector<Creator> creators = {{"KE-WP mapping curators", "", ""}};
    std::string publisher = "KE-WP mapping service";
    std::string licence = "CC0-1.0";  ///< SPDX identifier
    std::string doi;                  ///< of a deposit made elsewhere; empty: the last one made from here, if any
    std::string version;              ///< empty: the day of the last change
    std::vector<std::string> keywords = {
        "adverse outcome pathway", "key event", "pathway", "toxicology", "WikiPathways", "Gene Ontology", "Reactome"};
};

/// Where `kewp deposit` brings the data set.
struct DepositSettings {
    std::string url = "https://zenodo.org/api";
    std::string sandbox_url = "https://sandbox.zenodo.org/api";
    std::chrono::seconds timeout{60};  ///< for one question or the upload of one file
    std::string token;                 ///< ZENODO_TOKEN, a secret
    std::string sandbox_token;         ///< ZENODO_SANDBOX_TOKEN, a secret
};

/// Everything the service was told, checked. Made once and not changed: SIGHUP makes a new one.
struct Settings {
    std::filesystem::path config_file;
    std::filesystem::path database = "/app/data/ke_wp_mapping.db";  ///< the SQLite file; not used with PostgreSQL
    PostgresSettings postgres;
    std::filesystem::path data = "/app/data";
    std::filesystem::path scoring_config = "scoring_config.yaml";
    std::string public_url;                                          ///< without a slash at the end; may be empty
    std::string mapping_iri = "https://ke-wp-mapping.org/mapping/";  ///< before the UUID in RDF and SSSOM
    bool demo = false;
    ServerSettings server;
    WorkerSettings workers;
    LimitSettings limits;
    RateSettings rates;
    BackupSettings backup;
    LogSettings log;
    ModelSettings model;
    DatasetSettings dataset;
    DepositSettings deposit;
    std::string secret_key;                ///< key of CSRF tokens; random in demo mode when none is given
    std::vector<std::string> admin_users;  ///< identities, `github:alice`
    SignInSettings sign_in;

    /// Where this machine keeps files of its own: beside the SQLite file, or in the data folder.
    [[nodiscard]] std::filesystem::path local_folder() const;
    /// Takes a path or a `postgresql://` address.
    void set_database(std::string const& value);
};

/// Value of an environment variable; empty optional when it is not set.
using Environment = std::function<std::optional<std::string>(std::string const&)>;

/// The variables of this process.
[[nodiscard]] Environment process_environment();

enum class Purpose {
    serve,
    maintenance,  ///< of files and backups: secrets are not needed and not checked
};

/// Reads `file`, then the environment over it, and checks the whole.
///
/// Errors: invalid_argument, one line per problem, each with file, line and what to write instead;
/// a missing or placeholder secret names the variable, never its value.
[[nodiscard]] Result<Settings> load_settings(std::filesystem::path const& file, Environment const& environment,
                                             Purpose purpose = Purpose::serve);

}  // namespace kewp::config
