"""Whom a draft may affect: the States that a comparison with the register names, addressed or left out for a reason."""

from typing import Literal

from pydantic import Field

from consult import drafts
from consult.api.drafts import version_meant
from consult.api.frame.answering import tag
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.frame.reading import Misfit
from consult.api.values.affected import AffectedValue, affected_value
from consult.pages.affected import affected_page, change
from consult.pages.affected_acts import PARTY, REASON
from consult.refusals import Malformed
from consult.web.parts import close_reader, parts, reader, writing

noun = Noun("affected", "Affected States", "Whom a draft may affect, and who of them is addressed.")


class Decision(Body):
    """A State to be addressed, with the activity of its that may be affected where one is named; or to be left out,
    with the reason."""

    party: str = Field(max_length=80)
    do: Literal["add", "remove"]
    reason: str = Field("", max_length=2000)
    activity: str = Field("", max_length=2000)


@noun.get("/drafts/<ref>/affected", answers=AffectedValue, refuses=(404, 409), tagged=True)
def show(asked: Asked, ref: str) -> Answer:
    """Show whom a draft may affect.

    404 for a draft whose step asks for nothing of the kind. The tag is that of the draft.
    """
    return _shown(asked, ref)


@noun.post(
    "/drafts/<ref>/affected",
    answers=AffectedValue,
    body=Decision,
    refuses=(404, 409, 412, 422, 428),
    matches=True,
    tagged=True,
    example={"party": "KOR", "do": "remove", "reason": "Its activity has ended."},
)
def decide(asked: Asked, ref: str) -> Answer:
    """Address a State in the draft that was read (If-Match), or leave one out with a reason."""
    new = asked.body
    row = drafts.find(reader(), asked.by, ref)
    version = version_meant(asked, row)
    pressed = {"do": new.do, PARTY: new.party, REASON: new.activity if new.do == "add" else new.reason}
    try:
        body = change(reader(), parts().docket, asked.by, ref, asked.at, pressed)
    except Malformed as fault:
        raise Misfit((f"/{where.partition('-')[0]}", sentence) for where, sentence in fault.fields.items()) from None
    with writing() as connection:
        drafts.save(connection, asked.by, ref, body, version, asked.at)
    return _shown(asked, ref)


def _shown(asked: Asked, ref: str) -> Answer:
    close_reader()
    page = affected_page(reader(), parts().docket, asked.by, ref, asked.at, "ltr")
    return Answer(affected_value(page, PREFIX), headers={"ETag": tag(page.version)})
