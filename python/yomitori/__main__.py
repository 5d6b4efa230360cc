"""The command `yomitori`: the same program as the one built with cargo."""

import signal
import sys

from yomitori._program import PROGRAM
from yomitori._yomitori import main as run


def main() -> None:
    """Runs the command line on the process's arguments, and exits with its status."""
    # Ctrl-C is the program's own to handle: Python would only note it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(run(PROGRAM, ["yomitori", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
