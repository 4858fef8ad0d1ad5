#pragma once

#include <cstddef>
#include <optional>

#include "playback/clicktrack.h"
#include "playback/mixer.h"
#include "playback/sentnotes.h"
#include "playback/timeline.h"

namespace woodshed
{

/// Decides what to send when: pure, without threads and clocks of its own. Commands and advance()
/// get the time and answer with what to send; each is heard within the horizon, none makes the list
/// anew. Whatever the order of commands, each note-on that sounds gets its note-off, and stop,
/// pause, seek and panic leave nothing sounding. `now` never goes back between two calls.
///
/// Stop, pause, seek, panic, muting and transposing act at once. A new tempo, other music and the
/// metronome begin where the events already sent end, so that nothing is struck twice; a loop acts
/// at its own end, even where more had been sent.
class Scheduler
{
public:
    enum class State { Stopped, Playing, Paused };

    /// Events are sent this long before their time.
    static constexpr ClockTime horizon = std::chrono::milliseconds(200);
    /// Shorter regions do not loop.
    static constexpr Ticks shortestLoop{Ticks::perQuarter / 4};
    static constexpr int mostCountInBars = 2;

    /// `doubt` is how far an output may be from the clock it shows: an event nearer than that to an
    /// interruption may or may not have sounded, so its note is turned off to be sure.
    explicit Scheduler(ClockTime doubt = ClockTime{0})
        : m_sent(doubt)
    {
    }

    /// Stops, and takes the list to play next, at its own tempo and without a loop. Mix,
    /// transposition, count-in and metronome stay.
    [[nodiscard]] Batch load(EventList list, ClockTime now);
    /// Other music in place: state, position, tempo, loop and mix stay, and playing goes on without
    /// a gap. A note that sounds in both goes on sounding. A loop that does not fit into the new
    /// music rests until one that fits comes.
    [[nodiscard]] Batch replace(EventList list, ClockTime now);

    /// From the current position, or from the start where that is the end; after the count-in.
    [[nodiscard]] Batch play(ClockTime now);
    [[nodiscard]] Batch pause(ClockTime now);
    [[nodiscard]] Batch stop(ClockTime now);
    /// To a place within the length; playing goes on from there. What is left of a count-in leads
    /// to the new place.
    [[nodiscard]] Batch seek(Ticks position, ClockTime now);
    /// Turns off all that sounds; playing goes on with the next note.
    [[nodiscard]] Batch panic(ClockTime now);
    /// What is due within the horizon. At the end of the list playing ends by itself. After a call
    /// that comes later than the horizon the music is where it would be without the delay; what
    /// should have sounded meanwhile is left out, and counted as a gap.
    [[nodiscard]] Batch advance(ClockTime now);

    /// Quarter notes a minute, at least slowestTempo and at most fastestTempo. The position does
    /// not jump and nothing is struck again; notes under way end at their place in the new tempo.
    [[nodiscard]] Batch setTempo(double quartersPerMinute, ClockTime now);
    /// Repeats a stretch: played from before it or within it, the music goes on at `from` whenever
    /// it reaches `to`, where notes that sound end; from behind it, it plays on to the end. Refused
    /// where less than shortestLoop of it lies within the list. std::nullopt: the music plays on
    /// past the end of the stretch.
    [[nodiscard]] Batch setLoop(std::optional<LoopRegion> region, ClockTime now);
    /// Bars of clicks, 0 to mostCountInBars, before the music whenever play() starts it.
    void setCountIn(int bars);
    /// Clicks on every beat, high on the first of a bar, whatever is muted.
    [[nodiscard]] Batch setMetronome(bool isOn, ClockTime now);
    /// By index of the part; see Mixer. A note of a silenced part ends at once; an unmuted part is
    /// heard from its next note.
    [[nodiscard]] Batch setMix(std::size_t part, const PartMix& mix, ClockTime now);
    /// Of everything but drums; see Mixer. Notes that sound end at once.
    [[nodiscard]] Batch setTransposition(int semitones, ClockTime now);

    /// What to do when another output with a clock of its own takes over.
    struct HandOver {
        Batch leave; ///< for the old output
        Batch enter; ///< for the new one
    };
    /// What plays goes on, from the same place. `before` is the time on the old output's
    /// clock, `doubt` and `after` are the new output's; from now on its clock counts.
    [[nodiscard]] HandOver handOver(ClockTime before, ClockTime doubt, ClockTime after);

    [[nodiscard]] State state() const { return m_state; }
    /// 0 to the length of the form; notes that ring over the form ring with the position at its
    /// end. During the count-in the place where the music will enter.
    [[nodiscard]] Ticks position(ClockTime now) const;
    [[nodiscard]] bool isCountingIn(ClockTime now) const;
    [[nodiscard]] double tempo() const { return m_tempo; }
    /// As it was set, within the list that it was set for.
    [[nodiscard]] std::optional<LoopRegion> loop() const { return m_loop; }
    [[nodiscard]] int countIn() const { return m_countIn; }
    [[nodiscard]] bool hasMetronome() const { return m_hasMetronome; }
    [[nodiscard]] PartMix mix(std::size_t part) const { return m_mixer.of(part); }
    [[nodiscard]] int transposition() const { return m_mixer.transposition(); }
    /// How often a call came too late to play on without leaving something out.
    [[nodiscard]] int gaps() const { return m_gaps; }

private:
    [[nodiscard]] double tickLength() const;
    [[nodiscard]] std::optional<LoopRegion> loopFrom(Ticks position) const;
    [[nodiscard]] Timeline::Place folded(Timeline::Place place) const;
    [[nodiscard]] Ticks musicAt(ClockTime now) const;
    [[nodiscard]] bool goesOnInList(const SentNote& holder) const;

    void appendSetUp(Batch& batch) const;
    void begin(Timeline::Place place, ClockTime now);
    void moveCursorsTo(Ticks tick, Ticks entry);
    void settle(ClockTime now, Batch& batch);
    void finish(ClockTime now, Batch& batch);
    [[nodiscard]] ClockTime firstChange(std::optional<LoopRegion> loopAhead, ClockTime now) const;
    void takeBack(ClockTime from, ClockTime now, Batch& batch);
    void resumeAt(ClockTime at);
    void fill(ClockTime now, Batch& batch);
    void sendNote(const SoundEvent& event, ClockTime at, Batch& batch);
    void sendClick(const ClickTrack::Click& click, ClockTime at, Batch& batch);

    EventList m_list;
    Mixer m_mixer;
    State m_state = State::Stopped;
    Ticks m_position; ///< where playing starts or rests
    double m_tempo = 120;
    std::optional<LoopRegion> m_loop;
    int m_countIn = 0;
    bool m_hasMetronome = false;
    int m_gaps = 0;

    // While playing: the decisions so far, and how to go on from them.
    Timeline m_timeline;
    ClockTime m_head{};                    ///< all that is due before this time has been sent
    std::optional<LoopRegion> m_loopAhead; ///< the one the music is in or comes to
    std::size_t m_next = 0;                ///< index of the first note event not sent yet
    ClickTrack m_clicks;                   ///< at the first click not sent yet
    SentNotes m_sent;
};

} // namespace woodshed
