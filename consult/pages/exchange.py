"""The page on which a party takes files away for other systems and brings them in: notices, contact points, and where
the register of lunar activities is taken and brought in.
"""

from collections.abc import Iterator, Sequence

from consult import words as words_of
from consult.citations import law
from consult.docket import Docket
from consult.exchange.contacts import ContactLook
from consult.exchange.faults import Fault
from consult.exchange.notices import Look
from consult.exchange.notices.looking import NoticeLine
from consult.i18n import _, ngettext
from consult.pages.cases.filters import EXERCISE, ROLES
from consult.pages.lunar.importing import may_import
from consult.standing import WRITES, Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass

NOTICES, CONTACTS = "notices", "contacts"
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class FoundLine:
    """What becomes of one row: its number, what it is, in words what becomes of it and what to mind, and the case that
    is there."""

    row: int
    what: str
    fate: str
    tone: str
    notes: tuple[str, ...]
    case: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a file: the verdict, its rows or its faults, and the text itself where it may be taken."""

    kind: str
    verdict: str
    lines: tuple[FoundLine, ...] = ()
    faults: tuple[Fault, ...] = ()
    more: int = 0
    text: str = ""

    @property
    def is_wrong(self) -> bool:
        """Tell whether something stands against the file."""
        return bool(self.faults)


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """What may be taken away and brought in by whoever looks, and what was found in a file; `fault` says of a file of
    one kind why it cannot be read."""

    title: str
    party: str
    takes_notices: bool
    brings_notices: bool
    brings_contacts: bool
    brings_activities: bool
    procedures: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    exercises: tuple[tuple[str, str], ...]
    found: Found | None = None
    fault: str = ""
    fault_of: str = ""

    @property
    def is_wrong(self) -> bool:
        """Tell whether something stands against the file that was sent."""
        return bool(self.fault or (self.found and self.found.is_wrong))


def exchange_page(
    docket: Docket, by: Standing, found: Found | None = None, *, fault: str = "", fault_of: str = ""
) -> ExchangePage:
    """Draw up the page, with what was found in a file that was looked at."""
    roles, exercises = (tuple((key, str(words)) for key, words in of.items()) for of in (ROLES, EXERCISE))
    return ExchangePage(
        title=_("Exchange with other systems"),
        party=by.party_name,
        takes_notices=Viewer.of(by).sees_cases,
        brings_notices=bool(by.capacities & WRITES) and by.opens and Viewer.of(by).sees_cases,
        brings_contacts=by.manages,
        brings_activities=may_import(by),
        procedures=tuple((key, law(form.title)) for key, form in docket.forms.items() if not form.rooms_by),
        roles=roles,
        exercises=exercises,
        found=found,
        fault=fault,
        fault_of=fault_of,
    )


def _refused(kind: str, rows: int, faults: Sequence[Fault]) -> Found:
    told = ngettext(
        "%(rows)s; %(num)s fault was found, and nothing is imported.",
        "%(rows)s; %(num)s faults were found, and nothing is imported.",
        len(faults),
        rows=_rows(rows),
    )
    return Found(kind, told, faults=tuple(faults[:MOST_SHOWN]), more=max(0, len(faults) - MOST_SHOWN))


def _rows(number: int) -> str:
    return ngettext("%(num)s row was read", "%(num)s rows were read", number)


def found_notices(look: Look, docket: Docket, text: str) -> Found:
    """Say what an import of notices would do."""
    if not look.sound:
        return _refused(NOTICES, look.rows, look.faults)
    told = _(
        "%(rows)s and nothing stands against them. New cases with a paper in preparation: %(new)s; here already: "
        "%(here)s. Nothing is imported yet, and nothing is sent.",
        rows=_rows(look.rows),
        new=look.count("new"),
        here=look.count("here"),
    )
    lines = tuple(_notice_line(one, docket) for one in look.lines[:MOST_SHOWN])
    more = max(0, len(look.lines) - MOST_SHOWN)
    return Found(NOTICES, told, lines, more=more, text=text if look.count("new") else "")


def _notice_line(one: NoticeLine, docket: Docket) -> FoundLine:
    """Say what becomes of a notice, and what its paper still lacks."""
    form, is_new = docket.forms.get(one.procedure), one.fate == "new"
    fate = _("a new case with a paper in preparation") if is_new else _("here already")
    named = (one.ref, law(form.title) if form else one.procedure, one.title)
    notes = []
    if one.missing:
        notes.append(ngettext("%(num)s answer is missing", "%(num)s answers are missing or wrong", one.missing))
    if one.absent:
        notes.append(
            ngettext("attach %(num)s document that it names", "attach %(num)s documents that it names", one.absent)
        )
    return FoundLine(
        one.row, " · ".join(filter(None, named)), fate, "good" if is_new else "plain", tuple(notes), one.case
    )


def found_contacts(look: ContactLook, text: str) -> Found:
    """Say what an import of contact points would do."""
    if not look.sound:
        return _refused(CONTACTS, look.rows, look.faults)
    told = _(
        "%(rows)s and nothing stands against them. New: %(new)s; changed: %(changed)s; as they are: %(same)s. Nothing "
        "is recorded yet.",
        rows=_rows(look.rows),
        **{fate: look.count(fate) for fate in ("new", "changed", "same")},
    )
    may, more = look.count("new") + look.count("changed"), max(0, len(look.lines) - MOST_SHOWN)
    return Found(CONTACTS, told, tuple(_contact_lines(look)), more=more, text=text if may else "")


def _contact_lines(look: ContactLook) -> Iterator[FoundLine]:
    """Say of each row what becomes of it, and what changes."""
    words = {"new": _("new, not yet proved"), "changed": _("changed"), "same": _("as it is")}
    tones = {"new": "good", "changed": "warn", "same": "plain"}
    columns = {
        "urgent": _("whether it is urgent"),
        "languages": _("languages"),
        "valid_from": _("first day"),
        "valid_until": _("last day"),
        "hours": _("hours"),
    }
    for one in look.lines[:MOST_SHOWN]:
        what = f"{one.organ} · {words_of.name(words_of.CHANNEL, one.channel)} · {one.address}"
        yield FoundLine(one.row, what, words[one.fate], tones[one.fate], tuple(columns[name] for name in one.changes))


def imported_notices_words(look: Look) -> str:
    """Say what was imported of notices."""
    return _(
        "Imported. New cases with a paper in preparation: %(new)s; here already: %(here)s. Nothing was sent.",
        new=look.count("new"),
        here=look.count("here"),
    )


def imported_contacts_words(look: ContactLook) -> str:
    """Say what was imported of contact points."""
    return _(
        "Imported. New contact points, to be proved: %(new)s; changed: %(changed)s; as they are: %(same)s.",
        **{fate: look.count(fate) for fate in ("new", "changed", "same")},
    )
