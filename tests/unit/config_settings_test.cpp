#include "base/file.hpp"
#include "config/settings.hpp"

#include <gtest/gtest.h>
#include <map>
#include <unistd.h>

namespace kewp::config {
namespace {

namespace fs = std::filesystem;
using Variables = std::map<std::string, std::string>;

constexpr auto kSecret = "0123456789abcdef0123456789abcdef";

Environment environment(Variables variables)
{
    return [variables = std::move(variables)](std::string const& name) -> std::optional<std::string> {
        auto const found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional{found->second};
    };
}

class Settings : public testing::Test {
protected:
    Settings() : folder_(fs::path{testing::TempDir()} / ("settings-" + std::to_string(::getpid())))
    {
        fs::create_directories(folder_);
    }
    ~Settings() override { fs::remove_all(folder_); }

    Result<config::Settings> load(std::string const& toml, Variables const& variables = {{"SECRET_KEY", kSecret}})
    {
        EXPECT_TRUE(write_file_atomically(folder_ / "kewp.toml", toml));
        return load_settings(folder_ / "kewp.toml", environment(variables));
    }

    fs::path folder_;
};

TEST_F(Settings, OfTheShippedFileAreTheDefaults)
{
    auto const settings =
        load_settings(fs::path{KEWP_SOURCE_DIR} / "kewp.toml", environment({{"SECRET_KEY", kSecret}}));
    ASSERT_TRUE(settings) << settings.error().message;
    config::Settings const defaults;
    EXPECT_EQ(settings->database, defaults.database);
    EXPECT_EQ(settings->server.port, defaults.server.port);
    EXPECT_EQ(settings->workers.max_requests, defaults.workers.max_requests);
    EXPECT_EQ(settings->workers.worker_timeout, defaults.workers.worker_timeout);
    EXPECT_EQ(settings->limits.keep_alive, defaults.limits.keep_alive);
    EXPECT_EQ(settings->rates.submission, defaults.rates.submission);
    EXPECT_EQ(settings->log.json, defaults.log.json);
    EXPECT_EQ(settings->backup.schedule->text(), defaults.backup.schedule->text());
    EXPECT_EQ(settings->backup.keep_daily, defaults.backup.keep_daily);
    EXPECT_EQ(settings->backup.keep_weekly, defaults.backup.keep_weekly);
    EXPECT_EQ(settings->backup.capture_interval, defaults.backup.capture_interval);
    EXPECT_EQ(settings->backup.keep_changes, defaults.backup.keep_changes);
    EXPECT_EQ(settings->backup.folder, "/app/data/backups");
    EXPECT_EQ(settings->model.precision, defaults.model.precision);
    EXPECT_EQ(settings->dataset.title, defaults.dataset.title);
    EXPECT_EQ(settings->dataset.description, defaults.dataset.description);
    EXPECT_EQ(settings->dataset.creators.at(0).name, defaults.dataset.creators.at(0).name);
    EXPECT_EQ(settings->dataset.publisher, defaults.dataset.publisher);
    EXPECT_EQ(settings->dataset.licence, defaults.dataset.licence);
    EXPECT_EQ(settings->dataset.keywords, defaults.dataset.keywords);
    EXPECT_EQ(settings->deposit.url, defaults.deposit.url);
    EXPECT_EQ(settings->deposit.sandbox_url, defaults.deposit.sandbox_url);
    EXPECT_EQ(settings->deposit.timeout, defaults.deposit.timeout);
    EXPECT_EQ(settings->model.queue, defaults.model.queue);
    EXPECT_EQ(settings->model.cache, defaults.model.cache);
    EXPECT_EQ(settings->model.folder, "/app/data/model");
}

TEST_F(Settings, NameTheCreatorsOfTheDataSet)
{
    auto const settings = load(R"([dataset]
creators = [{ name = "Doe, Ann", orcid = "0000-0002-1825-0097" }, { name = "A group", affiliation = "Somewhere" }])",
                               {{"SECRET_KEY", kSecret}, {"ZENODO_API_TOKEN", "old"}, {"ZENODO_TOKEN", "new"}});
    ASSERT_TRUE(settings) << settings.error().message;
    ASSERT_EQ(settings->dataset.creators.size(), 2U);
    EXPECT_EQ(settings->dataset.creators[0].orcid, "0000-0002-1825-0097");
    EXPECT_EQ(settings->dataset.creators[1].affiliation, "Somewhere");
    EXPECT_EQ(settings->deposit.token, "new");
    for (auto const* const wrong : {"[]", "[\"Ann\"]", "[{ orcid = \"0000-0002-1825-0097\" }]",
                                    "[{ name = \"Ann\", mail = \"x\" }]", "\"Ann\""}) {
        auto const refused = load(std::string{"[dataset]\ncreators = "} + wrong);
        ASSERT_FALSE(refused) << wrong;
        EXPECT_NE(refused.error().message.find("kewp.toml:2: 'dataset.creators' must be a list of"), std::string::npos);
    }
}

TEST_F(Settings, ReadTheBackupScheduleAndPutTheFolderBesideTheDatabase)
{
    auto const settings =
        load("[backup]\nschedule = \"*/5 * * * *\"\ntime_zone = \"Europe/Amsterdam\"\nkeep_changes = 9\n",
             {{"SECRET_KEY", kSecret}, {"DATABASE_PATH", "/srv/kewp/other.db"}});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->backup.folder, "/srv/kewp/backups");
    EXPECT_EQ(settings->backup.schedule->text(), "*/5 * * * *");
    EXPECT_EQ(settings->backup.time_zone.name(), "Europe/Amsterdam");
    EXPECT_EQ(settings->backup.keep_changes, std::chrono::days{9});
    EXPECT_FALSE(load("[backup]\nschedule = \"\"\n")->backup.schedule);
    EXPECT_EQ(load("[backup]\nfolder = \"b\"\n")->backup.folder, folder_ / "b");
}

