"""Cases of other installations: the list with the form that checks a file, what a check found, and one to be read.

What its sender wrote in sentences is not shown: each act is said as its own procedure says it, from the opened fields.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.forms import DocumentChoice, ReadField
from consult.forms.views import ProvisionView
from consult.i18n import _, ngettext
from consult.imported import Content, Imported, ImportedEntry, Prepared, Refused, Trusting
from consult.imported.content import HOW_KNOWN, ImportedDocument, instant_of
from consult.imported.differing import Difference
from consult.imported.keeping import BUNDLE, GIVEN, HERE
from consult.log.reads import act_paper, document_paper, note
from consult.log.trust import Trust
from consult.log.verifier import Rejected, read_policy
from consult.log.wording import word
from consult.pages.cases.lines import say_act
from consult.pages.cases.papers import read_paper
from consult.reports.scope import Reach
from workflows.kernel.acts import Act
from workflows.kernel.procedure import Procedure
from workflows.kernel.words import humanise


@dataclass(frozen=True, slots=True)
class Found:
    """What the check of a file found: a refusal with its code, or what would be imported."""

    refusal: str = ""
    code: str = ""
    digest: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    proven: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    earlier: str = ""
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """What a party imported, and the form that checks another file."""

    title: str
    rows: Sequence[Any]
    words: str
    has_policy: bool
    most: int
    whose: str = HERE
    policy: str = ""
    policy_fault: str = ""
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of an imported case, to be read."""

    seq: int
    n: int | None
    sentence: str
    on: datetime | None
    recorded_at: datetime | None
    party: str
    office: str
    level: str
    digest: str
    moved_to: str
    is_proved: bool
    is_part: bool
    is_erased: bool
    is_said: bool
    paper_title: str
    language: str
    text: tuple[ReadField, ...]


@dataclass(frozen=True, slots=True)
class ImportedPage:
    """One imported case."""

    title: str
    ref: str
    row: Any
    exercise: bool
    procedure_title: str
    state: str
    state_known: str
    state_fault: str
    tracks: tuple[tuple[str, str], ...]
    entries: tuple[EntryView, ...]
    documents: tuple[ImportedDocument, ...]
    others: Sequence[Any]
    differences: tuple[Difference, ...]
    proven: tuple[str, ...]
    unproven: tuple[str, ...]
    set_name: str


class NoPolicy(ValueError):
    """There is no policy to check by, or the one that was given cannot be read; the sentence says why."""


def trusting(whose: str, pasted: str, here: Trust | None) -> Trusting:
    """Read by whose policy a file is to be checked; raises NoPolicy."""
    if whose == BUNDLE:
        return Trusting(BUNDLE)
    if whose == GIVEN:
        try:
            text = pasted.replace("\r\n", "\n")
            return Trusting(GIVEN, text, read_policy(text))
        except Rejected as fault:
            raise NoPolicy(word(fault)) from None
    if here is None:
        raise NoPolicy(_("This installation has no policy yet: paste the one by which to check."))
    return Trusting(HERE, here.text, here.policy)


def refused(fault: Refused) -> Found:
    """Say why a file is not taken."""
    return Found(fault.sentence, fault.code)


def found_of(prepared: Prepared) -> Found:
    """Say what would be imported, what of it was proved and what was not."""
    bundle, case = prepared.opened.bundle, prepared.opened.case
    facts = (
        (_("Case"), f"{case['ref']} {case['title']}".strip()),
        (_("From"), bundle.index["host"]),
        (_("Log"), prepared.origin or _("none has signed it")),
        (_("Set"), set_name(bundle.index["set"])),
        (_("Taken"), f"{prepared.taken_at:%Y-%m-%d %H:%M} UTC · {bundle.index['taken_by']}"),
        (_("Entries"), str(len(prepared.content.entries))),
        (_("Documents"), str(len(prepared.content.documents))),
    )
    attested = bundle.attested and prepared.trusting.whose != BUNDLE
    proven, unproven = proofs(prepared.content, prepared.trusting.whose, attested)
    told = prepared.differences if prepared.earlier else ()
    return Found("", "", prepared.digest, facts, proven, unproven, told, prepared.earlier)


def set_name(reach: str) -> str:
    """Name a set in words; one that is not known here by its key."""
    names = {
        Reach.FULL: _("the full set"),
        Reach.PARTIES: _("the set for the parties"),
        Reach.PUBLIC: _("the public set"),
    }
    return names[Reach(reach)] if reach in list(Reach) else reach


