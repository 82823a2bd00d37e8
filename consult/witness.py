"""A witness as a program of its own: `python -m consult.witness DIR`. `consult log witness serve` is for people.

With `--with-parent` it ends when its standard input is closed, which the death of whoever started it does by itself.
"""

import argparse
import os
import signal
import threading
from pathlib import Path

from consult import clock
from consult.log.witness import Witness
from consult.log.witness_server import serve


def main() -> None:
    """Serve the witness of a folder until stopped."""
    parser = argparse.ArgumentParser(prog="consult.witness")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bind", default="127.0.0.1:0")
    parser.add_argument("--with-parent", action="store_true")
    given = parser.parse_args()
    witness = Witness(given.folder)
    if given.with_parent:
        threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    serve(witness, given.bind, clock.now)


def _end_with_parent() -> None:
    """Wait until standard input is closed, then stop."""
    while os.read(0, 1):  # not through sys.stdin, whose lock a forked worker would find held
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
