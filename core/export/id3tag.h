#pragma once

#include "export/soundfile.h"
#include "support/files.h"

namespace woodshed
{

/// An ID3v2.3 tag as it stands at the head of an MP3 file; empty without any text. libsndfile has
/// one of its own, but passes UTF-8 off as Latin-1.
[[nodiscard]] Bytes id3Tag(const SoundTags& tags);

} // namespace woodshed
