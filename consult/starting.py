"""Starting quickly: what a program is made of is loaded without looking for garbage, of which there is none.

Loading makes some hundred thousand objects that all stay. The collector would walk through all of them again and again,
for a quarter of the time of a start; and each walk of a process that was parted from another writes into the memory
that both share, so that they share it no longer.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Collect nothing for the length of the block; what was loaded is not looked at again later either."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_collecting:
            gc.enable()
