#include <map>

#include <QTest>

#include "playback/livekeys.h"
#include "support/random.h"

using namespace woodshed;
using Kind = SoundEvent::Kind;

namespace
{

EventList musicOn(std::initializer_list<int> channels)
{
    Performance performance;
    for (const int channel : channels)
        performance.parts.push_back({"P", channel, 0, {{{}, {480}, 60, 80}}});
    return eventList(performance);
}

} // namespace

class TestLiveKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theyHaveAChannelOfTheirOwn()
    {
        LiveKeys keys;
        QVERIFY(keys.use(musicOn({0, 1, 2, 9}), 26).empty());
        QCOMPARE(keys.channel(), 15);
        (void)keys.use(musicOn({15, 14, 0}), 26);
        QCOMPARE(keys.channel(), 13);
        (void)keys.use(musicOn({15, 14, 13, 12, 11, 10}), 26);
        QCOMPARE(keys.channel(), 8); // 9 is the drums'
    }

    void theFirstKeyTellsTheProgram()
    {
        LiveKeys keys;
        (void)keys.use(musicOn({0}), 26);
        const auto first = keys.press(60, 90);
        QVERIFY(first.size() > 1);
        QVERIFY(std::any_of(first.begin(), first.end(), [](const SoundEvent& event) {
            return event.kind == Kind::Program && event.number == 26;
        }));
        QCOMPARE(first.back().kind, Kind::NoteOn);
        QCOMPARE(keys.press(62, 90).size(), std::size_t{1});
        keys.forgetSetUp();
        QVERIFY(keys.press(64, 90).size() > 1);
    }

    void everyKeyPressedIsReleased()
    {
        Random random(5);
        LiveKeys keys;
        (void)keys.use(musicOn({0}), 0);
        std::map<int, int> down;
        const auto play = [&](const std::vector<SoundEvent>& events) {
            for (const SoundEvent& event : events) {
                int& count = down[event.channel * 128 + event.number];
                if (event.kind == Kind::NoteOn)
                    QVERIFY2(++count == 1, "a key was struck while it was down");
                else if (event.kind == Kind::NoteOff)
                    QVERIFY2(--count == 0, "a key was released that was not down");
            }
        };
        for (int i = 0; i < 5000; ++i) {
            const int pitch = static_cast<int>(random.index(140)) - 6;
            switch (random.index(8)) {
            case 0:
                play(keys.releaseAll());
                QVERIFY(!keys.isAnyDown());
                break;
            case 1:
                play(keys.use(musicOn({static_cast<int>(random.index(16))}), 3));
                break;
            case 2:
            case 3:
                play(keys.release(pitch));
                break;
            default:
                play(keys.press(pitch, static_cast<int>(random.index(200)) - 20));
                break;
            }
        }
        play(keys.releaseAll());
        for (const auto& [key, count] : down)
            QCOMPARE(count, 0);
    }
};

QTEST_GUILESS_MAIN(TestLiveKeys)
#include "tst_livekeys.moc"
