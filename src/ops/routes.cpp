#include "ops/routes.hpp"

#include "base/text.hpp"
#include "http/accept.hpp"
#include "http/response.hpp"
#include "ops/metrics.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace kewp::ops {
namespace {

constexpr std::string_view kPrometheusType = "text/plain; version=0.0.4; charset=utf-8";

/// Prometheus names versions of the media types that it takes (`text/plain;version=0.0.4;q=0.3`), which
/// plain negotiation would not match: everything but the weight is dropped.
std::string without_parameters(std::string_view accept)
{
    std::string plain;
    for (auto const element : text::split(accept, ',')) {
        auto const parts = text::split(element, ';');
        plain += plain.empty() ? "" : ",";
        plain += text::trim(parts.front());
        for (std::size_t i = 1; i < parts.size(); ++i) {
            if (auto const parameter = text::trim(parts[i]); parameter.starts_with("q=")) {
                plain += ";";
                plain += parameter;
            }
        }
    }
    return plain;
}

bool wants_prometheus(http::Request const& request)
{
    static constexpr std::array<std::string_view, 3> kOffered{"application/json", "text/plain",
                                                              "application/openmetrics-text"};
    return http::negotiate(without_parameters(request.header_list("Accept")), kOffered).value_or(0) > 0;
}

http::Response uncached(http::Response response)
{
    response.set("Cache-Control", "no-store");
    return response;
}

http::Response to_response(HealthAnswer answer)
{
    return uncached(http::json_text(std::move(answer.body), answer.status));
}

MetricsSnapshot snapshot_of(OpsRoutes const& ops)
{
    auto snapshot =
        take_metrics(*ops.page, ops.version, ops.route_names ? *ops.route_names : std::vector<std::string>{});
    snapshot.model = ops.model;
    snapshot.database_engine = ops.database_engine;
    if (ops.prepared) {
        snapshot.prepared = ops.prepared();
    }
    return snapshot;
}

http::Response prometheus(OpsRoutes const& ops)
{
    return uncached(http::respond(kPrometheusType, metrics_prometheus(snapshot_of(ops))));
}

http::Response metrics(OpsRoutes const& ops, http::Request const& request)
{
    auto response =
        wants_prometheus(request) ? prometheus(ops) : uncached(http::json_text(metrics_json(snapshot_of(ops))));
    return response.add_token("Vary", "Accept");
}

http::Response route_metrics(OpsRoutes const& ops, http::Request const& request)
{
    auto const name = request.path_text("route");
    auto body = route_metrics_json(snapshot_of(ops), name);
    if (body.empty()) {
        return http::error_response(
            {ErrorCode::not_found, "no route has the name '" + std::string{name} + "'; /metrics lists those in use"},
            request);
    }
    return uncached(http::json_text(std::move(body)));
}

}  // namespace

void register_ops_routes(http::Router& router, OpsRoutes routes)
{
    auto const ops = std::make_shared<OpsRoutes const>(std::move(routes));
    http::RouteOptions const options{.rate_class = ops->rate_class};

    router.get("/livez", [](http::Request&) { return to_response(livez()); }, {.on_io_thread = true});
    router.get("/readyz", [ops](http::Request&) { return to_response(readyz(ops->health())); });
    router.get("/health", [ops](http::Request&) { return to_response(health(ops->health())); });

    auto const guarded = [ops](auto handler) -> http::Handler {
        return [ops, handler](http::Request& request) {
            if (ops->may_read_metrics && !ops->may_read_metrics(request)) {
                return http::error_response({ErrorCode::forbidden, "the metrics are for administrators"}, request);
            }
            return handler(*ops, request);
        };
    };
    router.get("/metrics", guarded(&metrics), options);
    router.get("/metrics/prometheus", guarded([](OpsRoutes const& all, http::Request&) { return prometheus(all); }),
               options);
    router.get("/metrics/{route*}", guarded(&route_metrics), options);
}

}  // namespace kewp::ops
