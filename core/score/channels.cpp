#include "score/channels.h"

#include <array>

namespace woodshed
{

namespace
{

constexpr int channelCount = 16;

/// Who plays on the channels so far.
class Channels
{
public:
    explicit Channels(std::span<const Part> parts)
    {
        for (const Part& part : parts)
            if (isChannel(part.channel))
                m_isNamed.at(index(part.channel)) = true;
    }

    [[nodiscard]] static bool isChannel(int channel)
    {
        return channel >= 0 && channel < channelCount;
    }

    int take(const Part& part)
    {
        if (part.channel == drumChannel || !isChannel(part.channel))
            return part.channel;
        if (isOpenTo(part, part.channel))
            return settle(part, part.channel);
        // Rather one that already sounds like this than another free one, and none that a part
        // still to come names as its own.
        for (const bool isShared : {true, false})
            for (int channel = 0; channel < channelCount; ++channel)
                if (channel != drumChannel && isOpenTo(part, channel) &&
                    (isShared ? m_player.at(index(channel)) != nullptr
                              : !m_isNamed.at(index(channel))))
                    return settle(part, channel);
        return part.channel;
    }

private:
    static std::size_t index(int channel) { return static_cast<std::size_t>(channel); }

    [[nodiscard]] bool isOpenTo(const Part& part, int channel) const
    {
        const Part* player = m_player.at(index(channel));
        return player == nullptr || (player->program == part.program &&
                                     player->volume == part.volume && player->pan == part.pan);
    }

    int settle(const Part& part, int channel)
    {
        if (m_player.at(index(channel)) == nullptr)
            m_player.at(index(channel)) = &part;
        return channel;
    }

    std::array<bool, channelCount> m_isNamed{};
    std::array<const Part*, channelCount> m_player{}; ///< the first on each channel
};

} // namespace

std::vector<int> assignChannels(std::span<const Part> parts)
{
    Channels channels(parts);
    std::vector<int> assigned(parts.size(), 0);
    for (const bool isSilent : {false, true})
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (parts[i].notes.empty() == isSilent)
                assigned[i] = channels.take(parts[i]);
    return assigned;
}

} // namespace woodshed
