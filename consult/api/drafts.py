"""Papers in preparation: begun, read, replaced over the version that was read, cleared, discarded. What is ready is
sent as an act (`draft`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from consult import drafts
from consult.api.frame.answering import tag
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.frame.problems import NoVersion, OtherVersion
from consult.api.frame.reading import Misfit
from consult.api.values.drafts import DraftValue, draft_value
from consult.citations import law
from consult.pages import cases as cases_pages
from consult.pages import drafts as pages
from consult.pages.cases.step import find_offer
from consult.refusals import Malformed, Unknown
from consult.web.parts import close_reader, parts, reader, writing
from consult.web.uploads import free_content
from workflows.kernel.bodies import problems
from workflows.kernel.fields import FilingSpec

noun = Noun("drafts", "Drafts", "Papers that the own party is preparing; nobody else sees them.")
FILING = {"text": "The relay serves all stations."}
_SAME = {"ref": "$response.body#/ref"}
_AS_READ = {**_SAME, "header.If-Match": "$response.header.ETag"}
ONWARD = {
    "drafts_show": _SAME,
    "drafts_replace_text": _AS_READ,
    "drafts_clear": _AS_READ,
    "drafts_discard": _AS_READ,
    "acts_take": {"ref": "$response.body#/case"},
}
"""Where a paper in preparation leads: read, replaced, cleared or discarded as it was read; sent as an act."""


class NewDraft(Body):
    """A paper to be begun for a step; without a filing it begins with what the form would begin with."""

    step: str = Field(max_length=80)
    track: str | None = Field(None, max_length=200)
    filing: dict[str, Any] | None = None


class Text(Body):
    """What a draft is to say, in place of what it said. It may leave questions open; what it answers can be read. The
    `level` is one to which it is raised before it is served; empty takes that back, and without one it stays."""

    filing: dict[str, Any]
    level: Literal["", "C1", "C2", "C3"] | None = None


@noun.post(
    "/cases/<ref>/drafts",
    answers=DraftValue,
    status=201,
    body=NewDraft,
    refuses=(404, 409, 422),
    tagged=True,
    example={"step": "make_statement", "filing": FILING},
    follows=ONWARD,
)
def begin(asked: Asked, ref: str) -> Answer:
    """Begin the paper that a step asks for.

    Where the party has an open one for that step already, it is that one, as long as it says the same.
    """
    new, docket = asked.body, parts().docket
    seen = docket.see(reader(), asked.by, ref, asked.at)
    offer = find_offer(reader(), docket, asked.by, seen, new.step, new.track or "", asked.at, for_party=True)
    if offer.step.filing is None:
        raise Unknown
    body = new.filing
    if body is not None:
        _require_readable(offer.step.filing, body)
    else:
        body = cases_pages.first_answers(reader(), docket, asked.by, seen, offer, asked.at)
    with writing() as connection:
        draft = drafts.start(
            connection,
            asked.by,
            seen.row.id,
            new.step,
            new.track or None,
            body,
            asked.at,
            exactly=new.filing is not None,
        )
    return _shown(asked, draft, 201)


@noun.get(
    "/drafts/<ref>",
    answers=DraftValue,
    refuses=(404, 409),
    tagged=True,
    follows=ONWARD,
)
def show(asked: Asked, ref: str) -> Answer:
    """Show a draft of the own party, with what it still lacks.

    The tag names its version. 409 once it was sent or discarded.
    """
    return _shown(asked, ref)


def _shown(asked: Asked, ref: str, status: int = 200) -> Answer:
    close_reader()
    row, spec = pages.spec_of(reader(), parts().docket, asked.by, ref, asked.at)
    page = pages.draft_page(reader(), parts().docket, asked.by, ref, asked.at)
    value = draft_value(page, row, spec, problems(spec, row.body), PREFIX)
    value = replace(value, missing=tuple(replace(one, sentence=law(one.sentence)) for one in value.missing))
    headers = {"ETag": tag(value.version)} | ({"Location": value.href} if status == 201 else {})
    return Answer(value, status, headers)


@noun.put(
    "/drafts/<ref>",
    answers=DraftValue,
    body=Text,
    refuses=(404, 409, 412, 422, 428),
    matches=True,
    tagged=True,
    example={"filing": FILING},
    follows=ONWARD,
)
def replace_text(asked: Asked, ref: str) -> Answer:
    """Replace what a draft says, over the version that was read (If-Match).

    412 where another text was stored meanwhile.
    """
    row, spec = pages.spec_of(reader(), parts().docket, asked.by, ref, asked.at)
    drafts.find(reader(), asked.by, row.ref)
    _require_readable(spec, asked.body.filing)
    with writing() as connection:
        version = version_meant(asked, row)
        drafts.save(connection, asked.by, ref, asked.body.filing, version, asked.at, level=asked.body.level)
    return _shown(asked, ref)


def _require_readable(spec: FilingSpec, body: Mapping[str, Any]) -> None:
    """Refuse answers that cannot be read and questions that are not asked; what is still open is no fault."""
    wrong = drafts.unreadable(spec, body)
    if wrong:
        raise Misfit((f"/filing/{one.field}", law(one.sentence)) for one in wrong)


def version_meant(asked: Asked, row: Any) -> int:
    """Give the version that the asker read; 428 where the request does not say it, 412 where it is another one."""
    if asked.matches is None:
        raise NoVersion
    if asked.matches != str(row.version):
        raise OtherVersion
    return int(row.version)


@noun.post(
    "/drafts/<ref>/clearance",
    answers=DraftValue,
    refuses=(403, 404, 409, 412, 422, 428),
    matches=True,
    tagged=True,
    follows=ONWARD,
)
def clear(asked: Asked, ref: str) -> Answer:
    """Clear the text that was read (If-Match) for dispatch.

    With the capacity to clear, of a complete text whose step is open.
    """
    row = drafts.find(reader(), asked.by, ref)
    version = version_meant(asked, row)
    spec = pages.spec_to_clear(reader(), parts().docket, asked.by, ref, asked.at)
    try:
        with writing() as connection:
            drafts.clear(connection, asked.by, ref, spec, version, asked.at)
    except Malformed as fault:
        raise Misfit((f"/filing/{where}", sentence) for where, sentence in fault.fields.items()) from None
    return _shown(asked, ref)


@noun.delete("/drafts/<ref>", status=204, refuses=(404, 409, 412, 428), matches=True)
def discard(asked: Asked, ref: str) -> None:
    """Discard the draft that was read (If-Match), and the documents that nothing needs any more."""
    row = drafts.find(reader(), asked.by, ref)
    version = version_meant(asked, row)
    with writing() as connection:
        unwanted = drafts.close(connection, asked.by, ref, version, asked.at)
    free_content(unwanted)
