"""Templates compiled once for all applications of a process.

Every test makes an application of its own, and each would compile the same templates again.
"""

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """What templates were compiled to, by name and by digest of the text, so that a changed template is another one."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what the same text was compiled to before."""
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a text was compiled to."""
        if bucket.code is not None:
            self.codes[bucket.key, bucket.checksum] = bucket.code
