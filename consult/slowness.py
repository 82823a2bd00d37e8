"""Slow statements lately: the last ones of all processes on this machine, by their texts, in two small files.

A text holds no value that anybody filed: those are handed to the database beside it. Each line is written in one piece,
so that any number of processes may add theirs; what does not fit any more goes with the older file.
"""

import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from workflows.kernel.frozen import dataclass

FILE, OLDER = "slow-statements.jsonl", "slow-statements.1.jsonl"
MOST_BYTES = 200_000
LONGEST = 1_500
"""Characters of a text that are kept."""


@dataclass(frozen=True, slots=True)
class Slow:
    """One slow statement: when it ended, how many seconds it took, and its text."""

    at: datetime
    seconds: float
    statement: str


def keep_slow(folder: Path, at: datetime, seconds: float, statement: str) -> None:
    """Keep a slow statement. Where nothing can be written, nothing is kept and nobody is held up."""
    told = {"at": at.isoformat(), "seconds": round(seconds, 3), "statement": " ".join(statement.split())[:LONGEST]}
    with suppress(OSError):
        handle = os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, json.dumps(told).encode() + b"\n")
            is_full = os.fstat(handle).st_size > MOST_BYTES
        finally:
            os.close(handle)
        if is_full:
            os.replace(folder / FILE, folder / OLDER)


def slow_lately(folder: Path, most: int) -> tuple[Slow, ...]:
    """Give the last slow statements, the newest first."""
    lines: list[bytes] = []
    for name in (OLDER, FILE):
        with suppress(FileNotFoundError):
            lines += (folder / name).read_bytes().splitlines()
    return tuple(found for line in reversed(lines) if (found := _read(line)) is not None)[:most]


def _read(line: bytes) -> Slow | None:
    try:
        told = json.loads(line)
        return Slow(datetime.fromisoformat(told["at"]), float(told["seconds"]), str(told["statement"]))
    except (ValueError, KeyError, TypeError):
        return None
