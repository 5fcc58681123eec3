#include "corpus/xml_reader.hpp"

#include <fmt/format.h>
#include <libxml/xmlreader.h>
#include <memory>
#include <optional>

namespace kewp::corpus {
namespace {

struct FreeReader {
    void operator()(xmlTextReader* reader) const { xmlFreeTextReader(reader); }
};
struct FreeText {
    void operator()(xmlChar* text) const { xmlFree(text); }
};
using XmlText = std::unique_ptr<xmlChar, FreeText>;

struct Session {
    ByteSource const* source = nullptr;
    std::optional<Error> failure;
    std::string problem;  // the first thing that libxml2 complained about
    int problem_line = 0;
};

int on_read(void* user, char* buffer, int size)
{
    auto& session = *static_cast<Session*>(user);
    auto const got = (*session.source)({buffer, static_cast<std::size_t>(size)});
    if (!got) {
        session.failure = got.error();
        return -1;
    }
    return static_cast<int>(*got);
}

int on_close(void* /*user*/)
{
    return 0;
}

void on_error(void* user, char const* message, xmlParserSeverities severity, xmlTextReaderLocatorPtr locator)
{
    auto& session = *static_cast<Session*>(user);
    if (severity == XML_PARSER_SEVERITY_ERROR && session.problem.empty()) {
        session.problem = message;
        while (session.problem.ends_with('\n')) {
            session.problem.pop_back();
        }
        session.problem_line = xmlTextReaderLocatorLineNumber(locator);
    }
}

std::string string_of(XmlText const& text)
{
    return text ? std::string{reinterpret_cast<char const*>(text.get())} : std::string{};
}

}  // namespace

std::string_view XmlElement::name() const
{
    return reinterpret_cast<char const*>(node_->name);
}

std::string XmlElement::attribute(char const* name) const
{
    return string_of(XmlText{xmlGetNoNsProp(node_, reinterpret_cast<xmlChar const*>(name))});
}

std::string XmlElement::text() const
{
    return string_of(XmlText{xmlNodeGetContent(node_)});
}

std::string XmlElement::child_text(std::string_view name) const
{
    std::optional<std::string> found;
    each_child(name, [&](XmlElement child) {
        if (!found) {
            found = child.text();
        }
    });
    return found.value_or("");
}

std::size_t XmlElement::line() const
{
    auto const line = xmlGetLineNo(node_);
    return line > 0 ? static_cast<std::size_t>(line) : 0;
}

void XmlElement::each_child(std::function<void(XmlElement)> const& visit) const
{
    for (auto* child = node_->children; child != nullptr; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            visit(XmlElement{child});
        }
    }
}

void XmlElement::each_child(std::string_view name, std::function<void(XmlElement)> const& visit) const
{
    each_child([&](XmlElement child) {
        if (child.name() == name) {
            visit(child);
        }
    });
}

Result<void> read_xml(ByteSource const& source, std::function<void(XmlElement)> const& on_element)
{
    Session session;
    session.source = &source;
    // No network, no external entities; without XML_PARSE_HUGE libxml2 bounds what entities expand to.
    std::unique_ptr<xmlTextReader, FreeReader> const reader{
        xmlReaderForIO(&on_read, &on_close, &session, nullptr, nullptr, XML_PARSE_NONET | XML_PARSE_COMPACT)};
    if (!reader) {
        return fail(ErrorCode::internal, "the XML reader could not be started");
    }
    xmlTextReaderSetErrorHandler(reader.get(), &on_error, &session);
    auto more = xmlTextReaderRead(reader.get());
    while (more == 1 && session.problem.empty()) {
        auto const is_record =
            xmlTextReaderDepth(reader.get()) == 1 && xmlTextReaderNodeType(reader.get()) == XML_READER_TYPE_ELEMENT;
        if (!is_record) {
            more = xmlTextReaderRead(reader.get());
            continue;
        }
        auto* const node = xmlTextReaderExpand(reader.get());
        if (node == nullptr || !session.problem.empty()) {
            break;
        }
        on_element(XmlElement{node});
        more = xmlTextReaderNext(reader.get());
    }
    if (session.failure) {
        return fail(*session.failure);
    }
    if (more != 0 || !session.problem.empty()) {
        return fail(ErrorCode::corrupt, fmt::format("line {}: no XML: {}", session.problem_line,
                                                    session.problem.empty() ? "ends too early" : session.problem));
    }
    return {};
}

}  // namespace kewp::corpus
