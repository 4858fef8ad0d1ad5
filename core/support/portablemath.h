#pragma once

namespace woodshed
{

/// Elementary functions with fixed-order double arithmetic of our own: the same bits on every
/// x86-64 machine, which the system's libm does not promise (it picks code by CPU). Relative error
/// below 1e-13 for finite arguments.

/// e^x; 0 below -708, saturates at the largest finite number above 709.
[[nodiscard]] double portableExp(double x);
/// Natural logarithm of x > 0 (subnormal numbers count as the smallest normal one).
[[nodiscard]] double portableLog(double x);

} // namespace woodshed
