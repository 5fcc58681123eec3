#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::publish {

/// Appends `value` as an unsigned LEB128 number: seven bits per byte, the lowest first.
void append_varint(std::string& out, std::uint64_t value);

/// Writes Thrift's compact protocol, in which Parquet's headers and footer are written.
/// Source: the specification "Thrift Compact protocol encoding" of Apache Thrift.
///
/// The caller knows the structure: each field gets its id, ascending within a struct, and every struct is ended.
class ThriftWriter {
public:
    void field_bool(int id, bool value);
    void field_i16(int id, std::int16_t value);
    void field_i32(int id, std::int32_t value);
    void field_i64(int id, std::int64_t value);
    void field_text(int id, std::string_view value);

    /// A struct as a field; its own fields follow, then `end`.
    void begin_struct(int id);
    /// A list as a field; its `size` elements follow.
    void begin_list_of_structs(int id, std::size_t size);
    void begin_list_of_i32(int id, std::size_t size);
    void begin_list_of_texts(int id, std::size_t size);
    /// A struct as an element of a list, or the outermost one; then `end`.
    void begin_element();
    void element_i32(std::int32_t value);
    void element_text(std::string_view value);
    void end();

    [[nodiscard]] std::string const& bytes() const { return out_; }

private:
    void header(int id, unsigned type);
    void list_header(unsigned type, std::size_t size);

    std::string out_;
    int last_id_ = 0;
    std::vector<int> outer_ids_;  // last ids of the structs around the present one
};

}  // namespace kewp::publish
