#include "training/moduleentry.h"

#include "training/blas.h"
#include "training/lstmtrainer.h"

extern "C" [[gnu::visibility("default")]] woodshed::Trainer* woodshed_make_trainer_3()
{
    try {
        woodshed::useOneThread();
        return new woodshed::LstmTrainer();
    } catch (...) {
        return nullptr;
    }
}
