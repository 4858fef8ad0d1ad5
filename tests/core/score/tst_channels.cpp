#include <QTest>

#include "score/channels.h"

using namespace woodshed;

namespace
{

Part part(int channel, int program, bool plays = true)
{
    Part made{"P", channel, program, {}};
    if (plays)
        made.notes.push_back({{0}, {480}, 60, 80});
    return made;
}

std::string assigned(const std::vector<Part>& parts)
{
    std::string text;
    for (const int channel : assignChannels(parts))
        text += (text.empty() ? "" : " ") + std::to_string(channel);
    return text;
}

} // namespace

class TestChannels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void channelsOfTheirOwnStay()
    {
        QCOMPARE(assigned({part(0, 66), part(1, 0), part(2, 32), part(9, 0)}),
                 std::string("0 1 2 9"));
        QCOMPARE(assigned({}), std::string());
    }

    void oneSoundMayShareAChannel()
    {
        QCOMPARE(assigned({part(4, 66), part(4, 66)}), std::string("4 4"));
    }

    void othersGetOneThatNobodyNames()
    {
        QCOMPARE(assigned({part(0, 66), part(0, 1), part(0, 2), part(1, 3), part(0, 1)}),
                 std::string("0 2 3 1 2"));
    }

    void volumeAndPanBelongToTheChannelToo()
    {
        std::vector<Part> parts(3, part(0, 66));
        parts[1].volume = 90;
        parts[2].pan = 0;
        QCOMPARE(assigned(parts), std::string("0 1 2"));
    }

    void theDrumChannelIsNobodysRefuge()
    {
        std::vector<Part> parts;
        for (int program = 0; program < 20; ++program)
            parts.push_back(part(0, program));
        QCOMPARE(assigned(parts), std::string("0 1 2 3 4 5 6 7 8 10 11 12 13 14 15 0 0 0 0 0"));
        QCOMPARE(assigned({part(9, 0), part(9, 8)}), std::string("9 9"));
    }

    void silentPartsChooseLast()
    {
        QCOMPARE(assigned({part(0, 5, false), part(0, 66)}), std::string("1 0"));
    }

    void impossibleChannelsStay()
    {
        QCOMPARE(assigned({part(-1, 5), part(16, 66), part(0, 1)}), std::string("-1 16 0"));
    }
};

QTEST_GUILESS_MAIN(TestChannels)
#include "tst_channels.moc"
