#include "embed/matmul.hpp"

#include <dnnl.hpp>
#include <map>
#include <vector>

// From OpenMP, without its header: clang has it in a package of its own.
extern "C" void omp_set_num_threads(int);

namespace kewp::embed {
namespace {

using dnnl::memory;
using DataType = memory::data_type;
using Tag = memory::format_tag;

/// The calling thread computes alone from now on.
void work_alone()
{
    omp_set_num_threads(1);
}

DataType type_of(Precision precision)
{
    return precision == Precision::bf16 ? DataType::bf16 : DataType::f32;
}

memory::dim dim(std::size_t value)
{
    return static_cast<memory::dim>(value);
}

memory::desc matrix(std::size_t rows, std::size_t cols, DataType type, Tag tag)
{
    return memory::desc({dim(rows), dim(cols)}, type, tag);
}

// What changed between oneDNN 2 (Debian 12) and 3 (Debian 13) is in the two functions below.

dnnl::primitive_attr attributes(After after)
{
    dnnl::primitive_attr attributes;
    if (after == After::nothing) {
        return attributes;
    }
    auto const algorithm = after == After::gelu        ? dnnl::algorithm::eltwise_gelu_erf
                           : after == After::gelu_tanh ? dnnl::algorithm::eltwise_gelu_tanh
                                                       : dnnl::algorithm::eltwise_relu;
    dnnl::post_ops operations;
#if DNNL_VERSION_MAJOR >= 3
    operations.append_eltwise(algorithm, 0.0F, 0.0F);
#else
    operations.append_eltwise(1.0F, algorithm, 0.0F, 0.0F);
#endif
    attributes.set_post_ops(operations);
    return attributes;
}

dnnl::matmul::primitive_desc describe(dnnl::engine const& engine, LinearShape const& shape, std::size_t rows,
                                      memory::desc const& weights)
{
    auto const input = matrix(rows, shape.inputs, type_of(shape.precision), Tag::ab);
    auto const bias = matrix(1, shape.outputs, DataType::f32, Tag::ab);
    auto const result = matrix(rows, shape.outputs, shape.bf16_result ? DataType::bf16 : DataType::f32, Tag::ab);
#if DNNL_VERSION_MAJOR >= 3
    return {engine, input, weights, bias, result, attributes(shape.after)};
#else
    return {dnnl::matmul::desc(input, weights, bias, result), attributes(shape.after), engine};
#endif
}

/// The order in which weights of such a layer are packed: the one that the library likes for many rows.
memory::desc packed_desc(dnnl::engine const& engine, LinearShape const& shape)
{
    constexpr std::size_t kManyRows = 256;
    auto const any = matrix(shape.inputs, shape.outputs, type_of(shape.precision), Tag::any);
    return describe(engine, shape, kManyRows, any).weights_desc();
}

}  // namespace

char const* name_of(Precision precision)
{
    return precision == Precision::bf16 ? "bf16" : "fp32";
}

bool multiplies_bf16()
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

std::size_t packed_bytes(LinearShape const& shape)
{
    work_alone();
    dnnl::engine const engine{dnnl::engine::kind::cpu, 0};
    return packed_desc(engine, shape).get_size();
}

void pack_weights(LinearShape const& shape, std::span<float const> weights, std::byte* packed)
{
    work_alone();
    dnnl::engine const engine{dnnl::engine::kind::cpu, 0};
    dnnl::stream stream{engine};
    // Read-only for the library, whose interface does not say so.
    memory const given{matrix(shape.inputs, shape.outputs, DataType::f32, Tag::ba), engine,
                       const_cast<float*>(weights.data())};
    memory target{packed_desc(engine, shape), engine, packed};
    dnnl::reorder{given, target}.execute(stream, const_cast<memory&>(given), target);
    stream.wait();
}

struct Multiplier::Kernels {
    struct Kernel {
        dnnl::matmul primitive;
        memory input, weights, bias, result;
    };

    dnnl::engine engine{dnnl::engine::kind::cpu, 0};
    dnnl::stream stream{engine};
    std::map<LinearShape, memory::desc> weights;
    std::map<std::pair<LinearShape, std::size_t>, Kernel> kernels;

    Kernel& of(LinearShape const& shape, std::size_t rows)
    {
        auto const key = std::pair{shape, rows};
        if (auto const found = kernels.find(key); found != kernels.end()) {
            return found->second;
        }
        auto packed = weights.find(shape);
        if (packed == weights.end()) {
            packed = weights.emplace(shape, packed_desc(engine, shape)).first;
        }
        auto const desc = describe(engine, shape, rows, packed->second);
        Kernel kernel{.primitive = dnnl::matmul{desc},
                      .input = {desc.src_desc(), engine, nullptr},
                      .weights = {packed->second, engine, nullptr},
                      .bias = {matrix(1, shape.outputs, DataType::f32, Tag::ab), engine, nullptr},
                      .result = {desc.dst_desc(), engine, nullptr}};
        return kernels.emplace(key, std::move(kernel)).first->second;
    }
};

Multiplier::Multiplier()
{
    work_alone();
    kernels_ = std::make_unique<Kernels>();
}

Multiplier::~Multiplier() = default;

void Multiplier::linear(LinearShape const& shape, std::byte const* packed, float const* bias, void const* input,
                        void* output, std::size_t rows)
{
    work_alone();
    auto& kernel = kernels_->of(shape, rows);
    kernel.input.set_data_handle(const_cast<void*>(input));
    kernel.weights.set_data_handle(const_cast<std::byte*>(packed));
    kernel.bias.set_data_handle(const_cast<float*>(bias));
    kernel.result.set_data_handle(output);
    kernel.primitive.execute(kernels_->stream, {{DNNL_ARG_SRC, kernel.input},
                                                {DNNL_ARG_WEIGHTS, kernel.weights},
                                                {DNNL_ARG_BIAS, kernel.bias},
                                                {DNNL_ARG_DST, kernel.result}});
    kernels_->stream.wait();
}

void Multiplier::product(Block a, Block b, bool transpose_b, Block c, std::size_t m, std::size_t n, std::size_t k,
                         float scale)
{
    work_alone();
    dnnl::sgemm('N', transpose_b ? 'T' : 'N', dim(m), dim(n), dim(k), scale, a.data, dim(a.stride), b.data,
                dim(b.stride), 0.0F, c.data, dim(c.stride));
}

}  // namespace kewp::embed
