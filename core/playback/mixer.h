#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "playback/eventlist.h"
#include "playback/transport.h"

namespace woodshed
{

/// What lies between a list and its instruments: a strip for each part, by its index, and a
/// transposition. Strips outlive the list: the next list's parts of the same index get them.
/// Mute and solo act on a part's own notes; volume and pan on its channel, where of parts that
/// share one the strip set last counts. Clicks pass unchanged, at the drum channel's volume.
class Mixer
{
public:
    /// The list to mix, at every change of it.
    void take(const EventList& list);
    /// Values out of range are taken as the nearest, those that are no numbers as the default.
    /// Returns what to tell the instrument.
    [[nodiscard]] std::vector<SoundEvent> set(std::size_t part, PartMix mix);
    [[nodiscard]] PartMix of(std::size_t part) const;
    /// Muted, or not soloed while another part of the list is.
    [[nodiscard]] bool isSilent(std::size_t part) const;
    /// The list's set-up with the volumes and pans of the mix.
    [[nodiscard]] std::vector<SoundEvent> setUp(const EventList& list) const;

    /// In semitones, at most widestTransposition either way.
    void setTransposition(int semitones);
    [[nodiscard]] int transposition() const { return m_transposition; }
    /// The pitch to play on this channel for a written one: an octave nearer where there is none.
    [[nodiscard]] std::uint8_t pitchOf(std::uint8_t channel, std::uint8_t written) const;

private:
    static constexpr std::size_t channels = 16;

    void findSilent();
    /// Index of the part whose strip is its channel's.
    [[nodiscard]] std::size_t leaderOf(std::size_t channel) const;
    void appendStrip(std::size_t part, std::vector<SoundEvent>& events) const;

    std::vector<ListedPart> m_parts;
    std::vector<PartMix> m_strips;                 ///< by part; those behind the last are untouched
    std::vector<bool> m_isSilent;                  ///< by part of the list
    std::array<std::size_t, channels> m_lastSet{}; ///< by channel
    int m_transposition = 0;
};

} // namespace woodshed
