"""An origin that is given up at the very moment at which it is signed for: either what is signed is the last of it, or
nothing is signed. With the memory in a file and in a database that machines share.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from consult.db import reading
from consult.log import memory
from consult.log.rotating import close_origin
from consult.log.signer import NotSigned, Signer, open_signer, state_of
from consult.log.verify import verify
from consult.models.logbook import AUDIT_ENTRY
from tests.faults.test_signers import AT, ORIGIN, Host, covered, host, loop_of, memory_url, record_url

__all__ = ["host", "memory_url", "record_url"]
LATER = AT + timedelta(days=1)


def take_part(host: Host) -> None:
    """Let a worker that has just begun make one turn, and end it."""
    loop = loop_of(host.settings)
    try:
        loop.take_part(LATER)
    finally:
        loop.stop()
        loop.engine.dispose()


def followed(host: Host) -> Any:
    """Go on under the next epoch, and give what its first entry says that it follows."""
    host.settings = replace(host.settings, log=replace(host.settings.log, epoch=2))
    take_part(host)
    query = select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "log_key").order_by(AUDIT_ENTRY.c.seq.desc())
    with reading(host.engine) as connection:
        report = verify(connection)
        body = connection.execute(query.limit(1)).scalar_one()
    assert report.sound
    assert report.size == covered(host)
    return json.loads(body)["follows"]


def test_what_is_closed_between_the_signature_and_its_remembrance_is_not_signed(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note is drawn, the origin is closed, and then it should be remembered: it is neither remembered nor stored,
    and the next epoch follows what was signed before."""
    host.record()
    take_part(host)
    before, notes = state_of(host.settings).last(ORIGIN), len(host.notes())
    assert before is not None
    host.record()
    sign: Callable[..., str] = Signer.sign

    def overtaken(signer: Signer, size: int, root: bytes) -> str:
        note = sign(signer, size, root)
        close_origin(host.settings, LATER)
        return note

    with monkeypatch.context() as patch:
        patch.setattr(Signer, "sign", overtaken)
        with pytest.raises(NotSigned, match=r"/audit/1 was closed: nothing is signed under it any more\.") as told:
            take_part(host)

    assert "origin-closed" == told.value.code
    assert (before, notes) == (state_of(host.settings).last(ORIGIN), len(host.notes()))
    assert {"origin": ORIGIN, "size": before.size, "root": before.root.hex()} == followed(host)


def test_whoever_closes_while_something_is_being_remembered_waits_for_it(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The memory has looked, and not written yet, when somebody closes the origin by hand, who has no term either: he
    is answered when the last note is remembered, and the next epoch follows that one."""
    host.record()
    take_part(host)
    before, signer = state_of(host.settings).last(ORIGIN), open_signer(host.settings)
    assert before is not None
    last, waited = replace(before, at=LATER), []
    closing = threading.Thread(target=lambda: close_origin(host.settings, LATER))
    swap: Callable[..., Any] = memory.swap

    def slowly(*given: Any) -> Any:
        closing.start()
        closing.join(0.5)
        waited.append(closing.is_alive())
        return swap(*given)

    with monkeypatch.context() as patch:
        patch.setattr(memory, "swap", slowly)
        signer.remember(before, last)
    closing.join()

    assert [True] == waited
    assert (last, True) == (state_of(host.settings).last(ORIGIN), state_of(host.settings).is_closed(ORIGIN))
    with pytest.raises(NotSigned, match="was closed"):
        signer.remember(last, replace(last, at=LATER + timedelta(minutes=1)))
    assert {"origin": ORIGIN, "size": last.size, "root": last.root.hex()} == followed(host)
