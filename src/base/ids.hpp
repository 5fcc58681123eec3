#pragma once

#include "base/result.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace kewp {

/// A Key Event of AOP-Wiki, written `KE 55`.
class KeId {
public:
    /// Reads `KE 55`, `KE:55`, `KE55`, `55`, `Event:55`, `aop.events/55` (also as the end of a URL),
    /// letters in any case. Error: invalid_argument naming the text.
    [[nodiscard]] static Result<KeId> parse(std::string_view text);
    explicit constexpr KeId(std::uint32_t number) : number_(number) {}
    [[nodiscard]] constexpr std::uint32_t number() const { return number_; }
    [[nodiscard]] std::string str() const;
    auto operator<=>(KeId const&) const = default;

private:
    std::uint32_t number_;
};

/// An Adverse Outcome Pathway of AOP-Wiki, written `AOP 12`.
class AopId {
public:
    /// Reads `AOP 12`, `Aop:12`, `AOP12`, `12`, `…/aop/12`. Error: invalid_argument naming the text.
    [[nodiscard]] static Result<AopId> parse(std::string_view text);
    explicit constexpr AopId(std::uint32_t number) : number_(number) {}
    [[nodiscard]] constexpr std::uint32_t number() const { return number_; }
    [[nodiscard]] std::string str() const;
    auto operator<=>(AopId const&) const = default;

private:
    std::uint32_t number_;
};

/// The resource that a target belongs to.
enum class Resource : std::uint8_t { wikipathways, go, reactome };

inline constexpr Resource kResources[] = {Resource::wikipathways, Resource::go, Resource::reactome};

/// `wikipathways`, `go`, `reactome`: as stored in SQL and used in URLs.
[[nodiscard]] char const* name_of(Resource resource);
[[nodiscard]] Result<Resource> parse_resource(std::string_view text);

/// A target of a mapping: `WP554`, `GO:0006915` or `R-HSA-109581`.
class TargetId {
public:
    /// Reads the canonical form, with white space around it trimmed. Error: invalid_argument naming
    /// the text and the form expected.
    [[nodiscard]] static Result<TargetId> parse(Resource resource, std::string_view text);
    constexpr TargetId(Resource resource, std::uint32_t number) : number_(number), resource_(resource) {}
    [[nodiscard]] constexpr Resource resource() const { return resource_; }
    [[nodiscard]] constexpr std::uint32_t number() const { return number_; }
    [[nodiscard]] std::string str() const;
    auto operator<=>(TargetId const&) const = default;

private:
    std::uint32_t number_;
    Resource resource_;
};

}  // namespace kewp

template <>
struct std::hash<kewp::KeId> {
    std::size_t operator()(kewp::KeId id) const noexcept { return std::hash<std::uint32_t>{}(id.number()); }
};

template <>
struct std::hash<kewp::AopId> {
    std::size_t operator()(kewp::AopId id) const noexcept { return std::hash<std::uint32_t>{}(id.number()); }
};

template <>
struct std::hash<kewp::TargetId> {
    std::size_t operator()(kewp::TargetId id) const noexcept
    {
        return std::hash<std::uint64_t>{}((std::uint64_t{id.number()} << 8U) |
                                          static_cast<std::uint64_t>(id.resource()));
    }
};
