#include <QTest>

#include "playback/sentnotes.h"

using namespace woodshed;
using namespace std::chrono_literals;

namespace
{

using Kind = SoundEvent::Kind;

SentNote on(ClockTime at, std::uint8_t pitch, std::uint16_t part = 0)
{
    return {at, {{}, Kind::NoteOn, 0, pitch, 80, part}, pitch};
}

SentNote off(ClockTime at, std::uint8_t pitch, std::uint16_t part = 0)
{
    return {at, {{}, Kind::NoteOff, 0, pitch, 0, part}, pitch};
}

/// "cut 60 | 105-61": what is turned off at once, then what comes later, by milliseconds.
QByteArray drawn(const Batch& batch)
{
    QByteArray line = batch.clearFirst ? "cut" : "";
    for (const SoundEvent& event : batch.atOnce)
        line += ' ' + QByteArray::number(event.number);
    line += batch.clearFirst ? " |" : "";
    for (const TimedEvent& timed : batch.later) {
        line += line.isEmpty() ? "" : " ";
        line += QByteArray::number(qlonglong(timed.at.count() / 1000));
        line += timed.event.kind == Kind::NoteOn ? '+' : '-';
        line += QByteArray::number(timed.event.number);
    }
    return line;
}

const SentNotes::Revision all{[](const SentNote&) { return true; },
                              [](const SentNote&) { return true; }};

/// The first part falls silent.
const SentNotes::Revision withoutFirst{[](const SentNote& note) { return note.event.part != 0; },
                                       [](const SentNote& note) { return note.event.part != 0; }};

} // namespace

class TestSentNotes : public QObject
{
    Q_OBJECT

    SentNotes sent{0ms};
    Batch batch;

    void send(std::initializer_list<SentNote> notes)
    {
        for (const SentNote& note : notes)
            sent.send(note, batch);
    }
    QByteArray revised(ClockTime now, const SentNotes::Revision& revision)
    {
        Batch revisions;
        sent.revise(now, revision, revisions);
        return drawn(revisions);
    }

private Q_SLOTS:
    void init()
    {
        sent = SentNotes(0ms);
        batch = {};
    }

    void aKeyGoesDownAndUpInTurn()
    {
        send({on(0ms, 60, 0), on(10ms, 60, 1), off(20ms, 60, 0), off(30ms, 60, 1), off(40ms, 60, 1),
              on(50ms, 60, 0), on(50ms, 60, 1), off(60ms, 60, 1), off(70ms, 60, 0)});
        QCOMPARE(drawn(batch), QByteArray("0+60 10-60 10+60 30-60 50+60 70-60"));
        QVERIFY(sent.endsSilent());
    }

    void releasesWhatDoesNotGoOn()
    {
        send({on(0ms, 60, 0), on(0ms, 61, 1)});
        sent.release(
            10ms, {}, [](const SentNote& note) { return note.event.part == 1; }, batch);
        QCOMPARE(drawn(batch), QByteArray("0+60 0+61 10-60"));
        QVERIFY(!sent.endsSilent());
    }

    void withoutDoubtARevisionSendsWhatIsToCome()
    {
        send({on(0ms, 60), on(0ms, 64, 1), off(100ms, 60), on(105ms, 61), off(110ms, 61),
              off(200ms, 64, 1)});
        QCOMPARE(revised(100ms, all), QByteArray("cut | 105+61 110-61 200-64"));
        QCOMPARE(revised(102ms, withoutFirst), QByteArray("cut | 200-64"));
        sent.retire(300ms);
        QCOMPARE(revised(300ms, all), QByteArray("cut |"));
    }

    void inDoubtANoteOffIsSentAgainAtOnce()
    {
        sent = SentNotes(20ms);
        send({on(0ms, 60), off(90ms, 60)});
        QCOMPARE(revised(100ms, all), QByteArray("cut 60 |"));
        QCOMPARE(revised(200ms, all), QByteArray("cut |"));
    }

    void inDoubtANoteStruckAgainKeepsItsKey()
    {
        sent = SentNotes(20ms);
        send({on(0ms, 60), off(90ms, 60), on(95ms, 60), off(150ms, 60)});
        QCOMPARE(revised(100ms, all), QByteArray("cut | 150-60"));
    }

    void inDoubtANoteOnToComeIsStruckOnAFreeKey()
    {
        sent = SentNotes(20ms);
        send({on(110ms, 60), on(130ms, 62), off(140ms, 60), off(150ms, 62)});
        QCOMPARE(revised(100ms, all), QByteArray("cut | 110-60 110+60 130+62 140-60 150-62"));
    }

    void inDoubtANoteThatMayHaveBegunIsEnded()
    {
        sent = SentNotes(20ms);
        send({on(110ms, 60), on(130ms, 62), off(140ms, 60), off(150ms, 62)});
        QCOMPARE(revised(100ms, withoutFirst), QByteArray("cut 60 |"));
    }

    void aNoteInAnotherPitchLeavesItsKey()
    {
        sent = SentNotes(20ms);
        send({on(50ms, 50), on(110ms, 60), off(140ms, 60), off(150ms, 50)});
        const SentNotes::Revision higher{[](const SentNote&) { return false; },
                                         [](SentNote& note) {
                                             note.event.number += 2;
                                             return true;
                                         }};
        QCOMPARE(revised(100ms, higher), QByteArray("cut 50 60 | 110+62 140-62"));
        QVERIFY(sent.endsSilent());
    }

    void aCutEndsAll()
    {
        sent = SentNotes(20ms);
        send({on(0ms, 59), on(10ms, 61), off(50ms, 61), on(110ms, 60), on(130ms, 62),
              off(140ms, 60), off(150ms, 62)});
        Batch cut;
        sent.cut(100ms, cut);
        QCOMPARE(drawn(cut), QByteArray("cut 59 60 |"));
        QVERIFY(sent.endsSilent());
        QVERIFY(!sent.hasUnderWay([](const SentNote&) { return true; }));
    }
};

QTEST_GUILESS_MAIN(TestSentNotes)
#include "tst_sentnotes.moc"
