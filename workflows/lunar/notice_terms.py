"""Terms of a notice of lunar activity: the charter under which it is given, and what no charter says.

The periods are those of the charter; each is a product default or a proposal and never law.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.kernel.language import Period
from workflows.kernel.terms import Terms, term
from workflows.lunar.charter_values import Charter
from workflows.lunar.charters import charter, charters

CHARTERS = {key: one.title for key, one in charters().items()}


def _days(number: int) -> Period:
    return Period(days=number)


@dataclass(frozen=True)
class NoticeTerms(Terms):
    """Terms of a notice."""

    charter: str = term("copuos-draft", "Under which charter of the mechanism.", options=CHARTERS)
    answer: Period = term(_days(15), "Answer to questions on a notice.")
    reply_extension: Period = term(_days(7), "More time for the reply of a State concerned, each time it is granted.")
    reply_extensions: int = term(2, "How often more time for one such reply may be granted.")
    safety_data: Period = term(_days(7), "Safety data, where an activity goes ahead before talks have ended.")
    post_notice: Period = term(_days(7), "Notice after an emergency landing.")

    @property
    def text(self) -> Charter:
        """The charter itself."""
        return charter(self.charter)
