"""Cases: the list, opening one, one with every step on offer, and its timeline."""

from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any, Literal

from pydantic import Field

from consult import casebook
from consult.api.frame.answering import tag
from consult.api.frame.choosing import require_known
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body, Query
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Cursor, following
from consult.api.frame.reading import Misfit
from consult.api.values.acts import ActList
from consult.api.values.cases import CaseList, CaseValue, act_line, case_item, case_value
from consult.api.values.receipts import CaseReceipt
from consult.exact_json import pointer_to
from consult.i18n import _
from consult.pages import cases as pages
from consult.pages.cases.filters import DUE, EXERCISE, KINDS, ROLES, CaseFilters
from consult.pages.cases.listing import proposed_terms
from consult.pages.cases.matter import entry_lines, page_of_case
from consult.refusals import Unknown
from consult.visibility import Viewer
from consult.web.parts import parts, reader, recording
from workflows.kernel.subjects import SUBJECTS

noun = Noun("cases", "Cases", "Cases of the own party: what they are, where they stand, and what may be done.")
MOST_ACTS = 500


class CaseQuery(Query):
    """What a list of cases is narrowed to, in which order, and where it goes on."""

    words: str = Field("", max_length=80, description="Words of title or reference.")
    kind: str = Field("", description="open, resting or final.")
    procedure: str = Field("", description="Key of a procedure.")
    party: str = Field("", description="Key of another party that takes part.")
    role: str = Field("", description="What the own party is in it: filer, addressed, party or other.")
    due: str = Field("", description="Days within which a limit ends: 7, 14, 30 or 90.")
    exercise: str = Field("", description="yes or no.")
    subject: str = Field("", description="Key of a legal subject.")
    sort: Literal["-opened"] = Field("-opened", description="The newest first.")
    after: str = Field("", max_length=40, description="Reference of the last case of the page before.")
    size: int = Field(casebook.PAGE_SIZE, ge=1, le=200)


class ActQuery(Cursor):
    """Where a timeline goes on."""

    after: int = Field(-1, ge=-1, le=2**31 - 1, description="Number of the last act of the page before.")
    size: int = Field(200, ge=1, le=MOST_ACTS)
    sort: Literal["n"] = Field("n", description="In the order of recording.")


class NewCase(Body):
    """A case to be opened: its procedure, a working title that the own party alone sees, the terms that are other than
    the procedure's own, whether it is an exercise, and its legal subjects where they are other than usual."""

    procedure: str = Field(max_length=80)
    title: str = Field("", max_length=400)
    terms: dict[str, str] = Field(default_factory=dict)
    exercise: bool = False
    subjects: list[str] | None = None


@noun.get(
    "/cases",
    answers=CaseList,
    query=CaseQuery,
    refuses=(422,),
    follows={
        "cases_show": {"ref": "$response.body#/items/0/ref"},
        "cases_index": {"after": "$response.body#/items/0/ref"},
    },
)
def index(asked: Asked) -> Answer:
    """List the cases that the own party may know of.

    Narrowed as asked, the newest first, a page at a time; `next` and the header `Link` lead on.
    """
    query, docket = asked.query, parts().docket
    filters = filters_of(query)
    require_start(asked, query.after)
    page = pages.cases_page(reader(), docket, asked.by, filters, asked.at, before=query.after or None, size=query.size)
    onward, headers = following(page.following)
    return Answer(CaseList(tuple(case_item(line, PREFIX) for line in page.lines), onward), headers=headers)


def require_start(asked: Asked, after: str) -> None:
    """Refuse to go on from a case that is not there: from the top, the list would be given again and again."""
    try:
        if after:
            casebook.find_case(reader(), Viewer.of(asked.by), after)
    except Unknown:
        raise Misfit([("?after", _("There is no such case to go on from."))]) from None


def filters_of(query: CaseQuery) -> CaseFilters:
    """Read what the list is narrowed to; Misfit with what is known where a value is not."""
    require_known(query, known_filters(party=query.party))
    return CaseFilters(**{one.name: getattr(query, one.name) for one in fields(CaseFilters)})


def known_filters(*, party: str) -> Mapping[str, Collection[str]]:
    """Give what each filter of the list may be; the parties only where one is asked for."""
    return {
        "kind": KINDS,
        "procedure": parts().docket.forms,
        "party": casebook.party_names(reader()) if party else {},
        "role": ROLES,
        "due": DUE,
        "exercise": EXERCISE,
        "subject": SUBJECTS,
    }


