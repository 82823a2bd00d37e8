"""A file of notices from a text: as JSON, strictly, with a pointer to everything that is not of the form."""

import re
from collections.abc import Iterable

from consult.exact_json import BadJson, as_float, read_json
from consult.exchange.faults import BadFile, Fault
from consult.exchange.notices.values import NoticesFile
from consult.fitting import fit
from consult.i18n import _

_IN_ROW = re.compile(r"/notices/([0-9]+)(?:/(.*))?")


def read_notices(text: str) -> tuple[NoticesFile | None, list[Fault]]:
    """Give what a text holds, or every fault of its form. Raises BadFile for what is no JSON, with line and column."""
    try:
        found = read_json(text.removeprefix("\ufeff"), as_float)
    except BadJson as fault:
        if fault.pointer is not None:
            return None, [fault_at(fault.pointer, str(fault))]
        raise BadFile(_worded(fault)) from None
    file, wrong = fit(NoticesFile, found)
    return file, [fault_at(pointer, sentence) for pointer, sentence in wrong]


def _worded(fault: BadJson) -> str:
    if fault.at is None:
        return str(fault)
    line, column = fault.at
    return _("This is no JSON that can be read: line %(line)s, column %(column)s.", line=line, column=column)


def fault_at(pointer: str, sentence: str) -> Fault:
    """Name a fault by its pointer, and the row in which it stands."""
    in_row = _IN_ROW.fullmatch(pointer)
    if in_row is None:
        return Fault(0, pointer.removeprefix("/"), sentence, pointer)
    return Fault(int(in_row[1]) + 1, in_row[2] or "", sentence, pointer)


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Sort faults by their rows, those of the file first."""
    return tuple(sorted(faults, key=lambda one: one.row))
