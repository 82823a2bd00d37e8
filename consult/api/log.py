"""The log: where it stands, its published files, its entries as far as the asker may read them, and receipts."""

from datetime import date
from typing import Literal

from flask import Response
from pydantic import Field

from consult.api.frame.declaring import PREFIX, Answer, Asked, Query
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import following
from consult.api.frame.problems import OtherVersion
from consult.api.frame.reading import Misfit
from consult.api.values.log import (
    EntryList,
    EntryValue,
    LogValue,
    ReceiptValue,
    WitnessesValue,
    entry_item,
    entry_value,
    log_value,
    receipt_value,
    witnesses_value,
)
from consult.i18n import _
from consult.pages.log.entry import entry_page
from consult.pages.log.explorer import Asked as Narrowed
from consult.pages.log.explorer import explorer_page
from consult.pages.log.receipt import receipt_page
from consult.pages.log.record import log_page
from consult.pages.witnesses import witnesses_page
from consult.refusals import Unknown
from consult.web import audit
from consult.web import log as record
from consult.web.parts import parts, reader

noun = Noun("log", "Log", "The verifiable log: checkpoints, tiles, entries, receipts and openings.")
MOST_ENTRIES = 2**31 - 1
AGAIN = {"Retry-After": "2"}
"""How soon to look again for what comes with the next checkpoint."""


class EntryQuery(Query):
    """What a list of entries is narrowed to, and where it goes on. Nothing sealed passes a filter."""

    kind: str = Field("", max_length=80, description="readable, act, or the kind of an entry.")
    case: str = Field("", max_length=80, description="Reference of a case.")
    party: str = Field("", max_length=80, description="Key of a party, or host.")
    step: str = Field("", max_length=80, description="Key or words of a step.")
    office: str = Field("", max_length=80, description="Words of the office in which an act was taken.")
    since: str = Field("", max_length=10, description="First day of recording, in UTC.")
    until: str = Field("", max_length=10, description="Last day of recording, in UTC.")
    sort: Literal["-seq"] = Field("-seq", description="The newest first.")
    after: int | None = Field(None, ge=0, le=MOST_ENTRIES, description="Number of the last entry of the page before.")
    size: int = Field(50, ge=1, le=200)


@noun.get("/log", answers=LogValue)
def show(asked: Asked) -> LogValue:
    """Show where the log stands: its newest checkpoint, its epochs, and where everything that checks it is had."""
    settings = parts().settings
    return log_value(log_page(reader(), settings.instance, settings.log.epoch, asked.at), PREFIX)


@noun.get("/log/witnesses", answers=WitnessesValue)
def list_witnesses(asked: Asked) -> WitnessesValue:
    """List the witnesses of the log, and who cosigned its last checkpoints when."""
    return witnesses_value(witnesses_page(reader(), parts().settings, asked.at))


@noun.get("/log/<int:epoch>/checkpoint", refuses=(404, 412), raw="text/plain", fresh=True)
def give_checkpoint(asked: Asked, epoch: int) -> Response:
    """Give the newest checkpoint of an epoch as it is published: the signed note with the cosignatures."""
    return _published(audit.give_checkpoint(epoch))


@noun.get("/log/<int:epoch>/tile/<path:path>", refuses=(404, 412), raw="application/octet-stream", fresh=True)
def give_tile(asked: Asked, epoch: int, path: str) -> Response:
    """Give a tile of hashes or a bundle of leaves as it is published (C2SP tlog-tiles)."""
    return _published(audit.give_tile(epoch, path))


def _published(answer: Response) -> Response:
    """Give a published file with its caching headers; Unknown where there is none."""
    if answer.status_code == 404:
        raise Unknown
    if answer.status_code == 412:
        raise OtherVersion
    return answer


@noun.get("/log/entries", answers=EntryList, query=EntryQuery, refuses=(422,))
def list_entries(asked: Asked) -> Answer:
    """List entries of the log, the newest first.

    Everybody sees that an entry is there; what it is, only whoever may read it.
    """
    query, docket = asked.query, parts().docket
    narrowed = Narrowed(query.kind, query.case, query.party, query.step, _day(query, "since"), _day(query, "until"),
                        query.office)  # fmt: skip
    page = explorer_page(
        reader(),
        docket,
        asked.by,
        narrowed,
        asked.at,
        trust=record.trusted(),
        before=query.after,
        size=query.size,
    )
    onward, headers = following(page.following)
    return Answer(EntryList(tuple(entry_item(one, PREFIX) for one in page.lines), onward), headers=headers)


def _day(query: EntryQuery, name: str) -> date | None:
    """Read a day; Misfit for what is none."""
    text = getattr(query, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Misfit([(f"?{name}", _("Give a date as year-month-day, such as 2026-11-20."))]) from None


@noun.get("/log/entries/<int:seq>", answers=EntryValue, refuses=(404,))
def show_entry(asked: Asked, seq: int) -> EntryValue:
    """Show one entry: the fields of its leaf with their digests, opened as far as the asker may read them."""
    return entry_value(entry_page(reader(), parts().docket, asked.by, seq, record.trusted()), PREFIX)


@noun.get("/log/entries/<int:seq>/leaf", refuses=(404,), raw="application/octet-stream")
def give_leaf(asked: Asked, seq: int) -> Response:
    """Give the bytes of a leaf, as they are in the published log."""
    return record.give_leaf(seq)


@noun.get("/log/entries/<int:seq>/receipt", refuses=(404,), raw="text/plain")
def give_receipt(asked: Asked, seq: int) -> Response:
    """Give the proof that an entry is in the log (C2SP tlog-proof).

    404 as long as no checkpoint covers it.
    """
    return record.give_receipt(seq)


@noun.get("/log/entries/<int:seq>/openings", refuses=(404,), raw="application/json")
def give_openings(asked: Asked, seq: int) -> Response:
    """Give what the asker may open of an entry: disclosures with their salts (RFC 9901).

    404 where that is nothing.
    """
    return record.give_openings(seq)


@noun.get("/cases/<ref>/acts/<int:n>/receipt", answers=ReceiptValue, refuses=(404,))
def show_receipt(asked: Asked, ref: str, n: int) -> Answer:
    """Show how far the receipt of an act has come: recorded, sealed or attested.

    As long as it may change, `Retry-After` says when to look again. To look at it is no receipt of what was served.
    """
    page = receipt_page(reader(), parts().docket, asked.by, ref, n, asked.at, record.trusted())
    return Answer(receipt_value(page, PREFIX), headers={} if page.is_final else AGAIN)
