"""Rehearsing a step: what it would do if it were taken now, and what the organ would sign; nothing is recorded."""

from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from consult import drafts
from consult.api.acts import NamedDraft
from consult.api.frame.declaring import Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.frame.reading import Misfit
from consult.api.values.rehearsals import RehearsalValue, rehearsal_value
from consult.docket import Filed, Seen
from consult.i18n import _
from consult.pages.cases.rehearsal import rehearsal
from consult.refusals import Unknown
from consult.web.parts import parts, reader

noun = Noun("rehearsals", "Rehearsals", "What a step would do if it were taken now. Nothing is recorded.")


class Rehearsed(Body):
    """A step as it would be taken: its relation, its filing, or the digest of the text on which others laid their hand;
    or a draft as it stands. `level` is one above the procedure's, to which it would be raised."""

    step: str = Field("", max_length=80)
    track: str | None = Field(None, max_length=200)
    filing: dict[str, Any] | None = None
    digest: str | None = Field(None, max_length=64)
    draft: NamedDraft | None = None
    level: Literal["", "C1", "C2", "C3"] = ""


@noun.post(
    "/cases/<ref>/rehearsals",
    answers=RehearsalValue,
    body=Rehearsed,
    refuses=(404, 409, 412, 422),
    example={"step": "make_statement", "filing": {"text": "The relay serves all stations."}},
)
def rehearse(asked: Asked, ref: str) -> RehearsalValue:
    """Perform a step on paper, as the page before sending does.

    Who would be told, where the case would go, which limits would run; or every reason why it is refused. Where the
    organ has a key, the text that it signs.
    """
    docket = parts().docket
    seen = docket.see(reader(), asked.by, ref, asked.at)
    filed = _of_draft(asked, ref) if asked.body.draft else _filed(asked, ref)
    track = _track(asked, seen, filed)
    found = rehearsal(reader(), docket, asked.by, seen, replace(filed, track=track or None), asked.at)
    return rehearsal_value(found, ref, filed.step, track)


def _track(asked: Asked, seen: Seen, filed: Filed) -> str:
    """Find the relation on which a step is offered, open or closed: the one that is named, or the only one; Unknown for
    a step that is not told of here."""
    offers = parts().docket.offers(reader(), asked.by, seen, asked.at, steps={filed.step})
    there = [one.track.key if one.track else "" for one in offers]
    if (filed.track or "") in there:
        return filed.track or ""
    if filed.track or len(there) != 1:
        raise Unknown
    return there[0]


def _filed(asked: Asked, ref: str) -> Filed:
    new, words = asked.body, asked.body.filing
    if not new.step:
        raise Misfit([("/step", _("This must be answered."))])
    if new.filing is not None and new.digest is not None:
        raise Misfit([("/digest", _("Give a filing or the digest of one, not both."))])
    if new.digest is not None:
        words = parts().docket.filed_text(reader(), asked.by, ref, new.digest, asked.at)
    return Filed(new.step, new.track or None, words, level=new.level)


def _of_draft(asked: Asked, ref: str) -> Filed:
    """Put together what is filed by a draft of the own party; 412 where it is another version by now."""
    new = asked.body
    if new.filing is not None or new.digest is not None or new.step or new.track or new.level:
        raise Misfit([("/draft", _("A draft is sent as it stands: give nothing of it beside it."))])
    row = drafts.find(reader(), asked.by, new.draft.ref)
    if row.case_ref != ref:
        raise Unknown
    drafts.require_version(row, new.draft.version)
    return Filed.of_draft(row)
