"""Beginning a case on an activity of the register: the case, and its first paper with what the register says."""

from datetime import datetime

from consult import drafts
from consult.docket import Receipt
from consult.pages.cases.from_register import entry_to_begin, start_first
from consult.standing import Standing
from consult.web.parts import parts, reader, writing


def begin_on(by: Standing, key: str, procedure: str, now: datetime, once: str | None = None) -> tuple[Receipt, str]:
    """Open a case on an activity and begin its first paper; give the receipt and the reference of the paper. The same
    `once` gets the first ones, whatever became of them. Unknown where there is no such entry, or the procedure is not
    offered on it to this party."""
    docket = parts().docket
    entry = entry_to_begin(reader(), docket, by, key, procedure)
    title, exercise = entry.listed.title, entry.listed.exercise
    receipt = docket.open(by, procedure, at=now, title=title, exercise=exercise, once=once)
    with writing() as connection:
        draft = drafts.first_of(connection, by, receipt.case_id) if receipt.repeated else None
        return receipt, draft or start_first(connection, docket, by, receipt.case_id, procedure, entry, now)
