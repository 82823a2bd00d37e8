"""A file of what a process counted that can take what is written to it, however full the disk becomes.

The library makes a file longer without any room behind it, and writes through the memory of the process: where the disk
has none left, the system ends the whole process (SIGBUS). So room is taken first. Where there is none, or the file
cannot be made, this process counts in its own memory, and in the file again as soon as that can be. A file system that
copies what is written over (btrfs, ZFS) may lack room all the same.
"""

import logging
import mmap
import os
import time
from contextlib import suppress
from typing import Any

from prometheus_client import mmap_dict

AGAIN = 10.0
"""Seconds after which the file is tried again."""
log = logging.getLogger("consult.metrics")


class Allocated(mmap_dict.MmapedDict):
    """The library's file of values, with room on the disk for each of them before it is written."""

    _f: Any
    _m: Any

    def __init__(self, filename: str) -> None:
        """Open the file, or count in memory."""
        self._again: float | None = None
        try:
            _allocate(filename, mmap_dict._INITIAL_MMAP_SIZE)
            super().__init__(filename)  # type: ignore[no-untyped-call] # has no types
        except OSError as fault:
            self._f, self._fname, self._positions = None, filename, {}
            self._used, self._capacity = 8, mmap_dict._INITIAL_MMAP_SIZE
            self._m = mmap.mmap(-1, self._capacity)
            mmap_dict._pack_integer(self._m, 0, self._used)  # type: ignore[no-untyped-call] # has no types
            self._without(fault)

    def write_value(self, key: str, value: float, timestamp: float) -> None:
        """Keep a value; go back to the file where it was left and can be had again."""
        if self._again is not None and time.monotonic() >= self._again:
            self._move(self._capacity)
        super().write_value(key, value, timestamp)  # type: ignore[no-untyped-call] # has no types

    def _init_value(self, key: str) -> None:
        """Begin a value, with room for it."""
        name = len(key.encode()) + 4
        size = (
            name + 8 - name % 8 + 16
        )  # as the library lays it out: its length, the key, what fills it up, two numbers
        while self._used + size > self._capacity:
            self._move(self._capacity * 2)
        super()._init_value(key)  # type: ignore[no-untyped-call] # has no types

    def _move(self, capacity: int) -> None:
        """Go on in the file, which gets so many bytes, or in as many of memory."""
        try:
            _allocate(self._fname, capacity)
            file = open(self._fname, "a+b")  # noqa: SIM115 - it stays open as long as the library writes to it
            fresh, self._again = mmap.mmap(file.fileno(), capacity), None
        except OSError as fault:
            file, fresh = None, mmap.mmap(-1, capacity)
            self._without(fault)
        fresh[4 : self._used] = self._m[4 : self._used]
        fresh[:4] = self._m[:4]  # how many are there is said last: others read the file meanwhile
        if self._f is not None:
            self._f.close()
        self._f, self._m, self._capacity = file, fresh, capacity

    def _without(self, fault: OSError) -> None:
        """Report once that the file cannot be had, and say when it is tried again."""
        if self._again is None:
            log.warning("What this process counts is kept in memory, not in %s: %s.", self._fname, fault.strerror)
        self._again = time.monotonic() + AGAIN

    def close(self) -> None:
        """Close the file, or give the memory back."""
        if self._m is not None:
            self._m.close()
            self._m = None
        if self._f is not None:
            self._f.close()
            self._f = None


def _allocate(path: str, size: int) -> None:
    """Take room on the disk for a whole file of so many bytes; OSError where there is none, with the file as before."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        before = os.fstat(handle).st_size
        try:
            _take_room(handle, before, size)
        except OSError:
            with suppress(OSError):
                os.ftruncate(handle, before)
            raise
    finally:
        os.close(handle)


def _take_room(handle: int, before: int, size: int) -> None:
    """Make a file so long, with room behind all of it; where the system has no call for that, it is written."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(handle, 0, max(size, before))
    elif size > before:
        os.pwrite(handle, bytes(size - before), before)
