"""How long a server takes from its start to its first answer, and how much memory its processes hold then; printed
beside a server of Flask alone with the same processes and threads.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.conftest import ratio
from tests.consult.commands.test_serving import answer, free_port
from tests.faults.programs import Program, installed

ROUNDS = 5
PLAIN = """
from flask import Flask
app = Flask(__name__)
app.add_url_rule("/readyz", view_func=lambda: "ready")
"""


def private(number: int) -> int:
    """Read how much memory a process has to itself or shares, each shared page by its part, in bytes."""
    text = Path(f"/proc/{number}/smaps_rollup").read_text()
    return sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:"))


def started(start: Callable[[], Program]) -> tuple[float, int]:
    """Start a server; give the seconds to its first answer and the memory that all of it holds."""
    begun = time.perf_counter()
    program = start()
    while answer(program.port, "/readyz")[0] != 200:
        assert program.process.poll() is None
        time.sleep(0.005)
    passed = time.perf_counter() - begun
    held = sum(private(number) for number in (program.process.pid, *program.children()))
    program.kill()
    return passed, held


def plain(folder: Path) -> Program:
    """Start the server of Flask alone."""
    port = free_port()
    command = ["-m", "gunicorn", "--workers", "2", "--threads", "4", "--bind", f"127.0.0.1:{port}", "plain:app"]
    process = subprocess.Popen(
        [sys.executable, *command], cwd=folder, start_new_session=True, stderr=subprocess.DEVNULL
    )
    return Program(process, port)


def test_start_and_memory(tmp_path: Path) -> None:
    """Printed and never failing: against a peer that does the same it is judged by `make bench-peers`."""
    (tmp_path / "plain.py").write_text(PLAIN)
    ours, theirs = [], []
    with installed(tmp_path / "instance") as place:
        started(place.serve)
        for _i in range(ROUNDS):
            theirs.append(started(lambda: plain(tmp_path)))
            ours.append(started(place.serve))
    times, held = zip(*ours, strict=True)
    other_times, other_held = zip(*theirs, strict=True)

    print(f"\nfirst answer after {min(times):.2f} s, {min(held) / 1e6:.0f} MB; Flask alone {min(other_times):.2f} s")
    ratio("start ÷ Flask alone", times, other_times)
    ratio("memory ÷ Flask alone", held, other_held)
