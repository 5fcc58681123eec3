#include "store/postgres_address.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <map>
#include <memory>

namespace kewp::store {
namespace {

using Options = std::map<std::string, std::string>;

/// A server that does not answer is given up after so many seconds; each host of a list has its own.
constexpr char const* kConnectTimeout = "5";
/// A connection over a network that was cut ends after some 10 s, in both directions.
constexpr char const* kKeepaliveIdle = "5";
constexpr char const* kKeepaliveInterval = "2";
constexpr char const* kKeepaliveCount = "3";
constexpr char const* kUserTimeoutMs = "10000";

/// Limits that the server keeps: on a statement, on the wait in line for the write lock, and on a transaction of a
/// process that stands still or was cut off, since it may hold that lock. `on`: a commit is on disk, and on the
/// standby where the server names one, before it is answered.
constexpr char const* kServerOptions =
    "-c statement_timeout=30s -c lock_timeout=2s -c idle_in_transaction_session_timeout=15s -c synchronous_commit=on "
    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c tcp_user_timeout=10s "
    "-c timezone=UTC -c client_min_messages=warning";

Result<Options> parse(std::string const& url)
{
    char* message = nullptr;
    std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> const parsed(PQconninfoParse(url.c_str(), &message),
                                                                              PQconninfoFree);
    PQfreemem(message);  // not shown: it may quote the password
    if (!parsed) {
        return fail(ErrorCode::invalid_argument,
                    "database: not an address that PostgreSQL's library understands; expected "
                    "postgresql://user@host:5432/name, with special characters written as %XX");
    }
    Options options;
    for (auto const* option = parsed.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr) {
            options[option->keyword] = option->val;
        }
    }
    return options;
}

std::string quoted(std::string const& value)
{
    std::string text = "'";
    for (char const c : value) {
        if (c == '\'' || c == '\\') {
            text += '\\';
        }
        text += c;
    }
    return text + "'";
}

}  // namespace

std::string name_of(config::PostgresSettings const& server)
{
    auto const options = parse(server.url);
    if (!options) {
        return "postgresql://?";
    }
    auto const value = [&](char const* key) {
        auto const found = options->find(key);
        return found == options->end() ? std::string{} : found->second;
    };
    auto const all_hosts = value("host");
    auto const all_ports = value("port");
    auto const hosts = text::split(all_hosts, ',');
    auto const ports = text::split(all_ports, ',');
    std::string where;
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        auto const port = ports.empty() ? std::string_view{} : ports[std::min(i, ports.size() - 1)];
        where += fmt::format("{}{}{}{}", where.empty() ? "" : ",", hosts[i], port.empty() ? "" : ":", port);
    }
    auto const user = value("user");
    return fmt::format("postgresql://{}{}{}/{}", user, user.empty() ? "" : "@", where, value("dbname"));
}

Result<std::string> connect_string(config::PostgresSettings const& server)
{
    auto parsed = parse(server.url);
    if (!parsed) {
        return fail(parsed.error());
    }
    Options options{{"connect_timeout", kConnectTimeout},
                    {"keepalives_idle", kKeepaliveIdle},
                    {"keepalives_interval", kKeepaliveInterval},
                    {"keepalives_count", kKeepaliveCount},
                    {"tcp_user_timeout", kUserTimeoutMs},
                    {"application_name", "kewp"},
                    {"client_encoding", "UTF8"}};
    if (parsed->contains("host") && parsed->at("host").find(',') != std::string::npos) {
        options["target_session_attrs"] = "read-write";  // of several hosts, the one that is the primary now
    }
    auto const server_options =
        fmt::format("{} {}", kServerOptions, parsed->contains("options") ? parsed->at("options") : "");
    for (auto& [key, value] : *parsed) {
        options[key] = std::move(value);
    }
    options["options"] = server_options;
    if (!server.password.empty()) {
        options["password"] = server.password;
    }
    std::string text;
    for (auto const& [key, value] : options) {
        text += fmt::format("{}{}={}", text.empty() ? "" : " ", key, quoted(value));
    }
    return text;
}

}  // namespace kewp::store
