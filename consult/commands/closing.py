"""How a listening socket is closed so that nobody is cut off.

Whoever came through to a socket that is then closed is cut off with the request sent already, and a proxy must not send
a filing twice. To take in all who wait and to close are two calls, and between them somebody may come through. So the
kernel is told first to drop whoever begins to connect. Who had begun before comes through and is taken in; anybody else
begins again by himself a second later and is refused, upon which a proxy turns to another server. (A server of one
process and one thread closes once it has served who is through to it: until then nobody is refused, and a proxy turns
away by its own patience. Whoever is further away than a tenth of a second may still be cut off.)
"""

import ctypes
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from socket import SOL_SOCKET
from typing import Any

SO_ATTACH_FILTER = 26
"""The number of the option on Linux, which Python does not name (socket(7))."""
FLAGS, SYN = 13, 0x02
"""Which byte of a TCP header holds the flags, and the flag of a packet that begins a connection (RFC 9293, 3.1)."""
LOAD_BYTE, JUMP_IF_SET, RETURN, ALL = 0x30, 0x45, 0x06, 0xFFFFFFFF
NO_BEGINNING = b"".join(
    struct.pack("HBBI", *instruction)
    for instruction in (
        (LOAD_BYTE, 0, 0, FLAGS),
        (JUMP_IF_SET, 0, 1, SYN),  # if not, pass over one instruction
        (RETURN, 0, 0, 0),  # keep nothing of it
        (RETURN, 0, 0, ALL),
    )
)
"""A filter of packets, as the kernel takes it (struct sock_filter)."""


def close_to_the_new(listeners: Iterable[Any]) -> None:
    """Let the kernel drop whoever begins to connect to sockets that listen, where it can (Linux). A socket that another
    process goes on to serve must not be given: whoever shares it shares its filter."""
    if sys.platform != "linux":
        return
    filtering = ctypes.create_string_buffer(NO_BEGINNING, len(NO_BEGINNING))
    program = struct.pack("HP", len(NO_BEGINNING) // 8, ctypes.addressof(filtering))
    for one in listeners:
        with suppress(OSError):  # then somebody may be cut off, as without it
            one.setsockopt(SOL_SOCKET, SO_ATTACH_FILTER, program)
