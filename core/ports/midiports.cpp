#include "ports/midiports.h"

#include "ports/rtmidisystem.h"

namespace woodshed
{

PortList listMidiPorts()
{
    return RtMidiSystem().list();
}

} // namespace woodshed
