#include "publish/turtle.hpp"

#include "base/crypto.hpp"
#include "base/time.hpp"
#include "publish/labels.hpp"
#include "publish/mapping_rdf.hpp"
#include "publish/pieces.hpp"

#include <fmt/format.h>
#include <memory>
#include <serd/serd.h>

namespace kewp::publish {
namespace {

struct FreeEnv {
    void operator()(SerdEnv* env) const { serd_env_free(env); }
};
struct FreeWriter {
    void operator()(SerdWriter* writer) const { serd_writer_free(writer); }
};

SerdNode node_of(SerdType type, std::string const& text)
{
    auto node = serd_node_from_string(type, reinterpret_cast<std::uint8_t const*>(text.c_str()));
    node.flags =
        0;  // no hint that there are quotes or line ends: they are escaped then, and a literal stays on its line
    return node;
}

std::size_t append_bytes(void const* bytes, std::size_t size, void* pieces)
{
    static_cast<Pieces*>(pieces)->append({static_cast<char const*>(bytes), size});
    return size;
}

std::string datatype_of(Property::Type type)
{
    switch (type) {
        case Property::Type::date: return std::string{kXsd} + "date";
        case Property::Type::date_time: return std::string{kXsd} + "dateTime";
        case Property::Type::decimal: return std::string{kXsd} + "decimal";
        case Property::Type::integer: return std::string{kXsd} + "integer";
        case Property::Type::text:
        case Property::Type::iri: return {};
    }
    return {};
}

/// A Turtle document in the making.
class Document {
public:
    Document(Pieces& pieces, std::string_view mapping_iri) : pieces_(pieces), mapping_iri_(mapping_iri)
    {
        env_.reset(serd_env_new(nullptr));
        auto const style = static_cast<SerdStyle>(SERD_STYLE_ABBREVIATED | SERD_STYLE_CURIED);
        writer_.reset(serd_writer_new(SERD_TURTLE, style, env_.get(), nullptr, &append_bytes, &pieces_));
    }

    Result<void> begin()
    {
        auto const named = [&](std::string const& name, std::string const& iri) {
            auto const prefix = node_of(SERD_LITERAL, name);
            auto const uri = node_of(SERD_URI, iri);
            return serd_writer_set_prefix(writer_.get(), &prefix, &uri) == SERD_SUCCESS;
        };
        bool const good = writer_ && named("dcterms", std::string{kDcTerms}) &&
                          named("ke-wp", std::string{kVocabulary}) && named("mapping", mapping_iri_) &&
                          named("xsd", std::string{kXsd});
        return good ? Result<void>{} : fail(ErrorCode::internal, "the Turtle writer could not be started");
    }

    Result<void> add(store::MappingRecord const& mapping, corpus::Corpus const& corpus)
    {
        // serd shortens no name that begins with a digit; UUIDs need no escape, so they are safe to shorten here.
        bool const short_name = crypto::is_uuid(mapping.uuid);
        auto const name = short_name ? "mapping:" + mapping.uuid : iri_of_mapping(mapping_iri_, mapping.uuid);
        auto const subject = node_of(short_name ? SERD_CURIE : SERD_URI, name);
        bool good = statement(subject, "rdf:type", SERD_CURIE, std::string{rdf_class_of(mapping.resource())}, "");
        for (auto const& property : rdf_properties(mapping, corpus)) {
            auto const type = property.type == Property::Type::iri ? SERD_URI : SERD_LITERAL;
            good = good && statement(subject, std::string{property.predicate}, type, property.value,
                                     datatype_of(property.type));
        }
        return good ? pieces_.flush()
                    : fail(ErrorCode::internal, fmt::format("mapping {} cannot be written as Turtle", mapping.uuid));
    }

    Result<void> finish()
    {
        return serd_writer_finish(writer_.get()) == SERD_SUCCESS
                   ? pieces_.finish()
                   : fail(ErrorCode::internal, "the Turtle document could not be ended");
    }

private:
    bool statement(SerdNode const& subject, std::string const& predicate, SerdType object_type,
                   std::string const& object_text, std::string const& datatype_iri)
    {
        static std::string const rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
        auto const verb = predicate == "rdf:type" ? node_of(SERD_URI, rdf_type) : node_of(SERD_CURIE, predicate);
        auto const object = node_of(object_type, object_text);
        auto const datatype = node_of(SERD_URI, datatype_iri);
        return serd_writer_write_statement(writer_.get(), 0, nullptr, &subject, &verb, &object,
                                           datatype_iri.empty() ? nullptr : &datatype, nullptr) == SERD_SUCCESS;
    }

    Pieces& pieces_;
    std::string mapping_iri_;
    std::unique_ptr<SerdEnv, FreeEnv> env_;
    std::unique_ptr<SerdWriter, FreeWriter> writer_;
};

}  // namespace

Result<void> write_turtle(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                          std::string_view mapping_iri, Sink const& sink)
{
    auto const time = time_of_data(session, selection);
    if (!time) {
        return fail(time.error());
    }
    Pieces pieces{sink};
    if (*time) {
        pieces.append(fmt::format("# {} mappings, {}, as of {}\n", label_of(selection.resource), tier_text(selection),
                                  format_utc(**time)));
    }
    Document document{pieces, mapping_iri};
    if (auto begun = document.begin(); !begun) {
        return begun;
    }
    std::uint64_t count = 0;
    auto const written = each_mapping(session, selection, [&](store::MappingRecord const& mapping) {
        ++count;
        return document.add(mapping, corpus);
    });
    if (!written) {
        return fail(written.error());
    }
    if (count == 0) {
        return fail(ErrorCode::unavailable,
                    fmt::format("No {} mappings available for RDF export", label_of(selection.resource)));
    }
    return document.finish();
}

Result<std::string> turtle_of(store::MappingRecord const& mapping, corpus::Corpus const& corpus,
                              std::string_view mapping_iri)
{
    std::string text;
    Sink const sink = [&](std::string_view bytes) -> Result<void> {
        text += bytes;
        return {};
    };
    Pieces pieces{sink};
    Document document{pieces, mapping_iri};
    auto const written = document.begin().and_then([&] { return document.add(mapping, corpus); }).and_then([&] {
        return document.finish();
    });
    if (!written) {
        return fail(written.error());
    }
    return text;
}

}  // namespace kewp::publish
