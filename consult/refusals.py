"""The ways in which the product says no to a request, each with its sentence.

The web turns `Unknown` into 404, `NotThrough` and `OnlyReads` into 403, `Closed` into 409 and `Malformed` into 422; a
record that is not yours is `Unknown` as well. Refusals of a step in a case come from the kernel and are not modelled
here.
"""

from collections.abc import Mapping


class Unknown(LookupError):
    """There is no such record, or it is none of the asker's."""


class NotThrough(Exception):
    """What was asked is for whoever asks to do, and not through this token; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        """Keep the sentence."""
        super().__init__(sentence)
        self.sentence = sentence


class OnlyReads(NotThrough):
    """What was asked changes something, and whoever asks reads alone; the sentence says by which mandate."""


class Closed(Exception):
    """What was asked is well formed and is not possible now; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        """Keep the sentence for the page."""
        super().__init__(sentence)
        self.sentence = sentence


class Malformed(ValueError):
    """What was given cannot be taken; every faulty field is named with its sentence."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        """Keep the sentences by field name."""
        super().__init__("; ".join(f"{name}: {sentence}" for name, sentence in fields.items()))
        self.fields = dict(fields)
