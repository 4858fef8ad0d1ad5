#include <csignal>

#include "commandline.h"

int main(int argc, char** argv)
{
    // A sound server that dies must not take us along.
    (void)std::signal(SIGPIPE, SIG_IGN);
    return woodshed::runCommandLine(argc, argv);
}
