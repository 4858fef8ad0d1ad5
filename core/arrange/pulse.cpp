#include "arrange/pulse.h"

namespace woodshed
{

Ticks pulseOf(const Chart& chart)
{
    const bool inQuarters = chart.bar.count % Ticks::perQuarter == 0;
    return inQuarters ? Ticks{Ticks::perQuarter} : chart.beat;
}

int pulsesPerBar(const Chart& chart)
{
    const Ticks pulse = pulseOf(chart);
    return pulse.count > 0 ? static_cast<int>(chart.bar.count / pulse.count) : 0;
}

std::vector<int> barGroups(int pulses)
{
    std::vector<int> starts;
    int at = 0;
    while (at < pulses) {
        starts.push_back(at);
        const int left = pulses - at;
        at += left == 3 || left == 5 || left == 6 ? 3 : 2;
    }
    return starts;
}

} // namespace woodshed