TEST_F(Settings, TakeAddressAndProxiesFromTheEnvironment)
{
    auto const settings =
        load("public_url = \"https://a.example\"\n",
             {{"SECRET_KEY", kSecret}, {"PUBLIC_URL", "https://b.example/"}, {"TRUSTED_PROXIES", "10.0.0.0/8, ::1"}});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->public_url, "https://b.example");
    EXPECT_EQ(settings->server.trusted_proxies, (std::vector<std::string>{"10.0.0.0/8", "::1"}));
}

TEST_F(Settings, TakeRelativePathsFromTheFilesFolderAndTheEnvironmentOverTheFile)
{
    auto const settings = load("database = \"db/x.db\"\ndata = \".\"\n[server]\nport = 1\n",
                               {{"SECRET_KEY", kSecret},
                                {"PORT", "8080"},
                                {"HOST", "127.0.0.1"},
                                {"ADMIN_USERS", "alice, orcid:0000-0002-1825-0097,"}});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->database, folder_ / "db/x.db");
    EXPECT_EQ(settings->server.port, 8080);
    EXPECT_EQ(settings->server.host, "127.0.0.1");
    EXPECT_EQ(settings->admin_users, (std::vector<std::string>{"github:alice", "orcid:0000-0002-1825-0097"}));
    auto const moved = load("", {{"SECRET_KEY", kSecret}, {"DATABASE_PATH", "/srv/other.db"}});
    EXPECT_EQ(moved->database, "/srv/other.db");
}

TEST_F(Settings, TakeAServerInPlaceOfAFile)
{
    auto const file = load("database = \"postgresql://kewp@db1,db2/kewp\"\ndata = \"/srv/kewp\"",
                           {{"SECRET_KEY", kSecret}, {"DATABASE_PASSWORD", "s3cret"}});
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_TRUE(file->postgres.used());
    EXPECT_EQ(file->postgres.url, "postgresql://kewp@db1,db2/kewp");
    EXPECT_EQ(file->postgres.password, "s3cret");
    EXPECT_EQ(file->backup.folder, "/srv/kewp/backups");
    EXPECT_FALSE(file->backup.captures_changes()) << "of SQLite only";
    auto const variable = load("", {{"SECRET_KEY", kSecret},
                                    {"DATABASE_PATH", "/app/data/ke_wp_mapping.db"},
                                    {"DATABASE_URL", "postgres://db1/kewp"}});
    EXPECT_EQ(variable->postgres.url, "postgres://db1/kewp");
    auto const back =
        load("database = \"postgresql://db1/kewp\"", {{"SECRET_KEY", kSecret}, {"DATABASE_PATH", "/srv/kewp.db"}});
    EXPECT_FALSE(back->postgres.used());
    EXPECT_EQ(back->database, "/srv/kewp.db");
}

TEST_F(Settings, ReadSecretsFromFiles)
{
    ASSERT_TRUE(write_file_atomically(folder_ / "secret", std::string{kSecret} + "\n"));
    auto const settings = load("", {{"SECRET_KEY_FILE", (folder_ / "secret").string()}});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->secret_key, kSecret);
    auto const missing = load("", {{"SECRET_KEY_FILE", "/nonexistent"}});
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().message.find("SECRET_KEY_FILE"), std::string::npos);
    EXPECT_EQ(load("", {{"FLASK_SECRET_KEY", kSecret}})->secret_key, kSecret);
}

struct BadSetting {
    std::string toml;
    std::string expected;
};

