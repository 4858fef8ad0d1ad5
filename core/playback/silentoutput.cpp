#include <chrono>

#include "playback/soundoutput.h"

namespace woodshed
{
namespace
{

class SilentOutput : public SoundOutput
{
public:
    ClockTime now() const override
    {
        return std::chrono::duration_cast<ClockTime>(std::chrono::steady_clock::now() - m_start);
    }
    ClockTime doubt() const override { return ClockTime{0}; }
    void carryOut(const Batch& /*batch*/) override {}
    void silence() override {}
    void setVolume(double /*volume*/) override {}

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

} // namespace

std::unique_ptr<SoundOutput> makeSilentOutput()
{
    return std::make_unique<SilentOutput>();
}

} // namespace woodshed