def proofs(content: Content, whose: str, attested: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say what the check of an imported file proved, and what it could not.

    Long because: one sentence after the other.
    """
    proved = sum(entry.is_proved for entry in content.entries)
    part = sum(entry.is_part and entry.words is not None for entry in content.entries)
    proven = [
        _("Every byte of the file is as it was written: %(num)s files by SHA-256.", num=content.files),
        ngettext(
            "%(num)s entry stands in its log, and what is opened of it is what was sealed.",
            "%(num)s entries stand in its log, and what is opened of them is what was sealed.",
            proved,
        ),
        *(
            _("No step of a chain of %(steps)s (%(kind)s) is missing up to the last one.", steps=steps, kind=kind)
            for kind, steps in content.chains
        ),
    ]
    unproven = []
    if whose == BUNDLE:
        unproven.append(
            _("Anything against its maker: it was checked by its own policy, which its maker could choose.")
        )
    if not attested:
        unproven.append(_("That a quorum of witnesses has seen all of it."))
    if content.unproved:
        unproven.append(
            ngettext(
                "That %(num)s entry stands in the log: it has no receipt.",
                "That %(num)s entries stand in the log: they have no receipt.",
                content.unproved,
            )
        )
    if part:
        unproven.append(
            ngettext(
                "The words of %(num)s paper that is given in part.",
                "The words of %(num)s papers that are given in part.",
                part,
            )
        )
    if content.loose:
        unproven.append(_("Whence these files come, which no entry names: %(names)s.", names=", ".join(content.loose)))
    if not content.chains:
        unproven.append(_("That no act of the case is missing: no key of a chain came along."))
    unproven.append(_("What sealed branches of its log hold, and whether there are any for this case."))
    unproven.append(_("Whether the case went on after this was taken."))
    return tuple(proven), tuple(unproven)


def imported_page(conn: Connection, held: Imported) -> ImportedPage:
    """Draw up one imported case; papers of level C3 and above are noted as read."""
    row, content = held.row, held.content
    names = {**content.parties, **casebook.party_names(conn)}
    choices = [_choice(row.ref, each) for each in content.documents if each.path]
    for entry in content.entries:
        note(conn, act_paper(row.ref, entry.seq), entry.level)
    last = next((entry.edition for entry in reversed(content.entries) if entry.edition), "")
    procedure = content.procedure(last)
    proven, unproven = proofs(content, row.trusted, row.attested and row.trusted != BUNDLE)
    return ImportedPage(
        row.title or row.case_ref,
        row.ref,
        row,
        content.exercise,
        law(procedure.title) if procedure else humanise(row.procedure),
        _state(procedure, content.stand.state),
        str(HOW_KNOWN[content.stand.how]),
        content.stand.fault,
        tuple((_track(key, names), _track_state(procedure, key, state)) for key, state in content.stand.tracks),
        tuple(_entry(content, entry, names, choices) for entry in content.entries),
        content.documents,
        held.others,
        held.differences,
        proven,
        unproven,
        set_name(row.reach),
    )


def _choice(ref: str, each: ImportedDocument) -> DocumentChoice:
    address = f"/imports/{ref}/documents/{each.sha256}"
    return DocumentChoice(each.sha256, each.name, each.media, each.size, "", each.level, address)


def _state(procedure: Procedure | None, key: str) -> str:
    try:
        return law(procedure.state(key).title) if procedure and key else humanise(key)
    except (KeyError, StopIteration, ValueError):
        return humanise(key)


def _track(key: str, names: Mapping[str, str]) -> str:
    kind, _colon, name = key.partition(":")
    return f"{law(humanise(kind))}: {names.get(name, name)}"


def _track_state(procedure: Procedure | None, key: str, state: str) -> str:
    try:
        found = procedure.track_set(key.partition(":")[0]).state(state) if procedure else None
    except (KeyError, StopIteration, ValueError):
        found = None
    return law(found.title) if found else humanise(state)


def _entry(
    content: Content, entry: ImportedEntry, names: Mapping[str, str], choices: Sequence[DocumentChoice]
) -> EntryView:
    """Draw up one entry.

    Long because: one line a field of the view.
    """
    procedure = content.procedure(entry.edition)
    rows = procedure.rows.get(entry.step, ()) if procedure else ()
    spec = next((row.filing for row in rows if row.filing), None)
    return EntryView(
        entry.seq,
        entry.n,
        _sentence(procedure, entry, names),
        instant_of(entry.on),
        instant_of(entry.recorded_at),
        names.get(entry.party, entry.party),
        entry.office,
        entry.level,
        entry.digest,
        _state(procedure, entry.went) if entry.went != entry.came else "",
        entry.is_proved,
        entry.is_part,
        entry.is_erased,
        "rest" in entry.withheld,
        law(spec.title) if spec else "",
        entry.language,
        _text(spec, entry.words, names, choices),
    )


def _sentence(procedure: Procedure | None, entry: ImportedEntry, names: Mapping[str, str]) -> str:
    """Say an act as its procedure does; by its step and party where that did not come along."""
    on, at = instant_of(entry.on), instant_of(entry.recorded_at)
    if procedure is not None and on and at and entry.n is not None:
        act = Act(entry.n, entry.kind, entry.step, entry.party, at, on, entry.came, entry.went, entry.track or None)
        try:
            return say_act(procedure, act, casebook.said_names(names))
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, StopIteration):
            pass
    step = law(humanise(entry.step)) if entry.step else _("sealed")
    return f"{names.get(entry.party, entry.party)}: {step}" if entry.party else step


def _text(spec: Any, words: Any, names: Mapping[str, str], choices: Sequence[DocumentChoice]) -> tuple[ReadField, ...]:
    """Put words under their questions, where the form came along and they fit; else under their keys."""
    if not isinstance(words, dict):
        return ()
    if spec is not None:
        try:
            return read_paper(spec, words, names, choices)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError):
            pass
    nothing = ProvisionView("", "", "", "", "", is_product=True)
    return tuple(
        ReadField(key, law(humanise(key)), "text", "given", nothing, lines=tuple(_plain(value).splitlines()))
        for key, value in words.items()
    )


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def document_of(conn: Connection, held: Imported, digest: str) -> ImportedDocument | None:
    """Find a document of an imported case, and note that it is read; None where there is none."""
    found = next((each for each in held.content.documents if each.sha256 == digest and each.path), None)
    if found is not None:
        note(conn, document_paper(digest), found.level)
    return found
