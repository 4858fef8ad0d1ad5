#pragma once

#include <string>

namespace woodshed
{

/// Keeps LibTorch and its BLAS to the calling thread. Both settings matter: at our sizes a second
/// thread costs several times the work, and the other core belongs to audio. Call it on each thread
/// that trains, since OpenMP's count is the thread's own.
void useOneThread();

/// "OpenBLAS 0.3.21 ..." where it can tell, else the file that provides sgemm.
[[nodiscard]] std::string nameOfBlas();

} // namespace woodshed
