#include "corpus/turtle.hpp"

#include <cstdarg>
#include <cstdio>
#include <memory>
#include <optional>
#include <serd/serd.h>
#include <utility>
#include <vector>

namespace kewp::corpus {
namespace {

constexpr std::size_t kChunkBytes = 64UL * 1024;

struct FreeReader {
    void operator()(SerdReader* reader) const { serd_reader_free(reader); }
};
struct FreeEnv {
    void operator()(SerdEnv* env) const { serd_env_free(env); }
};

std::string_view view(SerdNode const& node)
{
    return {reinterpret_cast<char const*>(node.buf), node.n_bytes};
}

/// Everything that serd's callbacks need.
struct Session {
    explicit Session(ByteSource const& bytes) : source(bytes), chunk(kChunkBytes) {}

    ByteSource const& source;
    std::function<void(Triple const&)> const* on_triple = nullptr;
    std::function<void(std::size_t, std::string)> const* on_bad = nullptr;
    std::unique_ptr<SerdEnv, FreeEnv> env{serd_env_new(nullptr)};
    std::vector<char> chunk;
    std::size_t at = 0;
    std::size_t end = 0;
    std::size_t line = 1;  // of the byte that was handed out last
    char last = ' ';
    bool at_end = false;
    std::optional<Error> failure;
    std::string problem;  // what serd says about the statement it gives up on
    std::string subject, predicate, object;

    /// Serd takes one byte at a time: only so is the line of a statement known.
    bool next_byte()
    {
        if (at == end && !at_end) {
            auto const got = source({chunk.data(), chunk.size()});
            if (!got) {
                failure = got.error();
            }
            at = 0;
            end = got.value_or(0);
            at_end = end == 0;
        }
        if (at_end) {
            return false;
        }
        line += last == '\n' ? 1U : 0U;
        last = chunk[at++];
        return true;
    }

    void skip_line()
    {
        while (last != '\n' && next_byte()) {
        }
    }

    /// The node's text with a prefix written out; false when the prefix is not declared.
    bool expand(SerdNode const& node, std::string& into) const
    {
        into.clear();
        if (node.type == SERD_CURIE) {
            SerdChunk prefix{};
            SerdChunk suffix{};
            if (serd_env_expand(env.get(), &node, &prefix, &suffix) != SERD_SUCCESS) {
                return false;
            }
            into.append(reinterpret_cast<char const*>(prefix.buf), prefix.len);
            into.append(reinterpret_cast<char const*>(suffix.buf), suffix.len);
            return true;
        }
        into = view(node);
        return true;
    }
};

std::size_t on_read(void* buffer, std::size_t /*size*/, std::size_t /*count*/, void* stream)
{
    auto& session = *static_cast<Session*>(stream);
    if (!session.next_byte()) {
        return 0;
    }
    *static_cast<char*>(buffer) = session.last;
    return 1;
}

int on_stream_error(void* stream)
{
    return static_cast<Session*>(stream)->failure ? 1 : 0;
}

SerdStatus on_base(void* handle, SerdNode const* uri)
{
    return serd_env_set_base_uri(static_cast<Session*>(handle)->env.get(), uri);
}

SerdStatus on_prefix(void* handle, SerdNode const* name, SerdNode const* uri)
{
    return serd_env_set_prefix(static_cast<Session*>(handle)->env.get(), name, uri);
}

SerdStatus on_statement(void* handle, SerdStatementFlags /*flags*/, SerdNode const* /*graph*/, SerdNode const* subject,
                        SerdNode const* predicate, SerdNode const* object, SerdNode const* /*datatype*/,
                        SerdNode const* /*language*/)
{
    auto& session = *static_cast<Session*>(handle);
    if (!session.expand(*subject, session.subject) || !session.expand(*predicate, session.predicate) ||
        !session.expand(*object, session.object)) {
        (*session.on_bad)(session.line, "a name has a prefix that is not declared");
        return SERD_SUCCESS;
    }
    (*session.on_triple)(
        {session.subject, session.predicate, session.object, object->type == SERD_LITERAL, session.line});
    return SERD_SUCCESS;
}

SerdStatus on_error(void* handle, SerdError const* error)
{
    auto& session = *static_cast<Session*>(handle);
    std::string text(256, '\0');
    std::va_list arguments;
    va_copy(arguments, *error->args);
    auto const length = std::vsnprintf(text.data(), text.size(), error->fmt, arguments);
    va_end(arguments);
    text.resize(length < 0 ? 0 : std::min(static_cast<std::size_t>(length), text.size() - 1));
    while (!text.empty() && text.back() == '\n') {
        text.pop_back();
    }
    if (session.problem.empty()) {
        session.problem = std::move(text);
    }
    return SERD_SUCCESS;
}

}  // namespace

Result<void> read_turtle(ByteSource const& source, std::function<void(Triple const&)> const& on_triple,
                         std::function<void(std::size_t, std::string)> const& on_bad)
{
    Session session{source};
    session.on_triple = &on_triple;
    session.on_bad = &on_bad;
    while (!session.at_end) {
        // Strict, so that it stops at the first error: left to itself serd passes over some without a word. What it
        // knew of the document, the prefixes, is in the session, so the next reader goes on in the next line.
        std::unique_ptr<SerdReader, FreeReader> const reader{
            serd_reader_new(SERD_TURTLE, &session, nullptr, &on_base, &on_prefix, &on_statement, nullptr)};
        if (!reader || !session.env) {
            return fail(ErrorCode::internal, "the Turtle reader could not be started");
        }
        serd_reader_set_strict(reader.get(), true);
        serd_reader_set_error_sink(reader.get(), &on_error, &session);
        auto const status = serd_reader_read_source(reader.get(), &on_read, &on_stream_error, &session, nullptr, 1);
        if (session.failure || status <= SERD_FAILURE) {
            break;
        }
        auto const problem = std::exchange(session.problem, "");
        on_bad(session.line, "no Turtle: " + (problem.empty() ? std::string{"unexpected character"} : problem));
        session.skip_line();
    }
    if (session.failure) {
        return fail(*session.failure);
    }
    return {};
}

}  // namespace kewp::corpus
