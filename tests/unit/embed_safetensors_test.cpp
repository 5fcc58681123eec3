#include "embed/safetensors.hpp"
#include "safetensors_builder.hpp"

#include <bit>
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

namespace kewp::embed {
namespace {

using test::float_bytes;
using test::safetensors_file;
using testing::HasSubstr;

Result<Safetensors> parse(std::string const& file)
{
    return Safetensors::parse(std::as_bytes(std::span(file)), "m.safetensors");
}

/// The error about a file with this header and `bytes` zeros behind it.
std::string refusal(std::string_view header, std::size_t bytes)
{
    auto const file = safetensors_file(header, std::string(bytes, '\0'));
    auto const parsed = parse(file);
    return parsed ? "accepted" : parsed.error().message;
}

std::string half_bytes(std::vector<std::uint16_t> const& values)
{
    return {reinterpret_cast<char const*>(values.data()), values.size() * sizeof(std::uint16_t)};
}

TEST(Safetensors, GivesTheTensorsByNameWhateverTheirOrder)
{
    auto const file = safetensors_file(
        R"({"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]},)"
        R"("a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"n":{"shape":[1],"data_offsets":[12,20],"dtype":"I64"}}  )",
        float_bytes({1.5F, 2.0F, -3.0F}) + std::string(8, '\0'));
    auto const parsed = parse(file);
    ASSERT_TRUE(parsed) << parsed.error().message;
    ASSERT_EQ(parsed->tensors().size(), 3U);
    auto const* const b = parsed->find("b");
    ASSERT_NE(b, nullptr);
    std::vector<float> values(2);
    read_floats(*b, 0, values);
    EXPECT_THAT(values, testing::ElementsAre(2.0F, -3.0F));
    EXPECT_FALSE(parsed->find("n")->is_float());
    EXPECT_EQ(parsed->find("c"), nullptr);
}

TEST(Safetensors, WidensBothKindsOfHalves)
{
    auto const file = safetensors_file(R"({"h":{"dtype":"F16","shape":[6],"data_offsets":[0,12]},)"
                                       R"("b":{"dtype":"BF16","shape":[2],"data_offsets":[12,16]}})",
                                       half_bytes({0x3C00, 0xC000, 0x0001, 0x7BFF, 0x7C00, 0x8000, 0x3F80, 0xC2F7}));
    auto const parsed = parse(file);
    ASSERT_TRUE(parsed) << parsed.error().message;
    std::vector<float> values(6);
    read_floats(*parsed->find("h"), 0, values);
    EXPECT_THAT(values,
                testing::ElementsAre(1.0F, -2.0F, 0x1p-24F, 65504.0F, std::numeric_limits<float>::infinity(), -0.0F));
    EXPECT_TRUE(std::signbit(values[5]));
    values.resize(1);
    read_floats(*parsed->find("b"), 1, values);
    EXPECT_EQ(values[0], -123.5F);
    EXPECT_EQ(first_not_finite(*parsed->find("h")), 4U);
    EXPECT_EQ(first_not_finite(*parsed->find("b")), std::nullopt);
}

TEST(Safetensors, RefusesAFileThatIsCutShort)
{
    auto const whole =
        safetensors_file(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", std::string(8, 'x'));
    ASSERT_TRUE(parse(whole));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        auto const cut = whole.substr(0, size);
        auto const parsed = parse(cut);
        ASSERT_FALSE(parsed) << size;
        EXPECT_THAT(parsed.error().message, testing::StartsWith("m.safetensors: "));
    }
}

TEST(Safetensors, RefusesOffsetsThatDoNotAgreeWithTheFile)
{
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}})", 8),
                HasSubstr("tensor 'a' ends at byte 12 of the data, the file has 8"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8),
                HasSubstr("shape (3,) needs 12 bytes, its data_offsets give 8"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", 8),
                HasSubstr("no valid data_offsets"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})", 12),
                HasSubstr("begins at byte 4 of the data, expected 0"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                        R"("b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
                        12),
                HasSubstr("overlap"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 9), HasSubstr("1 bytes follow"));
}

TEST(Safetensors, RefusesShapesThatOverflow)
{
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", 0),
                HasSubstr("needs too many bytes"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[18446744073709551615,2],"data_offsets":[0,8]}})", 8),
                HasSubstr("needs too many bytes"));
}

TEST(Safetensors, RefusesAHeaderOfTheWrongForm)
{
    EXPECT_THAT(refusal("[]", 0), HasSubstr("no JSON object"));
    EXPECT_THAT(refusal("{", 0), HasSubstr("no JSON"));
    EXPECT_THAT(refusal("{} x", 0), HasSubstr("something follows"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{}})", 4),
                HasSubstr("tensor 'a' stands twice"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[1]}})", 0), HasSubstr("lacks one of"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","dtype":"F32","shape":[1]}})", 0), HasSubstr("has its dtype twice"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4), HasSubstr("negative"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", 4), HasSubstr("not whole"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}})", 4),
                HasSubstr("unknown type 'F31'"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}})", 4), HasSubstr("tensor 'a'"));
    EXPECT_THAT(refusal(R"({"a":{"x":{"y":1}}})", 4), HasSubstr("tensor 'a'"));
    EXPECT_THAT(refusal(R"({"a":7})", 4), HasSubstr("tensor 'a' holds a number"));
    EXPECT_THAT(refusal(R"({"a":{"dtype":null}})", 4), HasSubstr("null"));
}

TEST(Safetensors, RefusesAHeaderThatClaimsMoreThanItMay)
{
    std::string file = safetensors_file("{}", "");
    std::uint64_t const huge = 1ULL << 62U;
    std::memcpy(file.data(), &huge, sizeof huge);
    auto const parsed = parse(file);
    ASSERT_FALSE(parsed);
    EXPECT_THAT(parsed.error().message, HasSubstr("the header claims 4611686018427387904 bytes"));
}

}  // namespace
}  // namespace kewp::embed
