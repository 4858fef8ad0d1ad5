#include "training/trainingmodule.h"

#include <system_error>

#include <dlfcn.h>

#include "training/moduleentry.h"

namespace woodshed
{

namespace
{

std::string loaderReason()
{
    const char* reason = ::dlerror();
    return reason != nullptr ? reason : "the system gives no reason";
}

} // namespace

Result<std::shared_ptr<Trainer>> openTrainer(const std::filesystem::path& module)
{
    std::error_code code;
    if (!std::filesystem::is_regular_file(module, code))
        return fail(ErrorCode::NotFound,
                    "the training module is missing; install Woodshed again, or train elsewhere",
                    module.string());
    const auto path = std::filesystem::absolute(module, code);
    // Local, because LibTorch brings Qt 5 and hundreds of other libraries along, which nobody else
    // should find.
    void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr)
        return fail(ErrorCode::Unavailable,
                    "the training module could not be opened, so this machine can play and "
                    "generate but not train: " +
                        loaderReason(),
                    module.string());
    auto* make = reinterpret_cast<MakeTrainer*>(::dlsym(library, makeTrainerName));
    if (make == nullptr)
        return fail(ErrorCode::Unavailable,
                    "the training module belongs to another version of Woodshed: " + loaderReason(),
                    module.string());
    Trainer* trainer = make();
    if (trainer == nullptr)
        return fail(ErrorCode::Unavailable, "LibTorch could not start in the training module",
                    module.string());
    return std::shared_ptr<Trainer>(trainer);
}

} // namespace woodshed