@noun.get(
    "/cases/<ref>",
    answers=CaseValue,
    refuses=(404,),
    tagged=True,
    follows={
        "cases_list_acts": {"ref": "$response.body#/ref"},
        "acts_show": {"ref": "$response.body#/ref", "n": "$response.body#/seen"},
        "acts_take": {"ref": "$response.body#/ref", "header.If-Match": "$response.header.ETag"},
        "drafts_begin": {"ref": "$response.body#/ref"},
        "drafts_show": {"ref": "$response.body#/drafts/0/ref"},
        "documents_attach": {"ref": "$response.body#/ref"},
        "documents_give": {"ref": "$response.body#/ref", "digest": "$response.body#/documents/0/digest"},
        "procedures_show": {"key": "$response.body#/procedure/key"},
        "procedures_show_edition": {"digest": "$response.body#/edition"},
        "parties_show": {"key": "$response.body#/filer"},
    },
)
def show(asked: Asked, ref: str) -> Answer:
    """Show one case as it stands now.

    State, relations, time limits with rule and zone, who takes part, the timeline, and every step on offer: open, with
    the schema of its filing, or closed, with the reasons. The tag names the last act that is shown.
    """
    docket = parts().docket
    seen = docket.see(reader(), asked.by, ref, asked.at)
    page = page_of_case(reader(), docket, asked.by, seen, asked.at)
    return Answer(case_value(page, seen, PREFIX), headers={"ETag": tag(page.n)})


@noun.get(
    "/cases/<ref>/acts",
    answers=ActList,
    query=ActQuery,
    refuses=(404, 422),
    follows={
        "acts_show": {"ref": "$request.path.ref", "n": "$response.body#/items/0/n"},
        "cases_list_acts": {"ref": "$request.path.ref", "after": "$response.body#/items/0/n"},
    },
)
def list_acts(asked: Asked, ref: str) -> Answer:
    """List the acts of a case that may be seen, in the order of recording.

    The number of the last one leads on (`after`): it never skips and never repeats.
    """
    seen = parts().docket.see(reader(), asked.by, ref, asked.at)
    after, size = asked.query.after, asked.query.size
    lines, tracks = entry_lines(reader(), asked.by, seen, after=after, most=size + 1)
    onward, headers = following(lines[size - 1].n if len(lines) > size else None)
    here = f"{PREFIX}/cases/{ref}"
    return Answer(ActList(tuple(act_line(one, here, tracks) for one in lines[:size]), onward), headers=headers)


EXAMPLE = {"procedure": "ost9", "title": "Relay at the south pole"}


@noun.post(
    "/cases",
    answers=CaseReceipt,
    status=201,
    body=NewCase,
    refuses=(404, 409, 422),
    keyed=True,
    example=EXAMPLE,
    follows={"cases_show": {"ref": "$response.body#/ref"}},
)
def open_case(asked: Asked) -> Answer:
    """Open a case under a procedure.

    In the name of the own party, and by nothing served yet: its first filing is a step of it. The same Idempotency-Key
    gets the first answer.
    """
    new = asked.body
    proposed = _terms(new)
    receipt = recording().open(
        asked.by,
        new.procedure,
        at=asked.at,
        title=new.title.strip(),
        proposed=proposed,
        exercise=new.exercise,
        once=asked.key,
        subjects=_subjects(new),
    )
    here = f"{PREFIX}/cases/{receipt.ref}"
    return Answer(CaseReceipt(receipt.ref, here), headers={"Location": here})


def _terms(new: NewCase) -> dict[str, Any]:
    """Read the terms that are proposed; Misfit for one that the procedure does not leave open."""
    given = {name: [value] for name, value in new.terms.items()}
    proposed = proposed_terms(parts().docket, new.procedure, given)
    known = [one.name for one in fields(parts().docket.form(new.procedure).terms) if one.metadata.get("options")]
    names = ", ".join(known) or _("none")
    faults = [
        (
            pointer_to("terms", name),
            _("There is no such term to choose here. Those that there are: %(names)s.", names=names),
        )
        for name in given
        if name not in known
    ]
    if faults:
        raise Misfit(faults)
    return proposed


def _subjects(new: NewCase) -> tuple[str, ...] | None:
    """Read the legal subjects; Misfit for one that there is not."""
    strange = (n for n, one in enumerate(new.subjects or ()) if one not in SUBJECTS)
    faults = [(pointer_to("subjects", n), _("Choose from: %(choices)s.", choices=", ".join(SUBJECTS))) for n in strange]
    if faults:
        raise Misfit(faults)
    return None if new.subjects is None else tuple(new.subjects)
