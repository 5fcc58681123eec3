#include "config/settings_file.hpp"

#include "base/file.hpp"
#include "base/nearest.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <toml++/toml.h>

namespace kewp::config {
namespace {

/// Reads one value into the settings; returns what was expected when it is not that.
using Setter = std::function<std::optional<std::string>(toml::node const&, Settings&)>;

struct Key {
    std::string_view section;  // empty for the top level
    std::string_view name;
    Setter set;
};

template <class Access>
Setter text(Access access)
{
    return [access](toml::node const& node, Settings& settings) -> std::optional<std::string> {
        auto const value = node.value_exact<std::string>();
        if (!value) {
            return "a text in quotes";
        }
        access(settings) = *value;
        return {};
    };
}

template <class Access>
Setter boolean(Access access)
{
    return [access](toml::node const& node, Settings& settings) -> std::optional<std::string> {
        auto const value = node.value_exact<bool>();
        if (!value) {
            return "true or false";
        }
        access(settings) = *value;
        return {};
    };
}

template <class Access>
Setter whole(std::int64_t least, std::int64_t most, Access access)
{
    return [=](toml::node const& node, Settings& settings) -> std::optional<std::string> {
        auto const value = node.value_exact<std::int64_t>();
        if (!value || *value < least || *value > most) {
            return fmt::format("a whole number from {} to {}", least, most);
        }
        auto& slot = access(settings);
        using Slot = std::remove_reference_t<decltype(slot)>;
        if constexpr (std::is_arithmetic_v<Slot>) {
            slot = static_cast<Slot>(*value);
        } else {
            slot = Slot{*value};  // a duration in its own unit
        }
        return {};
    };
}

template <class Access>
Setter texts(Access access)
{
    return [access](toml::node const& node, Settings& settings) -> std::optional<std::string> {
        auto const* const array = node.as_array();
        std::vector<std::string> values;
        for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
            if (auto const value = array->get(i)->value_exact<std::string>()) {
                values.push_back(*value);
            }
        }
        if (array == nullptr || values.size() != array->size()) {
            return "a list of texts";
        }
        access(settings) = std::move(values);
        return {};
    };
}

template <class Access>
Setter choice(std::vector<std::string_view> const& allowed, Access apply)
{
    return [allowed, apply](toml::node const& node, Settings& settings) -> std::optional<std::string> {
        auto const value = node.value_exact<std::string>();
        if (!value || std::ranges::find(allowed, *value) == allowed.end()) {
            return fmt::format("one of {}", fmt::join(allowed, ", "));
        }
        apply(settings, *value);
        return {};
    };
}

std::optional<std::string> set_schedule(toml::node const& node, Settings& settings)
{
    auto const value = node.value_exact<std::string>();
    if (!value) {
        return "a cron expression in quotes";
    }
    settings.backup.schedule.reset();
    if (!value->empty()) {
        auto parsed = CronSchedule::parse(*value);
        if (!parsed) {
            return fmt::format("a cron expression such as \"0 2 * * *\": {}", parsed.error().message);
        }
        settings.backup.schedule = std::move(*parsed);
    }
    return {};
}

std::optional<std::string> set_time_zone(toml::node const& node, Settings& settings)
{
    auto zone = TimeZone::find(node.value_exact<std::string>().value_or("?"));
    if (!zone) {
        return "the name of a time zone: " + zone.error().message;
    }
    settings.backup.time_zone = std::move(*zone);
    return {};
}

std::optional<std::string> set_database(toml::node const& node, Settings& settings)
{
    auto const value = node.value_exact<std::string>();
    if (!value || value->empty()) {
        return "a path or a postgresql:// address in quotes";
    }
    settings.set_database(*value);
    return {};
}

/// Text of `name` in a table; nothing when it is there but no text.
std::optional<std::string> text_in(toml::table const& table, std::string_view name)
{
    auto const* const node = table.get(name);
    return node == nullptr ? std::string{} : node->value_exact<std::string>();
}

std::optional<std::string> set_creators(toml::node const& node, Settings& settings)
{
    static constexpr auto kExpected =
        R"(a list of { name = "Family, Given", orcid = "0000-…", affiliation = "…" }, of which only name must be there)";
    auto const* const array = node.as_array();
    std::vector<Creator> creators;
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
        auto const* const table = array->get(i)->as_table();
        if (table == nullptr) {
            return kExpected;
        }
        for (auto const& [name, value] : *table) {
            if (name != "name" && name != "orcid" && name != "affiliation") {
                return kExpected;
            }
        }
        auto name = text_in(*table, "name");
        auto orcid = text_in(*table, "orcid");
        auto affiliation = text_in(*table, "affiliation");
        if (!name || name->empty() || !orcid || !affiliation) {
            return kExpected;
        }
        creators.push_back({std::move(*name), std::move(*orcid), std::move(*affiliation)});
    }
    if (creators.empty()) {
        return kExpected;
    }
    settings.dataset.creators = std::move(creators);
    return {};
}

