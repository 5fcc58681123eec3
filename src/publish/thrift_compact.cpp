#include "publish/thrift_compact.hpp"

namespace kewp::publish {
namespace {

constexpr unsigned kTrue = 1;
constexpr unsigned kFalse = 2;
constexpr unsigned kI16 = 4;
constexpr unsigned kI32 = 5;
constexpr unsigned kI64 = 6;
constexpr unsigned kBinary = 8;
constexpr unsigned kList = 9;
constexpr unsigned kStruct = 12;

/// Small numbers of either sign become small unsigned ones: 0, -1, 1, -2 → 0, 1, 2, 3.
std::uint64_t zigzag(std::int64_t value)
{
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}

}  // namespace

void append_varint(std::string& out, std::uint64_t value)
{
    for (; value >= 0x80U; value >>= 7U) {
        out += static_cast<char>((value & 0x7FU) | 0x80U);
    }
    out += static_cast<char>(value);
}

void ThriftWriter::header(int id, unsigned type)
{
    auto const step = id - last_id_;
    if (step >= 1 && step <= 15) {
        out_ += static_cast<char>((static_cast<unsigned>(step) << 4U) | type);
    } else {
        out_ += static_cast<char>(type);
        append_varint(out_, zigzag(id));
    }
    last_id_ = id;
}

void ThriftWriter::field_bool(int id, bool value)
{
    header(id, value ? kTrue : kFalse);
}

void ThriftWriter::field_i16(int id, std::int16_t value)
{
    header(id, kI16);
    append_varint(out_, zigzag(value));
}

void ThriftWriter::field_i32(int id, std::int32_t value)
{
    header(id, kI32);
    append_varint(out_, zigzag(value));
}

void ThriftWriter::field_i64(int id, std::int64_t value)
{
    header(id, kI64);
    append_varint(out_, zigzag(value));
}

void ThriftWriter::field_text(int id, std::string_view value)
{
    header(id, kBinary);
    element_text(value);
}

void ThriftWriter::begin_struct(int id)
{
    header(id, kStruct);
    begin_element();
}

void ThriftWriter::list_header(unsigned type, std::size_t size)
{
    constexpr std::size_t kShort = 15;
    if (size < kShort) {
        out_ += static_cast<char>((size << 4U) | type);
    } else {
        out_ += static_cast<char>(0xF0U | type);
        append_varint(out_, size);
    }
}

void ThriftWriter::begin_list_of_structs(int id, std::size_t size)
{
    header(id, kList);
    list_header(kStruct, size);
}

void ThriftWriter::begin_list_of_i32(int id, std::size_t size)
{
    header(id, kList);
    list_header(kI32, size);
}

void ThriftWriter::begin_list_of_texts(int id, std::size_t size)
{
    header(id, kList);
    list_header(kBinary, size);
}

void ThriftWriter::begin_element()
{
    outer_ids_.push_back(last_id_);
    last_id_ = 0;
}

void ThriftWriter::element_i32(std::int32_t value)
{
    append_varint(out_, zigzag(value));
}

void ThriftWriter::element_text(std::string_view value)
{
    append_varint(out_, value.size());
    out_ += value;
}

void ThriftWriter::end()
{
    out_ += '\0';
    last_id_ = outer_ids_.back();
    outer_ids_.pop_back();
}

}  // namespace kewp::publish
