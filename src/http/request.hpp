#pragma once

#include "base/result.hpp"
#include "http/form.hpp"
#include "http/parse.hpp"

#include <any>
#include <boost/json/fwd.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kewp::http {

struct Problem;
class Request;

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };

[[nodiscard]] Method method_of(std::string_view name);
/// `GET`, `DELETE`, …; empty for `other`.
[[nodiscard]] std::string_view name_of(Method method);

/// Renders an error as a whole HTML page in the layout of the application.
using ErrorPage = std::function<std::string(Problem const&, Request const&)>;

/// One request: head, body, and what the server found out about it.
///
/// A value that owns its bytes; views returned live as long as the request is neither moved nor
/// changed. One thread at a time (query, cookies and form are parsed on first use).
class Request {
public:
    [[nodiscard]] Method method() const { return method_; }
    [[nodiscard]] std::string_view method_name() const { return view(method_name_); }
    /// As sent, in origin form (`/a%20b?c=d`).
    [[nodiscard]] std::string_view target() const { return view(target_); }
    /// Percent-decoded; for routing use path parameters, since `%2F` shows as `/` here.
    [[nodiscard]] std::string_view path() const { return path_; }
    [[nodiscard]] std::string_view raw_path() const;
    /// After the `?`, as sent; empty when there is none.
    [[nodiscard]] std::string_view raw_query() const;
    /// 10 or 11.
    [[nodiscard]] unsigned version() const { return version_; }

    /// Query parameter, decoded (`+` is a space); the first occurrence.
    [[nodiscard]] std::optional<std::string_view> query(std::string_view name) const
    {
        return parameters().first(name);
    }
    [[nodiscard]] std::vector<std::string_view> query_all(std::string_view name) const
    {
        return parameters().all(name);
    }
    [[nodiscard]] Form const& parameters() const;

    /// First header of that name (in any case), white space trimmed.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    /// All headers of that name joined by `, ` (for list headers such as Accept).
    [[nodiscard]] std::string header_list(std::string_view name) const;
    [[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> headers() const;
    [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;

    [[nodiscard]] std::string const& body() const { return body_; }
    /// Media type of the body in lower case without parameters; empty when not stated.
    [[nodiscard]] std::string content_type() const;
    /// Fields of an `application/x-www-form-urlencoded` or `multipart/form-data` body; empty body, no
    /// fields. Error: invalid_argument for another media type, a malformed body, text that isn't UTF-8.
    [[nodiscard]] Result<Form> form() const;
    /// The body as JSON, at most 32 levels deep. Error: invalid_argument saying where it breaks.
    [[nodiscard]] Result<boost::json::value> json() const;

    /// Path parameter `{name}` of the route as text, decoded. Empty when the route has none such.
    [[nodiscard]] std::string_view path_text(std::string_view name) const;
    /// Path parameter parsed by `Parse<T>` (`T::parse`, integers, std::string). Error: that of the parser.
    template <class T>
    [[nodiscard]] Result<T> path(std::string_view name) const
    {
        return Parse<T>::parse(path_text(name));
    }
    /// Query parameter parsed by `Parse<T>`; nullopt when absent or empty.
    template <class T>
    [[nodiscard]] Result<std::optional<T>> query_as(std::string_view name) const
    {
        auto const text = query(name);
        if (!text || text->empty()) {
            return std::optional<T>{};
        }
        auto value = Parse<T>::parse(*text);
        if (!value) {
            return fail_in("query parameter '" + std::string(name) + "'", std::move(value.error()));
        }
        return std::optional<T>{std::move(*value)};
    }

    /// Address of the client: the connection's peer, or what trusted proxies say of it.
    [[nodiscard]] std::string const& client() const { return client_; }
    /// As the client sees them: `http`/`https`, `host[:port]`, path prefix (`` or `/kewp`).
    [[nodiscard]] std::string const& scheme() const { return scheme_; }
    [[nodiscard]] std::string const& host() const { return host_; }
    [[nodiscard]] std::string const& prefix() const { return prefix_; }
    /// `scheme://host`, as browsers write it in `Origin`.
    [[nodiscard]] std::string origin() const { return scheme_ + "://" + host_; }
    [[nodiscard]] std::string const& id() const { return id_; }

    /// True when errors go out as JSON whatever `Accept` says (see Router::json_errors_below).
    [[nodiscard]] bool json_errors() const { return json_errors_; }
    [[nodiscard]] ErrorPage const* error_page() const { return error_page_; }

    /// Whom the access log names; set by the session hook. Never an e-mail address.
    void set_user(std::string user) { user_ = std::move(user); }
    [[nodiscard]] std::string const& user() const { return user_; }

    /// Keeps one value per type with the request (the session, for example).
    template <class T>
    void attach(T value)
    {
        for (auto& any : attachments_) {
            if (auto* const old = std::any_cast<T>(&any)) {
                *old = std::move(value);
                return;
            }
        }
        attachments_.emplace_back(std::move(value));
    }
    /// nullptr when nothing of that type was attached.
    template <class T>
    [[nodiscard]] T const* attached() const
    {
        for (auto const& any : attachments_) {
            if (auto const* const value = std::any_cast<T>(&any)) {
                return value;
            }
        }
        return nullptr;
    }

private:
    friend class RequestBuilder;

    struct Slice {
        std::uint32_t begin = 0;
        std::uint32_t size = 0;
    };
    struct Field {
        Slice name;
        Slice value;
    };
    [[nodiscard]] std::string_view view(Slice slice) const { return {head_.data() + slice.begin, slice.size}; }

    std::string head_;  // method, target, header names and values, one after the other
    Slice method_name_;
    Slice target_;
    std::vector<Field> fields_;
    Method method_ = Method::get;
    unsigned version_ = 11;
    bool json_errors_ = false;
    std::string path_ = "/";
    std::string body_;
    std::vector<std::pair<std::string, std::string>> path_parameters_;
    std::string client_;
    std::string scheme_ = "http";
    std::string host_;
    std::string prefix_;
    std::string id_;
    std::string user_;
    ErrorPage const* error_page_ = nullptr;
    std::vector<std::any> attachments_;
    mutable std::optional<Form> parameters_;
    mutable std::optional<Form> cookies_;
    mutable std::optional<Result<Form>> form_;
};

}  // namespace kewp::http
