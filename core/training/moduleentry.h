#pragma once

namespace woodshed
{

class Trainer;

/// The one symbol the module exports: makes a Trainer, or returns null when LibTorch cannot start.
/// The number changes with the interface, so that a module of another version is not mistaken for
/// ours.
using MakeTrainer = Trainer*();
inline constexpr const char* makeTrainerName = "woodshed_make_trainer_3";

} // namespace woodshed
