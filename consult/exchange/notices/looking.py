"""Look at a file of notices: what would become of each, and everything that stands against it. Nothing is written.

A run looks the same way inside its own transaction, and writes only what stands here as ready: whatever could be
refused is asked before the first row is written.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult.citations import law
from consult.docket import Docket
from consult.docket.prepared import Opening, choosable, chosen_terms
from consult.documents import TooLarge, WrongType, sniff
from consult.documents.rows import Upload, digests_in
from consult.drafts import unreadable
from consult.exchange.faults import MOST, Fault
from consult.exchange.notices.firsts import notice_steps, usual_step
from consult.exchange.notices.reading import fault_at, in_order
from consult.exchange.notices.remembered import Known, Name, name_of
from consult.exchange.notices.values import NamedDocument, NoticesFile, NoticeValue
from consult.i18n import _
from consult.refusals import Malformed, Unknown
from consult.settings import Uploads
from consult.standing import WRITES, Standing
from workflows import Form
from workflows.kernel.bodies import problems
from workflows.kernel.fields import FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.subjects import SUBJECTS
from workflows.kernel.terms import TermsError

NEW, HERE = "new", "here"
Wrong = tuple[str, str]
"""A path inside the notice, and a sentence."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """What becomes of a notice: a case with a paper in preparation (`new`), or nothing, since it is here already.
    `missing` counts what its paper still lacks, `absent` its documents of which the bytes did not come along; case and
    draft are there once they are recorded."""

    row: int
    ref: str
    act: int
    procedure: str
    title: str
    fate: str
    case: str = ""
    draft: str = ""
    missing: int = 0
    absent: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What an import did, or would do: each notice with what becomes of it, and every fault; with any fault nothing is
    recorded."""

    rows: int
    lines: tuple[NoticeLine, ...] = ()
    faults: tuple[Fault, ...] = ()
    recorded: bool = False
    unentitled: str = ""
    """The procedure under which whoever asked may not open a case, where that stands against it."""

    @property
    def sound(self) -> bool:
        """Say whether nothing stands against it."""
        return not self.faults

    def count(self, fate: str) -> int:
        """Say of how many notices the same becomes."""
        return sum(line.fate == fate for line in self.lines)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document whose bytes came along, and what is said of it."""

    upload: Upload
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ready:
    """A notice against which nothing stands: the opening of its case, its step and words, and its documents."""

    line: NoticeLine
    name: Name
    opening: Opening
    step: str
    body: dict[str, Any]
    attached: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Lookout:
    """By whom, when and within which limits a file is looked at."""

    docket: Docket
    by: Standing
    at: datetime
    limits: Uploads

    def look(self, conn: Connection, file: NoticesFile) -> tuple[Look, tuple[Ready, ...]]:
        """Look at every notice; ready are those that are not here yet."""
        known = Known(conn, self.docket.host, self.by, file)
        lines: list[NoticeLine] = []
        ready: list[Ready] = []
        faults = self._of_file()
        seen: dict[Name, int] = {}
        for i, notice in enumerate(file.notices):
            name = name_of(file, notice)
            twice = (
                [("ref", _("This notice stands in row %(row)s already.", row=seen[name] + 1))] if name in seen else []
            )
            seen.setdefault(name, i)
            found, wrong = (None, twice) if twice else self._notice(known, name, i, notice)
            faults += [fault_at(f"/notices/{i}" + (f"/{path}" if path else ""), said) for path, said in wrong]
            if isinstance(found, Ready):
                ready.append(found)
                lines.append(found.line)
            elif found is not None:
                lines.append(found)
        if faults:
            told = in_order(faults)
            barred = next((one for one in told if one.sentence in (_not_entitled(), _begins_nothing())), None)
            key = file.notices[max(barred.row, 1) - 1].procedure if barred and file.notices else ""
            return Look(len(file.notices), (), told[:MOST], unentitled=key), ()
        return Look(len(file.notices), tuple(lines)), tuple(ready)

    def _of_file(self) -> list[Fault]:
        """Refuse the whole file of somebody who prepares nothing for the party."""
        if self.by.capacities & WRITES and self.by.opens:
            return []
        return [Fault(0, "", _begins_nothing(), "")]

    def _notice(self, known: Known, name: Name, i: int, notice: NoticeValue) -> tuple[Any, list[Wrong]]:
        """Give what becomes of a notice, or what stands against it."""
        other = notice.party and notice.party != self.by.party_key
        if other:
            why = _("%(party)s filed this notice. You import those of %(own)s alone.", party=notice.party,
                    own=self.by.party_key)  # fmt: skip
            return None, [("party", why)]
        line = NoticeLine(i + 1, notice.ref, notice.act, notice.procedure, notice.title, HERE)
        there = known.find(name)
        if there is not None:
            case, same = there
            said = _("This notice is here already as %(case)s, with other words. Change its paper there.",
                     case=case or _("a case outside your mandate"))  # fmt: skip
            return (replace(line, case=case), []) if same else (None, [("ref", said)])
        form = self.docket.forms.get(notice.procedure)
        if form is None or form.rooms_by:
            return None, [("procedure", _("There is no procedure “%(key)s” here.", key=notice.procedure))]
        return self._of_form(form, name, replace(line, fate=NEW), notice)

    def _of_form(self, form: Form, name: Name, line: NoticeLine, notice: NoticeValue) -> tuple[Any, list[Wrong]]:
        opening, wrong = self._opening(form, notice)
        if opening is None:
            return None, wrong
        procedure = opening.procedure
        if notice.edition is not None and notice.edition != procedure.digest:
            why = _("This is another edition than the one on which a case opened here runs (%(digest)s). Compare them, "
                    "and leave this out to file under that one.", digest=procedure.digest)  # fmt: skip
            return None, [*wrong, ("edition", why)]
        step = notice.step or usual_step(procedure)
        spec = notice_steps(procedure).get(step)
        if spec is None:
            choices = ", ".join(notice_steps(procedure)) or _("none")
            return None, [
                *wrong,
                ("step", _("No notice is filed by this step. Choose from: %(choices)s.", choices=choices)),
            ]
        attached, of_documents = _attachments(notice, self.limits)
        wrong += [*_of_filing(spec, notice), *of_documents]
        if wrong:
            return None, wrong
        absent = len(digests_in(notice.filing) - {one.upload.digest for one in attached})
        told = replace(line, missing=len(problems(spec, notice.filing)), absent=absent)
        return Ready(told, name, opening, step, notice.filing, attached), []

    def _opening(self, form: Form, notice: NoticeValue) -> tuple[Opening | None, list[Wrong]]:
        """Put the opening of a case together as when it is opened on its page."""
        names = [one.name for one in choosable(form)]
        strange = [name for name in notice.terms if name not in names]
        said = _("There is no such term to choose here. Those that there are: %(names)s.",
                 names=", ".join(names) or _("none"))  # fmt: skip
        wrong = [(f"terms/{name}", said) for name in strange]
        if set(notice.subjects or ()) - set(SUBJECTS):
            wrong.append(("subjects", _("Choose from: %(choices)s.", choices=", ".join(SUBJECTS))))
        if wrong:
            return None, wrong
        proposed = chosen_terms(form, {name: [value] for name, value in notice.terms.items()})
        subjects = None if notice.subjects is None else tuple(notice.subjects)
        try:
            return self.docket.prepare(
                self.by, form.key, at=self.at, title=notice.title.strip(), proposed=proposed,
                exercise=notice.exercise, subjects=subjects,
            ), []  # fmt: skip
        except TermsError as fault:
            return None, [(f"terms/{fault.key}", fault.reason)]
        except Malformed as fault:
            return None, list(fault.fields.items())
        except Unknown:
            return None, [("procedure", _not_entitled())]


def _begins_nothing() -> str:
    return _("Your mandate does not let you begin papers of your party.")


def _not_entitled() -> str:
    return _("Your mandate does not let you open a case under this procedure.")


def _of_filing(spec: FilingSpec, notice: NoticeValue) -> Iterator[Wrong]:
    """Name answers that cannot be read and questions that are not asked; what is open still is no fault of a draft."""
    for one in unreadable(spec, notice.filing):
        yield f"filing/{one.field}" if one.field else "filing", law(one.sentence)


def _attachments(notice: NoticeValue, limits: Uploads) -> tuple[tuple[Attachment, ...], list[Wrong]]:
    """Take the bytes that came along, and name what cannot be kept."""
    found: dict[str, Attachment] = {}
    wrong: list[Wrong] = []
    if len(notice.documents) > limits.documents_a_filing:
        wrong.append(("documents", str(TooLarge.in_number(limits.documents_a_filing))))
    for j, one in enumerate(notice.documents):
        if one.content is not None:
            try:
                found[one.digest] = _attachment(one, limits)
            except (ValueError, TooLarge, WrongType) as fault:
                wrong.append((f"documents/{j}/content", str(fault)))
    return tuple(found.values()), wrong


def _attachment(one: NamedDocument, limits: Uploads) -> Attachment:
    try:
        content = base64.b64decode(one.content or "", validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(_("This is not Base64.")) from None
    media = sniff(content, one.name, limit=limits.document_bytes)
    if hashlib.sha256(content).hexdigest() != one.digest:
        raise ValueError(_("These bytes have another digest than the document that is named."))
    return Attachment(Upload(one.digest, one.name, media, len(content), one.language, one.level), content)
