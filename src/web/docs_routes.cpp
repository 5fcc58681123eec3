#include "base/json_text.hpp"
#include "http/prepared_body.hpp"
#include "http/static_files.hpp"
#include "web/embedded.hpp"
#include "web/routes.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <yaml-cpp/yaml.h>

namespace kewp::web {
namespace {

/// A YAML scalar as JSON by the core schema: what is quoted is text, else null, true, false and numbers are what they
/// look like.
boost::json::value scalar(YAML::Node const& node)
{
    auto const& text = node.Scalar();
    if (node.Tag() == "!") {
        return boost::json::string(text);
    }
    if (text == "true" || text == "false") {
        return text == "true";
    }
    if (text == "null" || text == "~" || text.empty()) {
        return nullptr;
    }
    auto const* const end = text.data() + text.size();
    std::int64_t whole = 0;
    if (auto const read = std::from_chars(text.data(), end, whole); read.ec == std::errc{} && read.ptr == end) {
        return whole;
    }
    double real = 0;
    if (auto const read = std::from_chars(text.data(), end, real); read.ec == std::errc{} && read.ptr == end) {
        return real;
    }
    return boost::json::string(text);
}

boost::json::value json_of(YAML::Node const& node)
{
    switch (node.Type()) {
        case YAML::NodeType::Map: {
            boost::json::object members;
            for (auto const& member : node) {
                members[member.first.Scalar()] = json_of(member.second);
            }
            return members;
        }
        case YAML::NodeType::Sequence: {
            boost::json::array elements;
            for (auto const& element : node) {
                elements.push_back(json_of(element));
            }
            return elements;
        }
        case YAML::NodeType::Scalar: return scalar(node);
        default: return nullptr;
    }
}

/// An answer that never changes, made when it is first asked for: workers start without it.
class LazyAnswer {
public:
    LazyAnswer(std::string type, std::function<std::string()> make) : type_(std::move(type)), make_(std::move(make)) {}

    http::Response respond(http::Request const& request)
    {
        std::call_once(once_, [&] { body_.emplace(make_(), type_); });
        return body_->respond(request);
    }

private:
    std::string type_;
    std::function<std::string()> make_;
    std::once_flag once_;
    std::optional<http::PreparedBody> body_;
};

}  // namespace

void add_docs_routes(http::Router& router)
{
    auto const serve = [&](char const* path, char const* type, std::function<std::string()> make) {
        auto const answer = std::make_shared<LazyAnswer>(type, std::move(make));
        router.get(path, [answer](http::Request& request) { return answer->respond(request); });
    };
    serve("/api/v1/spec", "application/yaml", [] { return std::string{openapi_yaml()}; });
    serve("/api/v1/openapi.json", "application/json",
          [] { return to_json_text(json_of(YAML::Load(std::string{openapi_yaml()}))) + "\n"; });
    serve("/api/docs", "text/html; charset=utf-8", [] { return std::string{api_docs_html()}; });
    serve("/api/docs/api_docs.css", "text/css; charset=utf-8", [] { return std::string{api_docs_css()}; });
    serve("/api/docs/api_docs.js", "text/javascript; charset=utf-8", [] { return std::string{api_docs_js()}; });
}

}  // namespace kewp::web