TEST_F(Settings, AreRefusedWithFileLineAndSuggestion)
{
    BadSetting const table[] = {
        {"databse = \"x\"", "kewp.toml:1: unknown key 'databse'; did you mean 'database'?"},
        {"\n[worker]\ncount = 2", "kewp.toml:2: unknown key 'worker'; did you mean 'workers'?"},
        {"[workers]\n\nworker_timout = 3",
         "kewp.toml:3: unknown key 'workers.worker_timout'; did you mean 'worker_timeout'?"},
        {"[backup]\nschedule = \"0 25 * * *\"", "kewp.toml:2: 'backup.schedule' must be a cron expression"},
        {"[backup]\nschedule = 2", "'backup.schedule' must be a cron expression in quotes"},
        {"[backup]\ntime_zone = \"Mars\"", "kewp.toml:2: 'backup.time_zone' must be the name of a time zone"},
        {"[backup]\nkeep_daily = 0", "'backup.keep_daily' must be a whole number from 1"},
        {"[server]\ncount = 3", "unknown key 'server.count'; it belongs to section [workers]"},
        {"[workers]\ncount = \"four\"", "kewp.toml:2: 'workers.count' must be a whole number from 1 to 64"},
        {"[workers]\ncount = 0", "'workers.count' must be a whole number from 1 to 64"},
        {"[workers]\ncount = 4.0", "'workers.count' must be a whole number"},
        {"[server]\nport = 70000", "'server.port' must be a whole number from 0 to 65535"},
        {"demo = 1", "'demo' must be true or false"},
        {"data = true", "'data' must be a text in quotes"},
        {"[server]\ntrusted_proxies = \"127.0.0.1\"", "'server.trusted_proxies' must be a list of texts"},
        {"[log]\nlevel = \"loud\"", "'log.level' must be one of debug, info, warn, error"},
        {"mapping_iri = \"https://a.example\"", "mapping_iri: 'https://a.example' must"},
        {"public_url = \"mapping.example.org\"", "public_url: 'mapping.example.org' must start with https://"},
        {"[workers]\nmax_requests = 10\nmax_requests_jitter = 10", "max_requests_jitter must be smaller"},
        {"demo = true", "demo = true needs a loopback address, but the server listens on '0.0.0.0'"},
        {"a = [", "kewp.toml:1"},
    };
    for (auto const& bad : table) {
        auto const settings = load(bad.toml);
        ASSERT_FALSE(settings) << bad.toml;
        EXPECT_NE(settings.error().message.find(bad.expected), std::string::npos) << settings.error().message;
    }
}

TEST_F(Settings, ReportEveryProblemAtOnce)
{
    auto const settings = load("databse = \"x\"\n[server]\nport = -1\n", {});
    ASSERT_FALSE(settings);
    EXPECT_EQ(std::ranges::count(settings.error().message, '\n'), 2) << settings.error().message;
}

TEST_F(Settings, NeedASecretInProductionAndNeverShowIt)
{
    EXPECT_NE(load("", {}).error().message.find("SECRET_KEY is not set"), std::string::npos);
    auto const placeholder = load("", {{"SECRET_KEY", "change-me-please-change-me-please-1234"}});
    ASSERT_FALSE(placeholder);
    EXPECT_NE(placeholder.error().message.find("SECRET_KEY still holds"), std::string::npos);
    EXPECT_EQ(placeholder.error().message.find("please-1234"), std::string::npos);
    EXPECT_NE(load("", {{"SECRET_KEY", "short"}}).error().message.find("too short"), std::string::npos);
    auto const demo = load("demo = true\n[server]\nhost = \"127.0.0.1\"", {});
    ASSERT_TRUE(demo) << demo.error().message;
    EXPECT_EQ(demo->secret_key.size(), 64U);
}

TEST_F(Settings, OfferAProviderWhenBothItsKeysAreThere)
{
    auto const settings = load("[sign_in]\norcid_issuer = \"https://sandbox.orcid.org/\"",
                               {{"SECRET_KEY", kSecret}, {"ORCID_CLIENT_ID", "APP-1"}, {"ORCID_CLIENT_SECRET", "s"}});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_TRUE(settings->sign_in.orcid.set());
    EXPECT_FALSE(settings->sign_in.github.set());
    EXPECT_EQ(settings->sign_in.orcid_issuer, "https://sandbox.orcid.org");
    auto const half = load("", {{"SECRET_KEY", kSecret}, {"SURF_CLIENT_ID", "kewp"}});
    ASSERT_FALSE(half);
    EXPECT_NE(half.error().message.find("SURF_CLIENT_SECRET is not set"), std::string::npos) << half.error().message;
}

TEST_F(Settings, AskProvidersOverHttpsOrOnThisMachineOnly)
{
    EXPECT_TRUE(load("[sign_in]\nls_issuer = \"http://127.0.0.1:8080/ls\""));
    for (auto const* address : {"http://orcid.org", "http://127.evil.example.org@x", "ftp://x", "orcid.org", ""}) {
        auto const settings = load(std::string("[sign_in]\ngithub_api = \"") + address + "\"");
        ASSERT_FALSE(settings) << address;
        EXPECT_NE(settings.error().message.find("sign_in.github_api"), std::string::npos);
    }
}

TEST_F(Settings, NameTheFileThatIsMissing)
{
    auto const settings = load_settings("/nonexistent/kewp.toml", environment({}));
    ASSERT_FALSE(settings);
    EXPECT_NE(settings.error().message.find("/nonexistent/kewp.toml"), std::string::npos);
}

}  // namespace
}  // namespace kewp::config
