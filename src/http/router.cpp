#include "http/router.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace kewp::http {
namespace {

constexpr std::size_t kMethods = 8;

/// Takes the next segment off `rest` (which starts after a slash); `more` tells whether one follows.
std::string_view take_segment(std::string_view& rest, bool& more)
{
    auto const slash = rest.find('/');
    auto const segment = rest.substr(0, slash);
    more = slash != std::string_view::npos;
    rest = more ? rest.substr(slash + 1) : std::string_view{};
    return segment;
}

[[noreturn]] void refuse(std::string_view pattern, std::string_view why)
{
    throw std::invalid_argument("route '" + std::string(pattern) + "': " + std::string(why));
}

}  // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> fixed;
    std::unique_ptr<Node> parameter;
    std::unique_ptr<Node> rest;  // `{name*}`: a leaf
    std::array<std::unique_ptr<Route>, kMethods> routes;

    [[nodiscard]] bool has_routes() const
    {
        return std::any_of(routes.begin(), routes.end(), [](auto const& route) { return route != nullptr; });
    }
    Node const* find(std::string_view path, std::vector<std::string_view>& values) const;
};

struct Router::State {
    Node root;
    std::vector<std::string> names = {"(none)"};
    std::vector<std::string> json_prefixes;
};

/// Depth first, fixed segments before parameters, so that `/ke/all` and `/{kind}/55` may both be there.
Router::Node const* Router::Node::find(std::string_view path, std::vector<std::string_view>& values) const
{
    auto tail = path;
    bool more = false;
    auto const segment = take_segment(tail, more);
    auto const descend = [&](Node const& child) -> Node const* {
        if (more) {
            return child.find(tail, values);
        }
        return child.has_routes() ? &child : nullptr;
    };
    bool const encoded = segment.find('%') != std::string_view::npos;
    auto const child = encoded ? fixed.find(text::percent_decode(segment, false)) : fixed.find(segment);
    if (child != fixed.end()) {
        if (auto const* const found = descend(*child->second)) {
            return found;
        }
    }
    auto const kept = values.size();
    if (parameter && !segment.empty()) {
        values.push_back(segment);
        if (auto const* const found = descend(*parameter)) {
            return found;
        }
        values.resize(kept);
    }
    if (rest && !path.empty()) {
        values.push_back(path);
        return rest.get();
    }
    return nullptr;
}

Router::Router() : state_(std::make_unique<State>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, Handler handler, RouteOptions options)
{
    if (!pattern.starts_with('/')) {
        refuse(pattern, "a pattern starts with a slash");
    }
    if (method == Method::head || method == Method::options || method == Method::other) {
        refuse(pattern, "HEAD and OPTIONS are answered by the router");
    }
    auto route = std::make_unique<Route>();
    route->pattern = pattern;
    route->handler = std::move(handler);
    route->options = std::move(options);
    auto* node = &state_->root;
    auto rest = pattern.substr(1);
    bool more = true;
    while (more) {
        auto const segment = take_segment(rest, more);
        if (segment.find_first_of("{}") == std::string_view::npos) {
            auto& child = node->fixed[std::string(segment)];
            child = child ? std::move(child) : std::make_unique<Node>();
            node = child.get();
            continue;
        }
        auto name = segment.substr(1, segment.size() - 2);
        bool const takes_rest = name.ends_with('*');
        name.remove_suffix(takes_rest ? 1 : 0);
        if (!segment.starts_with('{') || !segment.ends_with('}') || name.empty() ||
            name.find_first_of("{}*") != std::string_view::npos) {
            refuse(pattern, "a parameter is a whole segment like {id}");
        }
        if (takes_rest && more) {
            refuse(pattern, "{name*} comes last");
        }
        if (std::find(route->parameters.begin(), route->parameters.end(), name) != route->parameters.end()) {
            refuse(pattern, "a parameter name occurs twice");
        }
        route->parameters.emplace_back(name);
        auto& child = takes_rest ? node->rest : node->parameter;
        child = child ? std::move(child) : std::make_unique<Node>();
        node = child.get();
    }
    auto& place = node->routes[static_cast<std::size_t>(method)];
    if (place) {
        refuse(pattern, "taken by '" + place->pattern + "'");
    }
    if (route->options.name.empty()) {
        route->options.name = pattern;
    }
    auto& names = state_->names;
    auto const known = std::find(names.begin(), names.end(), route->options.name);
    route->metric = static_cast<std::size_t>(known - names.begin());
    if (known == names.end()) {
        names.push_back(route->options.name);
    }
    place = std::move(route);
}

void Router::get(std::string_view pattern, Handler handler, RouteOptions options)
{
    add(Method::get, pattern, std::move(handler), std::move(options));
}

void Router::post(std::string_view pattern, Handler handler, RouteOptions options)
{
    add(Method::post, pattern, std::move(handler), std::move(options));
}

void Router::put(std::string_view pattern, Handler handler, RouteOptions options)
{
    add(Method::put, pattern, std::move(handler), std::move(options));
}

void Router::patch(std::string_view pattern, Handler handler, RouteOptions options)
{
    add(Method::patch, pattern, std::move(handler), std::move(options));
}

void Router::del(std::string_view pattern, Handler handler, RouteOptions options)
{
    add(Method::del, pattern, std::move(handler), std::move(options));
}

void Router::json_errors_below(std::string prefix)
{
    state_->json_prefixes.push_back(std::move(prefix));
}

bool Router::wants_json_errors(std::string_view path) const
{
    return std::any_of(state_->json_prefixes.begin(), state_->json_prefixes.end(),
                       [path](std::string const& prefix) { return path.starts_with(prefix); });
}

Router::Match Router::match(Method method, std::string_view raw_path) const
{
    Match match;
    if (!raw_path.starts_with('/')) {
        return match;
    }
    std::vector<std::string_view> values;
    auto const* const node = state_->root.find(raw_path.substr(1), values);
    if (node == nullptr) {
        return match;
    }
    auto const wanted = method == Method::head ? Method::get : method;
    match.route = node->routes[static_cast<std::size_t>(wanted)].get();
    if (match.route == nullptr) {
        for (std::size_t i = 0; i < kMethods; ++i) {
            if (node->routes[i]) {
                auto const name = name_of(static_cast<Method>(i));
                match.allow += std::string(name) + ", " + (name == "GET" ? "HEAD, " : "");
            }
        }
        match.allow += "OPTIONS";
        return match;
    }
    for (auto const value : values) {
        match.values.push_back(text::percent_decode(value, false));
    }
    return match;
}

std::vector<std::string> const& Router::names() const
{
    return state_->names;
}

}  // namespace kewp::http
