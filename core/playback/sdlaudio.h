#pragma once

#include <string>

namespace woodshed
{

/// Makes FluidSynth's driver "sdl2" usable: it plays only in a program that has started SDL's
/// audio, and we do not link SDL. The SDL that FluidSynth itself was linked with is started, for
/// PipeWire, the one server that no other driver here speaks to directly. Returns why it cannot be,
/// or an empty text. Asked for only where PipeWire's socket is there, because SDL would print
/// complaints.
[[nodiscard]] std::string startSdlAudio();

} // namespace woodshed
