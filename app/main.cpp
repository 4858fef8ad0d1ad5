#include <csignal>
#include <cstdlib>

#include "commandline.h"

int main(int argc, char** argv)
{
    // A sound server that dies must not take us along.
    (void)std::signal(SIGPIPE, SIG_IGN);
    // JACK's library would start a server of its own, and wait for it, where ours has just gone.
    // Set while there is one thread.
    (void)::setenv("JACK_NO_START_SERVER", "1", 0);
    return woodshed::runCommandLine(argc, argv);
}
