"""Conditions on silence: who is entitled, what was received in time, whom a message reaches, and that a text is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .checks_of_filings import FilingCheck, Values
from .fields import FilingSpec
from .frozen import dataclass
from .frozen_text import digest_of_words, entitled_by, frozen_text
from .guards import CONTENT, STANDING, Guard, Refusal
from .naming import limit_called
from .steps import Freezes
from .words import PRODUCT, Citations, capital, say_exactly

if TYPE_CHECKING:
    from .procedure import Procedure
    from .view import View

ADVICE = "What you have to say may be placed on record; it changes nothing any more."


@dataclass(frozen=True, slots=True)
class Entitled(Guard):
    """The acting party is one of those who were entitled when the text was put under silence."""

    under: Citations = (PRODUCT,)

    def check(self, view: View) -> Refusal | None:
        """Look at the list that was frozen with the text."""
        frozen = frozen_text(view.case)
        if view.acting in frozen.entitled:
            return None
        sentence = "was not among those entitled when silence was opened." if frozen.act else "is asked nothing yet."
        return Refusal(capital(f"{view.called(view.acting)} {sentence}"), self.under, kind=STANDING)

    def words(self, of: Procedure | None = None) -> str:
        """Say it."""
        return "the party was entitled when silence was opened"


@dataclass(frozen=True, slots=True)
class InTime(Guard):
    """What is sent was received before the instant at which a limit ends; at that instant it is too late."""

    limit: str

    def check(self, view: View) -> Refusal | None:
        """Refuse with the instant, to the second."""
        running = view.limit(self.limit)
        if running is None or running.expires_at is None or not running.passed(view.at):
            return None
        ended = say_exactly(running.expires_at)
        sentence = f"“{view.limit_title(self.limit)}” ended on {ended}: what is received at that instant or after it is"
        return Refusal(f"{sentence} too late. {ADVICE}", view.limit_cited(self.limit))

    def words(self, of: Procedure | None = None) -> str:
        """Name the limit."""
        return f"received before the instant at which “{limit_called(of, self.limit)}” ends"


@dataclass(frozen=True, slots=True)
class EntitledReachable(Guard):
    """Everybody entitled has a contact point that answered: those of the text that lies under silence, else those of
    one that would be frozen now."""

    limit: str
    freezes: Freezes
    under: Citations = (PRODUCT,)

    def check(self, view: View) -> Refusal | None:
        """Ask for each of them; the first that is not reached refuses, by name."""
        running = view.limit(self.limit)
        lies = running is not None and running.status in ("running", "paused")
        parties = frozen_text(view.case).entitled if lies else entitled_by(view, self.freezes)
        for party in parties:
            if not view.ask("reachable", party):
                return Refusal(capital(f"{view.called(party)} has no contact point that answered."), self.under)
        return None

    def words(self, of: Procedure | None = None) -> str:
        """Say it."""
        return "everybody entitled has a contact point that answered"


@dataclass(frozen=True, slots=True)
class SomebodyEntitled(Guard):
    """There is somebody who could object: a text that is put before nobody is adopted by nobody."""

    freezes: Freezes
    under: Citations = (PRODUCT,)

    def check(self, view: View) -> Refusal | None:
        """Look at the role, or the roll."""
        if entitled_by(view, self.freezes):
            return None
        return Refusal("Nobody is entitled to object, so that no silence can be kept.", self.under)

    def words(self, of: Procedure | None = None) -> str:
        """Say it."""
        return "somebody is entitled to object"


@dataclass(frozen=True, slots=True)
class NewText(FilingCheck):
    """The text that a filing holds was not under silence in this case before: a new silence needs a new text."""

    field: str
    others: tuple[str, ...] = ()
    under: Citations = (PRODUCT,)

    def fields(self) -> tuple[str, ...]:
        """Name every field that is part of the text."""
        return (self.field, *self.others)

    def check(self, view: View) -> Refusal | None:
        """Compare digests."""
        digest = digest_of_words(view.filing or {}, self.fields())
        if digest not in frozen_text(view.case).digests:
            return None
        sentence = "This text was under silence here before, with the same digest; a new silence needs a new text."
        return Refusal(sentence, self.under, kind=CONTENT, field=self.field)

    def words(self, asks: FilingSpec, of: Procedure | None = None) -> str:
        """Say it."""
        return f"{asks.named(self.field)} is a text that was not under silence here before"

    def mend(self, body: Values, view: View) -> Values:
        """Mark the text as another one."""
        if digest_of_words(body, self.fields()) not in frozen_text(view.case).digests:
            return body
        text = body.get(self.field)
        return {**body, self.field: f"{text if isinstance(text, str) else '[exercise]'} ({view.case.n + 1})"}


__all__ = ["Entitled", "EntitledReachable", "InTime", "NewText", "SomebodyEntitled"]