constexpr std::int64_t kMaxSeconds = 3600;
constexpr std::int64_t kMaxPerHour = 10'000'000;

/// Access to a setting by itself, or in its group.
template <class Value>
auto field(Value Settings::*member)
{
    return [member](Settings& settings) -> Value& { return settings.*member; };
}

template <class Group, class Value>
auto field(Group Settings::*group, Value Group::*member)
{
    return [group, member](Settings& settings) -> Value& { return settings.*group.*member; };
}

std::vector<Key> make_keys()
{
    return {
        {"", "database", set_database},
        {"", "data", text(field(&Settings::data))},
        {"", "scoring_config", text(field(&Settings::scoring_config))},
        {"", "public_url", text(field(&Settings::public_url))},
        {"", "mapping_iri", text(field(&Settings::mapping_iri))},
        {"", "demo", boolean(field(&Settings::demo))},
        {"server", "host", text(field(&Settings::server, &ServerSettings::host))},
        {"server", "port", whole(0, 65535, field(&Settings::server, &ServerSettings::port))},
        {"server", "trusted_proxies", texts(field(&Settings::server, &ServerSettings::trusted_proxies))},
        {"server", "web_folder", text(field(&Settings::server, &ServerSettings::web_folder))},
        {"workers", "count", whole(1, 64, field(&Settings::workers, &WorkerSettings::count))},
        {"workers", "threads", whole(1, 64, field(&Settings::workers, &WorkerSettings::threads))},
        {"workers", "worker_timeout",
         whole(1, kMaxSeconds, field(&Settings::workers, &WorkerSettings::worker_timeout))},
        {"workers", "graceful_timeout",
         whole(1, kMaxSeconds, field(&Settings::workers, &WorkerSettings::graceful_timeout))},
        {"workers", "max_requests",
         whole(0, 1'000'000'000'000, field(&Settings::workers, &WorkerSettings::max_requests))},
        {"workers", "max_requests_jitter",
         whole(0, 1'000'000'000, field(&Settings::workers, &WorkerSettings::max_requests_jitter))},
        {"limits", "header_bytes", whole(1024, 1'048'576, field(&Settings::limits, &LimitSettings::header_bytes))},
        {"limits", "body_bytes", whole(1024, 1'073'741'824, field(&Settings::limits, &LimitSettings::body_bytes))},
        {"limits", "header_timeout", whole(1, kMaxSeconds, field(&Settings::limits, &LimitSettings::header_timeout))},
        {"limits", "body_timeout", whole(1, kMaxSeconds, field(&Settings::limits, &LimitSettings::body_timeout))},
        {"limits", "keep_alive", whole(1, kMaxSeconds, field(&Settings::limits, &LimitSettings::keep_alive))},
        {"limits", "write_timeout", whole(1, kMaxSeconds, field(&Settings::limits, &LimitSettings::write_timeout))},
        {"limits", "connections", whole(1, 1'000'000, field(&Settings::limits, &LimitSettings::connections))},
        {"limits", "queue", whole(1, 1'000'000, field(&Settings::limits, &LimitSettings::queue))},
        {"rate_limits", "api", whole(0, kMaxPerHour, field(&Settings::rates, &RateSettings::api))},
        {"rate_limits", "lookup", whole(0, kMaxPerHour, field(&Settings::rates, &RateSettings::lookup))},
        {"rate_limits", "general", whole(0, kMaxPerHour, field(&Settings::rates, &RateSettings::general))},
        {"rate_limits", "submission", whole(0, kMaxPerHour, field(&Settings::rates, &RateSettings::submission))},
        {"sign_in", "github_url", text(field(&Settings::sign_in, &SignInSettings::github_url))},
        {"sign_in", "github_api", text(field(&Settings::sign_in, &SignInSettings::github_api))},
        {"sign_in", "orcid_issuer", text(field(&Settings::sign_in, &SignInSettings::orcid_issuer))},
        {"sign_in", "ls_issuer", text(field(&Settings::sign_in, &SignInSettings::ls_issuer))},
        {"sign_in", "surf_issuer", text(field(&Settings::sign_in, &SignInSettings::surf_issuer))},
        {"sign_in", "timeout", whole(1, 60, field(&Settings::sign_in, &SignInSettings::timeout))},
        {"sign_in", "guest_failures",
         whole(0, kMaxPerHour, field(&Settings::sign_in, &SignInSettings::guest_failures))},
        {"backup", "folder", text(field(&Settings::backup, &BackupSettings::folder))},
        {"backup", "schedule", set_schedule},
        {"backup", "time_zone", set_time_zone},
        {"backup", "keep_daily", whole(1, 3650, field(&Settings::backup, &BackupSettings::keep_daily))},
        {"backup", "keep_weekly", whole(0, 520, field(&Settings::backup, &BackupSettings::keep_weekly))},
        {"backup", "capture_interval",
         whole(0, kMaxSeconds, field(&Settings::backup, &BackupSettings::capture_interval))},
        {"backup", "keep_changes", whole(1, 365, field(&Settings::backup, &BackupSettings::keep_changes))},
        {"model", "folder", text(field(&Settings::model, &ModelSettings::folder))},
        {"model", "precision",
         choice({"auto", "fp32", "bf16", "off"}, [](Settings& s, std::string const& v) { s.model.precision = v; })},
        {"model", "queue", whole(1, 100'000, field(&Settings::model, &ModelSettings::queue))},
        {"model", "cache", whole(0, 1'000'000, field(&Settings::model, &ModelSettings::cache))},
        {"dataset", "title", text(field(&Settings::dataset, &DatasetSettings::title))},
        {"dataset", "description", text(field(&Settings::dataset, &DatasetSettings::description))},
        {"dataset", "creators", set_creators},
        {"dataset", "publisher", text(field(&Settings::dataset, &DatasetSettings::publisher))},
        {"dataset", "licence",
         choice({"CC0-1.0", "CC-BY-4.0"}, [](Settings& s, std::string const& v) { s.dataset.licence = v; })},
        {"dataset", "doi", text(field(&Settings::dataset, &DatasetSettings::doi))},
        {"dataset", "version", text(field(&Settings::dataset, &DatasetSettings::version))},
        {"dataset", "keywords", texts(field(&Settings::dataset, &DatasetSettings::keywords))},
        {"deposit", "url", text(field(&Settings::deposit, &DepositSettings::url))},
        {"deposit", "sandbox_url", text(field(&Settings::deposit, &DepositSettings::sandbox_url))},
        {"deposit", "timeout", whole(1, kMaxSeconds, field(&Settings::deposit, &DepositSettings::timeout))},
        {"log", "level",
         choice({"debug", "info", "warn", "error"}, [](Settings& s, std::string const& v) { s.log.level = v; })},
        {"log", "format",
         choice({"json", "text"}, [](Settings& s, std::string const& v) { s.log.json = v == "json"; })},
        {"log", "access", boolean(field(&Settings::log, &LogSettings::access))},
        {"log", "file", text(field(&Settings::log, &LogSettings::file))},
    };
}

/// `name` as it is written with its section: `workers.count`.
std::string dotted(std::string_view section, std::string_view name)
{
    return section.empty() ? std::string{name} : fmt::format("{}.{}", section, name);
}

/// Reads the tables of one file against the list of keys.
class Reader {
public:
    Reader(std::filesystem::path const& file, std::vector<std::string>& problems)
        : file_(file), keys_(make_keys()), problems_(problems)
    {
    }

    void read(toml::table const& table, std::string_view section, Settings& settings)
    {
        for (auto const& [name, node] : table) {
            auto const key = std::ranges::find_if(
                keys_, [&, &n = name](Key const& k) { return k.section == section && k.name == n.str(); });
            if (key != keys_.end()) {
                if (auto const expected = key->set(node, settings)) {
                    report(node, fmt::format("'{}' must be {}", dotted(section, name.str()), *expected));
                }
            } else if (section.empty() && node.is_table() && is_section(name.str())) {
                read(*node.as_table(), name.str(), settings);
            } else {
                report(node, unknown(section, name.str()));
            }
        }
    }

private:
    bool is_section(std::string_view name) const
    {
        return std::ranges::any_of(keys_, [&](Key const& key) { return !name.empty() && key.section == name; });
    }

    std::string unknown(std::string_view section, std::string_view name) const
    {
        std::vector<std::string_view> known;
        for (auto const& key : keys_) {
            if (key.section == section) {
                known.push_back(key.name);
            }
            if (section.empty() && !key.section.empty()) {
                known.push_back(key.section);
            }
        }
        auto message = fmt::format("unknown key '{}'", dotted(section, name));
        if (auto const near = nearest_word(name, known)) {
            return message + fmt::format("; did you mean '{}'?", *near);
        }
        for (auto const& key : keys_) {  // right word, wrong section
            if (key.name == name) {
                return message + fmt::format("; it belongs to {}", key.section.empty()
                                                                       ? "the top of the file"
                                                                       : fmt::format("section [{}]", key.section));
            }
        }
        return message + "; see the comments in the shipped kewp.toml for the keys";
    }

    void report(toml::node const& node, std::string const& message)
    {
        problems_.push_back(fmt::format("{}:{}: {}", file_.string(), node.source().begin.line, message));
    }

    std::filesystem::path const& file_;
    std::vector<Key> keys_;
    std::vector<std::string>& problems_;
};

}  // namespace

bool read_settings_file(std::filesystem::path const& file, Settings& settings, std::vector<std::string>& problems)
{
    auto const content = read_file(file);
    if (!content) {
        problems.push_back(content.error().message + "; give another file with --config");
        return false;
    }
    try {
        Reader{file, problems}.read(toml::parse(*content), "", settings);
    } catch (toml::parse_error const& error) {
        problems.push_back(fmt::format("{}:{}: {}", file.string(), error.source().begin.line, error.description()));
        return false;
    }
    return true;
}

}  // namespace kewp::config
