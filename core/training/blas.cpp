#include "training/blas.h"

#include <ATen/Parallel.h>

#include <dlfcn.h>

namespace woodshed
{

namespace
{

/// A function of the BLAS that LibTorch came with; which one that is, the user's system decides.
template<typename Function>
Function* blasFunction(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_DEFAULT, name));
}

} // namespace

void useOneThread()
{
    // Environment variables would come too late or race with other threads; these calls do neither.
    at::set_num_threads(1);
    if (auto* setThreads = blasFunction<void(int)>("openblas_set_num_threads"))
        setThreads(1);
}

std::string nameOfBlas()
{
    if (auto* config = blasFunction<char*()>("openblas_get_config"))
        return config();
    Dl_info info = {};
    void* gemm = ::dlsym(RTLD_DEFAULT, "sgemm_");
    if (gemm != nullptr && ::dladdr(gemm, &info) != 0 && info.dli_fname != nullptr)
        return info.dli_fname;
    return "unknown";
}

} // namespace woodshed
