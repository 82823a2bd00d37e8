"""Silence: a text is put before those entitled, and is adopted at an instant unless one of them objects before it.

Text: the host cites what allows it. The pattern of at least 72 hours is that of GA 74/544 (SOFT, an exceptional
measure of 2020, extended to subsidiary organs by 74/555); it stands beside the host's own citations and is never law.
Frozen when silence is opened: the text (by its digest) and who is entitled. The instant is judged by the moment of
recording: before it an objection counts, at it and after it none does. While a precondition fails the clock stands,
nothing expires, and an objection is possible. A new silence needs a new text.

The host declares the states to which silence leads, the roles, and the step that drops the text (with
``stops=(SILENCE,)``). Not modelled: whether a contact point answered at the very instant, rather than when the clock's
act was recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .checks_of_texts import AnyGiven
from .guards import Guard
from .guards_of_silence import NewText
from .language import (
    BY_OWNER,
    OFFICE,
    OPTIONAL,
    PRODUCT,
    Actor,
    Ahead,
    Binding,
    Capacity,
    Citation,
    Extension,
    Field,
    Filing,
    FilingCheck,
    FilingSpec,
    Freezes,
    Length,
    Names,
    Period,
    Role,
    Roll,
    Source,
    State,
    Step,
    TimeLimit,
    TrackSet,
    Until,
    choice,
    instant_field,
)  # fmt: skip
from .sheets import SilenceSheet
from .silence_papers import LANGUAGE, LANGUAGES, LETTER, POSTED, SILENCE, UNTIL, TextUnderSilence
from .silence_rows import rows_of
from .words import Citations, Grade

PATTERN = Source("GA74_544", Binding.SOFT, Grade.S)("silence")
LEAST, TWO_DAYS = Period(hours=72), Period(working_days=2)
TEXT_FIELDS = ("text", "document")


@dataclass(frozen=True, kw_only=True)
class Silence:
    """One silence of a procedure: who opens it and who is entitled, under what, from which states and to which.

    ``text`` is what the opening asks for, beside the instant and the languages; where ``files_text`` is false the text
    lies in the case already, and nothing says that it is a new one. ``frozen`` names the questions that hold the text.
    ``languages`` are those in which it has to be there. ``secretariat`` may stop the clock and post language versions
    as the chair may; ``scope`` is a further condition for opening. ``names`` gives roles at the opening; with a
    ``roll`` those on it are entitled, whoever else has the role. ``letter`` is the product's aim for the chair's
    letter, none where no letter is needed. ``counted`` cites what gives the period, where that is something else.
    ``file`` is the file in which the acts lie, for the offices that read it.
    """

    chair: Actor
    entitled: Role
    under: Citations
    frm: tuple[str, ...]
    period: Length
    adopted: str
    broken: str
    text: FilingSpec | type[Filing] | None = TextUnderSilence
    languages: tuple[str, ...] = ()
    state: str = "under_silence"
    scope: Guard | None = None
    files_text: bool = True
    secretariat: Actor | None = None
    frozen: tuple[str, ...] = ()
    names: tuple[Names, ...] = ()
    roll: Roll | None = None
    capacity: Capacity = OFFICE
    least: Period = LEAST
    extension: Period = LEAST
    letter: Period | None = TWO_DAYS
    counted: Citation | None = None
    level: str = ""
    file: str = ""
    owner: str | None = None

    def __post_init__(self) -> None:
        """Refuse a language without a name, and a shortest time that is no number of hours."""
        stray = [code for code in self.languages if code not in LANGUAGES]
        if stray:
            raise ValueError(f"“{stray[0]}” is no language that a text can be posted in: {', '.join(LANGUAGES)}")
        if self.least.hours is None:
            raise ValueError("the shortest time of a silence is given in hours")

    def states(self) -> tuple[State, ...]:
        """Give the state of silence; those to which it leads are the host's."""
        return (State(self.state, "A text lies before those entitled; without an objection it is adopted"),)

    def tracks(self) -> tuple[TrackSet, ...]:
        """Give one track for each language in which the text has to be there."""
        states = (State("missing", "Not posted, or withdrawn"), State("posted", "Posted with this very text"))
        of = TrackSet(
            LANGUAGE, "missing", states, "Language version", ends=("posted",), level=self.level or "C2", file=self.file
        )
        return (of,) if self.languages else ()

    def limits(self) -> tuple[TimeLimit, ...]:
        """Give the silence itself, and the aim for the chair's letter."""
        silence = TimeLimit(
            SILENCE, Until(UNTIL, self.period), self._of_period, title="Silence", takes="expire_silence",
            zone="UTC", pausable=True, at_least=self.least, exact=True, owner=self.owner, level=self.level,
            extend=Extension(BY_OWNER, times=1, length=self.extension),
        )  # fmt: skip
        if self.letter is None:
            return (silence,)
        title = "Letter of the chair"
        return silence, TimeLimit(
            LETTER, self.letter, PRODUCT, title=title, zone="UTC", owner=self.owner, level=self.level
        )

    def sheets(self) -> tuple[SilenceSheet, ...]:
        """Give the sheet of the silence, by which the product also finds its cases."""
        return (SilenceSheet(
            key="silence", title="Silence", state=self.state, adopted=self.adopted, broken=self.broken,
            set=LANGUAGE if self.languages else "",
            says="What lies or lay under silence, until which instant, what must be there, and who spoke.",
        ),)  # fmt: skip

    def steps(self) -> tuple[Step, ...]:
        """Give all rows, each at the level and in the file of this silence."""
        return tuple(replace(row, level=self.level, file=self.file, tell="all") for row in rows_of(self))

    @property
    def clerk(self) -> Actor:
        """Whoever may stop the clock and post language versions."""
        return self.chair | self.secretariat if self.secretariat else self.chair

    @property
    def opening(self) -> FilingSpec:
        """What the opening asks: the host's own questions, then the instant and the languages."""
        asked = self.text.spec if isinstance(self.text, type) else self.text
        until = replace(instant_field(
            "Silence ends at", self.cited, need=OPTIONAL,
            help="An exact instant. Without one it is counted: the period of these rules, from now.",
        ), key=UNTIL)  # fmt: skip
        own = (until, self._posted_in()) if self.languages else (until,)
        key, title = (asked.key, asked.title) if asked else ("opening_of_silence", "Opening of silence")
        return FilingSpec(key, title, (*(asked.fields if asked else ()), *own),
                          asked.reading if asked else "")  # fmt: skip

    def _posted_in(self) -> Field:
        options = {code: LANGUAGES[code] for code in self.languages}
        return replace(choice(
            "Language versions posted with this text", options, self.cited, many=True, need=OPTIONAL,
            help="The clock stands until the text is there in every language that is needed.",
        ), key=POSTED)  # fmt: skip

    @property
    def cited(self) -> Citation:
        """What the rows rest on first."""
        return self.under[0]

    @property
    def _text_fields(self) -> tuple[str, ...]:
        """The questions that hold the text: those named, else text and document, else all but the heading."""
        asked = self.text.spec if isinstance(self.text, type) else self.text
        if not self.files_text or asked is None:
            return ()
        keys = tuple(field.key for field in asked.fields)
        return self.frozen or tuple(k for k in keys if k in TEXT_FIELDS) or tuple(k for k in keys if k != "heading")

    @property
    def cites(self) -> Citations:
        """What the length of the silence rests on: the host's own citations, and the pattern beside them."""
        return tuple(dict.fromkeys((*self.under, PATTERN)))

    @property
    def _of_period(self) -> Citations:
        return self.cites if self.counted is None else tuple(dict.fromkeys((*self.cites, self.counted)))

    @property
    def freezes(self) -> Freezes:
        """What is frozen when silence is opened."""
        return Freezes(self.entitled.key, self._text_fields, self.roll)

    @property
    def checks(self) -> tuple[FilingCheck, ...]:
        """Ask of the opening: an instant far enough ahead, and a text that was not under silence before."""
        fields = self._text_fields
        ahead: FilingCheck = Ahead(UNTIL, self.least.hours or 0, self.cites)
        if not fields:
            return (ahead,)
        given: tuple[FilingCheck, ...] = (AnyGiven(fields[0], fields[1:]),) if fields == TEXT_FIELDS else ()
        return (ahead, *given, NewText(fields[0], fields[1:], self.under))
