"""What can go wrong between here and an instance, as one sentence each; commands turn them into exit codes."""

from typing import Any


class Fault(Exception):
    """Something that stops a command; the sentence says what, and nothing of what another host sent is raw in it."""

    def __init__(self, sentence: str) -> None:
        """Keep the sentence."""
        super().__init__(sentence)
        self.sentence = sentence


class Unfit(Fault):
    """What was typed, or lies in a file here, cannot be used."""


class NotReached(Fault):
    """The instance was not reached, cannot be trusted to be the one that was meant, or does not talk like one."""


class Declined(Fault):
    """The instance said no, or cannot be believed."""


class Answered(Declined):
    """A problem as the instance told it (RFC 9457): its status, its parts, and all of it as it came."""

    def __init__(self, sentence: str, status: int, problem: Any, raw: bytes) -> None:
        """Keep the answer beside the sentence."""
        super().__init__(sentence)
        self.status, self.problem, self.raw = status, problem, raw
