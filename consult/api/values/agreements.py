"""Agreements as a machine reads them: the clause with who says what, and the ladder between two parties on a day."""

from collections.abc import Iterable
from datetime import date, datetime

from consult.api.values.cases import Named
from consult.api.values.law import Heading, SaidValue, Under, under_one
from consult.library import agreements as views
from consult.library.recorded import Change
from consult.library.rows import Named as Row
from consult.pages.agreements import AgreementLine, AgreementPage, AgreementsPage, RecordedLine
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class AgreementItem:
    """One agreement in the list. One that the own party recorded with others has no instrument beside it: its key is
    the reference of the case in which it was recorded, and `edition` says how often."""

    key: str
    title: str
    kind: Named | None
    above: Named | None
    under: Under | None
    parties: tuple[Named, ...]
    edition: int | None
    recorded_at: datetime | None
    href: str


@dataclass(frozen=True, slots=True)
class AgreementList:
    """The agreements with a clause on disputes that are shipped, and those that the own party recorded."""

    items: tuple[AgreementItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class RungValue:
    """One rung between the two parties, or of the clause as it stands where none are named: how it begins, after which
    others, how long it lasts, why it is there or not, and on which day it opens (or why there is no day)."""

    key: str
    title: str
    between: str
    entry: str
    open: bool
    alone: bool
    after: tuple[str, ...]
    times: tuple[SaidValue, ...]
    reasons: tuple[SaidValue, ...]
    policies: tuple[SaidValue, ...]
    given_by: Named
    under: Under
    opens_on: date | None
    why_no_day: str


@dataclass(frozen=True, slots=True)
class LadderValue:
    """The ladder of a clause: between two parties, where they were asked for, a dispute being received on the day."""

    between: tuple[Named, ...]
    on: date
    rungs: tuple[RungValue, ...]


@dataclass(frozen=True, slots=True)
class ClauseValue:
    """One value of a clause: who gives it, on what it rests, and who says otherwise and is overruled."""

    key: str
    title: str
    value: str
    given_by: Named
    under: Under
    overruled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordedEdition:
    """One edition of a recorded agreement, and the act that recorded it."""

    number: int
    recorded_at: datetime
    act: int
    digest: str
    href: str


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """One answer that the last edition gives otherwise than the one before."""

    question: str
    before: tuple[str, ...]
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementValue:
    """One agreement: its place in the tree, its parties, its clause with traps and silences, what its sheet records,
    and the ladder. `case` is that in which it was recorded; `opens` the procedure under which a dispute is opened."""

    key: str
    title: str
    kind: Named
    under: Under
    note: str
    parties: tuple[Named, ...]
    above: tuple[Named, ...]
    below: tuple[Named, ...]
    ladder: LadderValue
    clause: tuple[ClauseValue, ...]
    warnings: tuple[SaidValue, ...]
    silences: tuple[SaidValue, ...]
    sheet: tuple[Heading, ...]
    opens: str | None
    case: str | None
    editions: tuple[RecordedEdition, ...]
    changes: tuple[RecordedChange, ...]


def agreement_list(page: AgreementsPage, base: str) -> AgreementList:
    """Write the list from its page."""
    return AgreementList(
        (*(_item(one, base) for one in page.lines), *(_recorded(one, base) for one in page.recorded)),
        None,
    )


def _item(one: AgreementLine, base: str) -> AgreementItem:
    above = named(one.above) if one.above else None
    href, kind = f"{base}/agreements/{one.key}", Named(one.kind_key, one.kind)
    return AgreementItem(one.key, one.title, kind, above, under_one(one.cited), (), None, None, href)


def _recorded(one: RecordedLine, base: str) -> AgreementItem:
    parties = tuple(map(Named, one.keys, one.parties))
    return AgreementItem(
        one.ref, one.title, None, None, None, parties, one.edition, one.on, f"{base}/agreements/{one.ref}"
    )


def agreement_value(page: AgreementPage, base: str) -> AgreementValue:
    """Write one agreement from its page.

    Long because: one line a field.
    """
    return AgreementValue(
        key=page.case_ref or page.line.key,
        title=page.title,
        kind=Named(page.line.kind_key, page.line.kind),
        under=under_one(page.line.cited),
        note=page.note,
        parties=tuple(map(named, page.members)),
        above=tuple(Named(one.key, one.title) for one in page.above),
        below=tuple(Named(one.key, one.title) for one in page.below),
        ladder=LadderValue(tuple(map(named, page.between)), page.on, tuple(map(_rung, page.rungs))),
        clause=tuple(
            ClauseValue(one.key, one.name, one.value, named(one.given_by), under_one(one.cited), one.overruled)
            for one in page.values
        ),
        warnings=said(page.warnings),
        silences=said(page.silences),
        sheet=tuple(Heading(*one) for one in page.sheet),
        opens=page.opens or None,
        case=page.case_ref or None,
        editions=tuple(
            RecordedEdition(one.number, one.on, one.act, one.digest, f"{base}/cases/{page.case_ref}/acts/{one.act}")
            for one in page.editions
        ),
        changes=tuple(map(_change, page.changes)),
    )


def _change(one: Change) -> RecordedChange:
    return RecordedChange(one.question, one.before, one.now)


def _rung(one: views.RungView) -> RungValue:
    return RungValue(
        one.key,
        one.title,
        one.between,
        one.entry,
        one.is_open,
        one.alone,
        one.after,
        said(one.times),
        said(one.reasons),
        said(one.policies),
        named(one.given_by),
        under_one(one.cited),
        one.opens_on,
        one.why_no_day,
    )


def said(lines: Iterable[views.Said]) -> tuple[SaidValue, ...]:
    """Write sentences with what they rest on."""
    return tuple(SaidValue(one.text, under_one(one.cited)) for one in lines)


def named(one: Row) -> Named:
    """Write a key with its words, as the library has them."""
    return Named(one.key, one.name)
