#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace woodshed
{

/// A key as MIDI writes it.
struct KeySignature {
    int sharps = 0; ///< -7 (flats) .. 7
    bool isMinor = false;

    friend bool operator==(const KeySignature&, const KeySignature&) = default;
};

/// From "F", "Gm", "Bb", "F# minor"; keys beyond seven accidentals become their enharmonic. None
/// for other texts.
[[nodiscard]] std::optional<KeySignature> keySignatureOf(std::string_view key);

/// "F", "Gm", "Bb".
[[nodiscard]] std::string keyName(KeySignature key);

} // namespace woodshed
