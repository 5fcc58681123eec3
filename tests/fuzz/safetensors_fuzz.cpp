// Whatever the bytes, the safetensors reader gives either an error that names the file or tensors whose bytes lie
// within it, one behind the other, as many as type and shape say.

#include "embed/safetensors.hpp"

#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>

namespace {

void require(bool holds, char const* what)
{
    if (!holds) {
        std::fprintf(stderr, "broken promise: %s\n", what);
        std::abort();
    }
}

void check(kewp::embed::Safetensors const& file, std::span<std::byte const> bytes)
{
    std::set<std::string> names;
    std::size_t sum = 0;
    for (auto const& tensor : file.tensors()) {
        require(names.insert(tensor.name).second, "names are unique");
        require(file.find(tensor.name) == &tensor, "a tensor is found by its name");
        sum += tensor.bytes.size();
        require(tensor.bytes.empty() || (tensor.bytes.data() >= bytes.data() &&
                                         tensor.bytes.data() + tensor.bytes.size() <= bytes.data() + bytes.size()),
                "a tensor lies within the file");
        if (tensor.is_float()) {
            std::size_t const width = tensor.dtype == "F32" ? 4 : 2;
            require(tensor.elements() * width == tensor.bytes.size(), "type and shape agree with the bytes");
            (void)kewp::embed::first_not_finite(tensor);  // reads every value
        }
    }
    require(sum < bytes.size(), "tensors do not overlap");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const bytes = std::as_bytes(std::span(data, size));
    auto const parsed = kewp::embed::Safetensors::parse(bytes, "model.safetensors");
    if (parsed) {
        check(*parsed, bytes);
    } else {
        require(parsed.error().message.starts_with("model.safetensors: "), "an error names the file");
    }
    return 0;
}
