#pragma once

#include "base/result.hpp"
#include "corpus/byte_source.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

struct _xmlNode;  // NOLINT(bugprone-reserved-identifier): libxml2's name

namespace kewp::corpus {

/// An element of an XML document, with what is inside it. Valid during the call it is handed to.
class XmlElement {
public:
    explicit XmlElement(_xmlNode* node) : node_(node) {}

    /// Name without namespace prefix.
    [[nodiscard]] std::string_view name() const;
    /// "" when absent.
    [[nodiscard]] std::string attribute(char const* name) const;
    /// All text inside, entities resolved.
    [[nodiscard]] std::string text() const;
    /// Text of the first child of that name, "" when there is none.
    [[nodiscard]] std::string child_text(std::string_view name) const;
    /// Line in the document, from 1.
    [[nodiscard]] std::size_t line() const;
    /// Calls `visit` for each child element.
    void each_child(std::function<void(XmlElement)> const& visit) const;
    /// The same for children of one name.
    void each_child(std::string_view name, std::function<void(XmlElement)> const& visit) const;

private:
    _xmlNode* node_;
};

/// Streams an XML document through libxml2: every child of the root goes to `on_element` and is then
/// forgotten, so that the size of the document does not matter. Nothing outside the document is read, and
/// its entities are bounded. Errors: those of the source; corrupt with the line, when it is not well-formed.
[[nodiscard]] Result<void> read_xml(ByteSource const& source, std::function<void(XmlElement)> const& on_element);

}  // namespace kewp::corpus
