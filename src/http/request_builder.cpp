#include "http/request_builder.hpp"

#include "base/text.hpp"

namespace kewp::http {

void RequestBuilder::reset()
{
    auto& r = request_;
    r.head_.clear();
    r.method_name_ = {};
    r.target_ = {};
    r.fields_.clear();
    r.method_ = Method::get;
    r.version_ = 11;
    r.json_errors_ = false;
    r.path_ = "/";
    constexpr std::size_t kKeptBody = std::size_t{64} * 1024;  // a rare big body must not stay with the connection
    if (r.body_.capacity() > kKeptBody) {
        r.body_ = {};
    }
    r.body_.clear();
    r.path_parameters_.clear();
    r.client_.clear();
    r.scheme_ = "http";
    r.host_.clear();
    r.prefix_.clear();
    r.id_.clear();
    r.user_.clear();
    r.error_page_ = nullptr;
    r.attachments_.clear();
    r.parameters_.reset();
    r.cookies_.reset();
    r.form_.reset();
}

Request::Slice RequestBuilder::keep(std::string_view text)
{
    Request::Slice const slice{static_cast<std::uint32_t>(request_.head_.size()),
                               static_cast<std::uint32_t>(text.size())};
    request_.head_ += text;
    return slice;
}

RequestBuilder& RequestBuilder::start(std::string_view method, std::string_view target, unsigned version)
{
    request_.method_ = method_of(method);
    request_.method_name_ = keep(method);
    request_.target_ = keep(target);
    request_.version_ = version;
    return *this;
}

RequestBuilder& RequestBuilder::header(std::string_view name, std::string_view value)
{
    auto const kept_name = keep(name);
    request_.fields_.push_back({kept_name, keep(value)});
    return *this;
}

RequestBuilder& RequestBuilder::body(std::string bytes)
{
    request_.body_ = std::move(bytes);
    return *this;
}

RequestBuilder& RequestBuilder::client(std::string_view address)
{
    request_.client_ = address;
    return *this;
}

RequestBuilder& RequestBuilder::scheme(std::string_view scheme)
{
    request_.scheme_ = scheme;
    return *this;
}

RequestBuilder& RequestBuilder::host(std::string_view host)
{
    request_.host_ = host;
    return *this;
}

RequestBuilder& RequestBuilder::prefix(std::string_view prefix)
{
    request_.prefix_ = prefix;
    return *this;
}

RequestBuilder& RequestBuilder::id(std::string_view id)
{
    request_.id_ = id;
    return *this;
}

RequestBuilder& RequestBuilder::json_errors(bool on)
{
    request_.json_errors_ = on;
    return *this;
}

RequestBuilder& RequestBuilder::error_page(ErrorPage const* page)
{
    request_.error_page_ = page;
    return *this;
}

RequestBuilder& RequestBuilder::path_parameter(std::string_view name, std::string value)
{
    request_.path_parameters_.emplace_back(name, std::move(value));
    return *this;
}

Result<void> RequestBuilder::settle_target()
{
    auto target = request_.target();
    if (!target.starts_with('/') && target != "*") {
        auto const lower = text::ascii_lower(target.substr(0, 8));
        std::size_t const scheme = lower.starts_with("http://") ? 7 : lower == "https://" ? 8 : 0;
        if (scheme == 0) {
            return fail(ErrorCode::invalid_argument, "the request target is neither a path nor an http URL");
        }
        auto const authority = target.substr(scheme, target.find_first_of("/?#", scheme) - scheme);
        if (authority.empty() || authority.find('@') != std::string_view::npos) {
            return fail(ErrorCode::invalid_argument, "the request target names no host");
        }
        request_.host_ = authority;
        auto const skipped = static_cast<std::uint32_t>(scheme + authority.size());
        request_.target_.begin += skipped;
        request_.target_.size -= skipped;
        if (!request_.target().starts_with('/')) {
            auto const rest = "/" + std::string(request_.target());
            request_.target_ = keep(rest);
        }
    }
    if (auto const fragment = request_.target().find('#'); fragment != std::string_view::npos) {
        request_.target_.size = static_cast<std::uint32_t>(fragment);
    }
    auto const raw = request_.raw_path();
    if (raw.find('%') == std::string_view::npos) {
        request_.path_ = raw;
    } else {
        request_.path_ = text::percent_decode(raw, false);
    }
    if (request_.path_.find('\0') != std::string::npos) {
        return fail(ErrorCode::invalid_argument, "the path holds a NUL character");
    }
    return {};
}

Request RequestBuilder::build()
{
    if (auto const settled = settle_target(); !settled) {
        request_.target_ = keep("/");
        request_.path_ = "/";
    }
    if (request_.host_.empty()) {
        request_.host_ = request_.header("Host").value_or("localhost");
    }
    auto finished = std::move(request_);
    reset();
    return finished;
}

}  // namespace kewp::http
