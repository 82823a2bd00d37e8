"""Acts: one with its filing, documents, service and receipt; and the one route that takes every step of every
procedure.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from consult import casebook, drafts, i18n
from consult.api.frame.answering import tag
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.frame.problems import NoVersion, OtherVersion
from consult.api.frame.reading import Misfit
from consult.api.values.acts import ActValue, act_value
from consult.api.values.receipts import ActReceipt
from consult.docket import Filed, Receipt
from consult.docket.answers import act_of_own_answer
from consult.i18n import LANGUAGE_NAMES, _
from consult.refusals import Closed, Unknown
from consult.visibility import Viewer
from consult.web.opening import act_read
from consult.web.parts import forget_reads, parts, reader, recording, writing

noun = Noun("acts", "Acts", "Acts of the record, and taking the next one.")


class NamedDraft(Body):
    """A draft to be sent as it stands, and its version as it was read."""

    ref: str = Field(max_length=40)
    version: int = Field(ge=0, le=2**31 - 1)


class NewAct(Body):
    """A step to be taken, on which relation, with what filing: of the schema that the case's offer names. `seen` is
    that of the case as it was read, unless If-Match says it. Instead of a filing, the digest of the text on which
    others laid their hand, or a draft to be sent as it stands. `edition` is that by whose schema the filing was
    written: where the case runs on another, nothing is recorded. `withdraw` takes back the own hand of a joint step;
    `signature` is the signed note where the organ has a key; `level` one above the procedure's, to which its author
    raises it before it is served."""

    step: str = Field("", max_length=80)
    track: str | None = Field(None, max_length=200)
    filing: dict[str, Any] | None = None
    seen: int | None = Field(None, ge=0, le=2**31 - 1)
    digest: str | None = Field(None, max_length=64)
    edition: str | None = Field(None, max_length=64)
    draft: NamedDraft | None = None
    withdraw: bool = False
    signature: str | None = Field(None, max_length=20_000)
    language: str = "en"
    level: Literal["", "C1", "C2", "C3"] = ""


@noun.get(
    "/cases/<ref>/acts/<int:n>",
    answers=ActValue,
    refuses=(404,),
    follows={"cases_show": {"ref": "$response.body#/case"}, "parties_show": {"key": "$response.body#/party"}},
)
def show(asked: Asked, ref: str, n: int) -> ActValue:
    """Show one act with its filing, its service and its place in the log.

    Reading an act that was served on the own party proves its receipt, as opening its page does.
    """
    return act_value(act_read(ref, n), PREFIX)


EXAMPLE = {"step": "make_statement", "filing": {"text": "The relay serves all stations."}, "seen": 0}


@noun.post(
    "/cases/<ref>/acts",
    answers=ActReceipt,
    status=201,
    body=NewAct,
    refuses=(403, 404, 409, 412, 422, 428),
    matches=True,
    keyed=True,
    tagged=True,
    example=EXAMPLE,
    follows={
        "acts_show": {"ref": "$response.body#/case", "n": "$response.body#/n"},
        "acts_take": {"ref": "$response.body#/case", "header.If-Match": "$response.header.ETag"},
        "cases_show": {"ref": "$response.body#/case"},
    },
)
def take(asked: Asked, ref: str) -> Answer:
    """Take a step of a case.

    One route for every step of every procedure: what it asks in writing is the filing of the case's own edition. The
    case is as it was read, or nothing is recorded. The same Idempotency-Key gets the first answer.
    """
    new = asked.body
    filed = _of_draft(asked, ref, new.draft) if new.draft else _filed(asked, ref)
    receipt = _sent_before(asked, ref, filed) if new.draft else None
    if receipt is None:
        receipt = recording().take(asked.by, ref, filed, at=asked.at)
        if new.draft:
            with writing() as connection:
                drafts.close_filed(connection, new.draft.ref, asked.at)
    return receipted(asked, receipt)


def receipted(asked: Asked, receipt: Receipt) -> Answer:
    """Give the receipt, with what the case shows since."""
    here, last = f"{PREFIX}/cases/{receipt.ref}/acts/{receipt.n}", receipt.last_n
    if last is None:
        last = casebook.last_seen_of(reader(), Viewer.of(asked.by), receipt.case_id)
    at = _recorded(asked, receipt) if receipt.repeated else asked.at
    forget_reads()  # nothing of the paper leaves with its receipt
    value = ActReceipt(receipt.ref, receipt.n, receipt.seq, last, at, receipt.repeated, here)
    headers = {"Location": here, "ETag": tag(last)}
    return Answer(value, 200 if receipt.repeated else 201, headers)


def _recorded(asked: Asked, receipt: Receipt) -> datetime:
    """Give the instant of an act that an earlier request recorded."""
    seen = parts().docket.see(reader(), asked.by, receipt.ref, asked.at)
    return casebook.entry_of(reader(), Viewer.of(asked.by), seen.row, receipt.n).act.at


def _filed(asked: Asked, ref: str) -> Filed:
    """Put together what is filed with the act itself."""
    new = asked.body
    faults = [("/step", _("This must be answered."))] if not new.step else []
    if new.filing is not None and new.digest is not None:
        faults.append(("/digest", _("Give a filing or the digest of one, not both.")))
    if new.language not in LANGUAGE_NAMES:
        faults.append(("/language", _("Choose from: %(choices)s.", choices=", ".join(LANGUAGE_NAMES))))
    if faults:
        raise Misfit(faults)
    return Filed(
        new.step,
        new.track or None,
        _words(asked, ref),
        seen_n=_seen(asked),
        key=asked.key,
        language=new.language,
        withdraw=new.withdraw,
        note=new.signature,
        edition=new.edition,
        level=new.level,
    )


def _words(asked: Asked, ref: str) -> Mapping[str, Any] | None:
    """Give the words of a filing, or those on which others laid their hand."""
    digest = asked.body.digest
    if digest is None:
        found: Mapping[str, Any] | None = asked.body.filing
        return found
    return parts().docket.filed_text(reader(), asked.by, ref, digest, asked.at)


def _seen(asked: Asked) -> int:
    """Give the last act that the asker saw, by If-Match or in the body. 428 without, 412 where they do not agree."""
    if asked.matches is None:
        if asked.body.seen is None:
            raise NoVersion
        return int(asked.body.seen)
    if not asked.matches.isdecimal() or asked.body.seen not in (None, int(asked.matches)):
        raise OtherVersion
    return int(asked.matches)


def _of_draft(asked: Asked, ref: str, named: NamedDraft) -> Filed:
    """Put together what is filed by a draft as it stands: it gives step, relation, words and clearance."""
    new = asked.body
    if new.filing is not None or new.digest is not None or new.step or new.track or new.withdraw or new.level:
        raise Misfit([("/draft", _("A draft is sent as it stands: give nothing of it beside it."))])
    row = drafts.find_kept(reader(), asked.by, named.ref)
    if row.case_ref != ref:
        raise Unknown
    if row.closed_at is None:
        drafts.require_version(row, named.version)
    return Filed(
        row.step,
        row.track,
        row.body,
        seen_n=_seen(asked),
        key=f"draft:{row.ref}:{row.version}",
        language=i18n.language(),
        cleared_digest=row.cleared_digest,
        cleared_office=row.cleared_office,
        draft=(row.ref, row.version),
        note=new.signature,
        edition=new.edition,
        level=row.level or "",
    )


def _sent_before(asked: Asked, ref: str, filed: Filed) -> Receipt | None:
    """Give the receipt of a draft that this person sent before; Closed where a colleague did or it was discarded."""
    row = drafts.find_kept(reader(), asked.by, asked.body.draft.ref)
    if row.closed_at is None:
        return None
    try:
        n = act_of_own_answer(reader(), asked.by, filed.key or "")
    except Unknown:
        drafts.find(reader(), asked.by, row.ref)
        raise Closed(_("The paper was sent or discarded.")) from None
    seen = parts().docket.see(reader(), asked.by, ref, asked.at)
    entry = casebook.entry_of(reader(), Viewer.of(asked.by), seen.row, n)
    return Receipt(ref, int(seen.row.id), n, entry.seq or 0, repeated=True)
