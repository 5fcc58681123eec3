#include "config/settings.hpp"

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "config/settings_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <fmt/format.h>

namespace kewp::config {
namespace {

constexpr std::size_t kMinSecretLength = 32;  // 128 bits as hex
constexpr std::size_t kDemoSecretBytes = 32;

/// Reads variables, each also as NAME_FILE.
class Variables {
public:
    Variables(Environment const& environment, std::vector<std::string>& problems)
        : environment_(environment), problems_(problems)
    {
    }

    /// The value of `name`, or of the file that `name`_FILE names; empty text counts as not set.
    std::optional<std::string> get(std::string const& name) const
    {
        if (auto value = environment_(name); value && !value->empty()) {
            return value;
        }
        auto const path = environment_(name + "_FILE");
        if (!path || path->empty()) {
            return {};
        }
        auto const content = read_file(*path);
        if (!content) {
            problems_.push_back(fmt::format("{}_FILE: {}", name, content.error().message));
            return {};
        }
        return std::string{text::trim(*content)};
    }

    void into(std::string const& name, std::string& slot) const
    {
        if (auto value = get(name)) {
            slot = std::move(*value);
        }
    }

private:
    Environment const& environment_;
    std::vector<std::string>& problems_;
};

bool is_loopback(std::string_view host)
{
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

/// Words that example files carry in place of a secret.
bool is_placeholder(std::string_view secret)
{
    static constexpr std::array<std::string_view, 7> marks = {"change",  "your", "example",   "placeholder",
                                                              "replace", "todo", "secret-key"};
    auto const lower = text::ascii_lower(secret);
    return std::ranges::any_of(marks, [&](auto mark) { return lower.find(mark) != std::string::npos; });
}

/// `a, b` as a list without empty entries.
std::vector<std::string> list_of(std::string_view text)
{
    std::vector<std::string> entries;
    for (auto const entry : text::split(text, ',')) {
        if (auto const name = text::trim(entry); !name.empty()) {
            entries.emplace_back(name);
        }
    }
    return entries;
}

void read_environment(Variables const& variables, Settings& settings, std::vector<std::string>& problems)
{
    variables.into("HOST", settings.server.host);
    variables.into("GITHUB_CLIENT_ID", settings.sign_in.github.client_id);
    variables.into("GITHUB_CLIENT_SECRET", settings.sign_in.github.client_secret);
    variables.into("ORCID_CLIENT_ID", settings.sign_in.orcid.client_id);
    variables.into("ORCID_CLIENT_SECRET", settings.sign_in.orcid.client_secret);
    variables.into("LS_CLIENT_ID", settings.sign_in.ls.client_id);
    variables.into("LS_CLIENT_SECRET", settings.sign_in.ls.client_secret);
    variables.into("SURF_CLIENT_ID", settings.sign_in.surf.client_id);
    variables.into("SURF_CLIENT_SECRET", settings.sign_in.surf.client_secret);
    variables.into("ZENODO_API_TOKEN", settings.deposit.token);  // as the replaced application names it
    variables.into("ZENODO_TOKEN", settings.deposit.token);
    variables.into("ZENODO_SANDBOX_API_TOKEN", settings.deposit.sandbox_token);
    variables.into("ZENODO_SANDBOX_TOKEN", settings.deposit.sandbox_token);
    variables.into("FLASK_SECRET_KEY", settings.secret_key);
    variables.into("SECRET_KEY", settings.secret_key);
    if (auto const path = variables.get("DATABASE_PATH")) {
        settings.set_database(*path);
    }
    if (auto const url = variables.get("DATABASE_URL")) {
        settings.set_database(*url);
    }
    variables.into("DATABASE_PASSWORD", settings.postgres.password);
    variables.into("PUBLIC_URL", settings.public_url);
    if (auto const proxies = variables.get("TRUSTED_PROXIES")) {
        settings.server.trusted_proxies = list_of(*proxies);
    }
    if (auto const port = variables.get("PORT")) {
        std::uint16_t number = 0;
        auto const [end, error] = std::from_chars(port->data(), port->data() + port->size(), number);
        if (error != std::errc{} || end != port->data() + port->size()) {
            problems.push_back(fmt::format("PORT: '{}' is not a port number from 0 to 65535", *port));
        }
        settings.server.port = number;
    }
    if (auto const admins = variables.get("ADMIN_USERS")) {
        for (auto const& name : list_of(*admins)) {
            settings.admin_users.push_back(name.find(':') == std::string::npos ? "github:" + name : name);
        }
    }
}

void check_secret(Settings& settings, std::vector<std::string>& problems)
{
    if (settings.secret_key.empty() && settings.demo) {
        settings.secret_key = crypto::random_hex(kDemoSecretBytes);
    } else if (settings.secret_key.empty()) {
        problems.emplace_back("SECRET_KEY is not set; make one with 'openssl rand -hex 32' and put it into .env");
    } else if (is_placeholder(settings.secret_key)) {
        problems.emplace_back("SECRET_KEY still holds the example's placeholder; make one with 'openssl rand -hex 32'");
    } else if (settings.secret_key.size() < kMinSecretLength) {
        problems.push_back(
            fmt::format("SECRET_KEY is too short: it needs at least {} characters; "
                        "make one with 'openssl rand -hex 32'",
                        kMinSecretLength));
    }
}

/// Secrets go to these addresses, so only this machine may be asked without TLS.
void check_confidential_address(char const* key, std::string& url, std::vector<std::string>& problems)
{
    auto const host = url.starts_with("http://") ? std::string_view{url}.substr(7) : std::string_view{};
    auto const name = host.substr(0, host.find_first_of(":/"));
    if (!url.starts_with("https://") && name != "localhost" && name != "127.0.0.1") {
        problems.push_back(fmt::format("{}: '{}' must start with https://", key, url));
    }
    while (url.ends_with('/')) {
        url.pop_back();
    }
}

void check_sign_in(SignInSettings& sign_in, std::vector<std::string>& problems)
{
    check_confidential_address("sign_in.github_url", sign_in.github_url, problems);
    check_confidential_address("sign_in.github_api", sign_in.github_api, problems);
    check_confidential_address("sign_in.orcid_issuer", sign_in.orcid_issuer, problems);
    check_confidential_address("sign_in.ls_issuer", sign_in.ls_issuer, problems);
    check_confidential_address("sign_in.surf_issuer", sign_in.surf_issuer, problems);
    std::pair<char const*, ProviderKeys const*> const keys[] = {
        {"GITHUB", &sign_in.github}, {"ORCID", &sign_in.orcid}, {"LS", &sign_in.ls}, {"SURF", &sign_in.surf}};
    for (auto const& [name, pair] : keys) {
        if (pair->client_id.empty() != pair->client_secret.empty()) {
            problems.push_back(
                fmt::format("{0}_CLIENT_ID and {0}_CLIENT_SECRET belong together, but {0}_CLIENT_{1} is "
                            "not set; set both, or neither to sign in without it",
                            name, pair->client_id.empty() ? "ID" : "SECRET"));
        }
    }
}

void check_whole(Settings& settings, std::vector<std::string>& problems)
{
    if (settings.demo && !is_loopback(settings.server.host)) {
        problems.push_back(
            fmt::format("demo = true needs a loopback address, but the server listens on '{}'; "
                        "set server.host = \"127.0.0.1\" or demo = false",
                        settings.server.host));
    }
    auto& url = settings.public_url;
    if (!url.empty() && !url.starts_with("https://") && !url.starts_with("http://")) {
        problems.push_back(fmt::format("public_url: '{}' must start with https:// or http://", url));
    }
    while (url.ends_with('/')) {
        url.pop_back();
    }
    auto const& iri = settings.mapping_iri;
    if ((!iri.starts_with("https://") && !iri.starts_with("http://")) || (!iri.ends_with('/') && !iri.ends_with('#')) ||
        iri.find_first_of(" <>\"{}|\\^`") != std::string::npos) {
        problems.push_back(
            fmt::format("mapping_iri: '{}' must start with https:// or http://, end with / or # and be an IRI", iri));
    }
    if (settings.workers.max_requests > 0 && settings.workers.max_requests_jitter >= settings.workers.max_requests) {
        problems.emplace_back("workers.max_requests_jitter must be smaller than workers.max_requests");
    }
}

}  // namespace

std::filesystem::path Settings::local_folder() const
{
    return postgres.used() ? data : database.parent_path();
}

void Settings::set_database(std::string const& value)
{
    if (value.starts_with("postgresql://") || value.starts_with("postgres://")) {
        postgres.url = value;
        return;
    }
    postgres.url.clear();
    database = value;
}

Environment process_environment()
{
    return [](std::string const& name) -> std::optional<std::string> {
        auto const* const value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>{value};
    };
}

Result<Settings> load_settings(std::filesystem::path const& file, Environment const& environment, Purpose purpose)
{
    Settings settings;
    std::vector<std::string> problems;
    if (auto zone = TimeZone::find("")) {
        settings.backup.time_zone = std::move(*zone);
    } else {
        problems.push_back("TZ: " + zone.error().message);
    }
    settings.config_file = std::filesystem::absolute(file).lexically_normal();
    if (read_settings_file(file, settings, problems)) {
        auto const folder = settings.config_file.parent_path();
        for (auto* const path : {&settings.database, &settings.data, &settings.scoring_config}) {
            *path = (folder / *path).lexically_normal();
        }
        if (auto& web = settings.server.web_folder; !web.empty()) {
            web = (folder / web).lexically_normal();
        }
        if (settings.model.folder.empty()) {
            settings.model.folder = settings.data / "model";
        } else {
            settings.model.folder = (folder / settings.model.folder).lexically_normal();
        }
        if (!settings.log.file.empty()) {
            settings.log.file = (folder / settings.log.file).lexically_normal();
        }
        read_environment(Variables{environment, problems}, settings, problems);
        check_whole(settings, problems);
        check_confidential_address("deposit.url", settings.deposit.url, problems);
        check_confidential_address("deposit.sandbox_url", settings.deposit.sandbox_url, problems);
        if (purpose == Purpose::serve) {
            check_sign_in(settings.sign_in, problems);
            check_secret(settings, problems);
        }
        if (settings.postgres.used()) {
            settings.backup.capture_interval = {};  // of SQLite's log; PostgreSQL archives its own
        }
        auto& backups = settings.backup.folder;
        backups = (backups.empty() ? settings.local_folder() / "backups" : folder / backups).lexically_normal();
    }
    if (!problems.empty()) {
        return fail(ErrorCode::invalid_argument, fmt::format("{}", fmt::join(problems, "\n")));
    }
    return settings;
}

}  // namespace kewp::config
