#pragma once

#include <cstdint>

namespace woodshed
{

enum class VectorSet : std::uint8_t { Baseline, Avx2, Avx512 };

/// The widest vectors of this processor that we compile for.
[[nodiscard]] inline VectorSet widestVectors()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        return VectorSet::Avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return VectorSet::Avx2;
#endif
    return VectorSet::Baseline;
}

#if defined(__x86_64__)
#define WOODSHED_AVX2 [[gnu::target("avx2,fma")]]
#define WOODSHED_AVX512 [[gnu::target("avx512f,avx512dq,avx512vl")]]
#else
#define WOODSHED_AVX2
#define WOODSHED_AVX512
#endif

namespace detail
{

template<auto work, typename... Arguments>
WOODSHED_AVX2 void runAvx2(const Arguments&... arguments)
{
    work(arguments...);
}

template<auto work, typename... Arguments>
WOODSHED_AVX512 void runAvx512(const Arguments&... arguments)
{
    work(arguments...);
}

} // namespace detail

/// Calls `work`, an always-inline function of plain loops, in the copy compiled for the widest
/// vectors. (GCC's target_clones would do the same by ifunc, whose resolvers run before the
/// sanitizers are ready.)
template<auto work, typename... Arguments>
void runVectorised(const Arguments&... arguments)
{
    static const VectorSet widest = widestVectors();
    switch (widest) {
    case VectorSet::Avx512:
        return detail::runAvx512<work>(arguments...);
    case VectorSet::Avx2:
        return detail::runAvx2<work>(arguments...);
    case VectorSet::Baseline:
        break;
    }
    work(arguments...);
}

#undef WOODSHED_AVX2
#undef WOODSHED_AVX512

} // namespace woodshed
