"""What was asked for and how far it is: rows that are changed as the work goes on, and deleted some time after it."""

import json
import secrets
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from consult.i18n import _
from consult.models.cases import OUTBOX
from consult.models.outputs import OUTPUT
from consult.refusals import Closed, Unknown
from consult.standing import Standing
from consult.turns import wait_turn
from workflows.kernel.frozen import dataclass

TOPIC = "output"
MOST_AT_ONCE = 200
"""How many files one transaction lets go, and how many it forgets; the next tick goes on."""
KEPT = timedelta(days=7)
"""How long a file lies ready: a product default, no provision."""
TOLD_GONE = timedelta(days=30)
MOST_UNDER_WAY = 5
"""How many files one party may have under way: making one reads much."""
LISTED = 50
WAITING, WORKING, READY, FAILED, GONE = "waiting", "working", "ready", "failed", "gone"
UNDER_WAY = (WAITING, WORKING)


@dataclass(frozen=True, slots=True)
class New:
    """What is asked for: who makes it, under which title, the frozen question, how many pieces of work it is."""

    what: str
    title: str
    question: Mapping[str, Any]
    total: int


def ask(connection: Connection, by: Standing, new: New, at: datetime, *, run_at: datetime) -> tuple[int, str]:
    """Keep what is asked for, and have it made from a moment on; give its number and its key. Closed where the party
    has too many under way."""
    wait_turn(connection, f"outputs:{by.party_key}")
    waits = select(func.count()).where(OUTPUT.c.party == by.party_key, OUTPUT.c.state.in_(UNDER_WAY))
    if connection.execute(waits).scalar_one() >= MOST_UNDER_WAY:
        raise Closed(_("%(most)s files are being made for your party: wait for one of them.", most=MOST_UNDER_WAY))
    mandate, substitution, _arrangement = by.chosen
    key = secrets.token_hex(10)
    row = {
        "key": key,
        "party": by.party_key,
        "person_id": by.person_id,
        "mandate_id": mandate,
        "substitution_id": substitution,
        "what": new.what,
        "title": new.title,
        "question": dict(new.question),
        "state": WAITING,
        "total": new.total,
        "asked_at": at,
        "changed_at": at,
        "expires_at": at + KEPT,
    }
    number = connection.execute(insert(OUTPUT).values(row).returning(OUTPUT.c.id)).scalar_one()
    _have_made(connection, number, key, run_at)
    return number, key


def _have_made(connection: Connection, number: int, key: str, run_at: datetime) -> None:
    work = {"topic": TOPIC, "payload": json.dumps({"output": number}), "run_at": run_at, "attempts": 0}
    connection.execute(insert(OUTBOX).values({"key": f"output:{key}:{secrets.token_hex(4)}", **work}))


def outputs_of(
    connection: Connection, party: str, *, what: str = "", before: int | None = None, at_once: int = LISTED
) -> Iterator[Any]:
    """Give the files that people of a party asked for, all or those of a kind, the newest first or from a number down:
    so many are read at once, and no more once nobody asks on. Whoever may have only some of them takes those out of
    all, so that files of others neither shorten a list nor end it."""
    query = select(OUTPUT).where(OUTPUT.c.party == party)
    query = query.where(OUTPUT.c.what == what) if what else query
    query = query.order_by(OUTPUT.c.id.desc()).limit(at_once)
    while True:
        rows = connection.execute(query if before is None else query.where(OUTPUT.c.id < before)).all()
        yield from rows
        if len(rows) < at_once:
            return
        before = rows[-1].id


def find_output(connection: Connection, party: str, key: str) -> Any:
    """Find a file of a party; Unknown where there is none."""
    row = connection.execute(select(OUTPUT).where(OUTPUT.c.key == key, OUTPUT.c.party == party)).first()
    if row is None:
        raise Unknown
    return row


def retry(connection: Connection, row: Any, at: datetime) -> None:
    """Have a file made again, as it was asked for; Closed where it is under way or ready."""
    anew = {"state": WAITING, "done": 0, "reason": "", "digest": None, "expires_at": at + KEPT, "changed_at": at}
    ended = OUTPUT.c.id == row.id, OUTPUT.c.state.in_((FAILED, GONE))
    if connection.execute(update(OUTPUT).where(*ended).values(anew)).rowcount != 1:
        raise Closed(_("This file is being made or ready; there is nothing to try again."))
    _have_made(connection, row.id, row.key, at)


def remove(connection: Connection, row: Any) -> str | None:
    """Forget a file that was asked for; give the digest that nothing names any more."""
    connection.execute(delete(OUTPUT).where(OUTPUT.c.id == row.id))
    return _unnamed(connection, row.digest)


def change(connection: Connection, number: int, at: datetime, **values: Any) -> bool:
    """Change how far a file is; False where it was removed meanwhile."""
    query = update(OUTPUT).where(OUTPUT.c.id == number).values({"changed_at": at, **values})
    return connection.execute(query).rowcount == 1


def change_same(connection: Connection, row: Any, at: datetime, **values: Any) -> bool:
    """Change how far a file is that was begun in another transaction; False where it was removed since, or let go with
    what was erased. SQLite gives its number to the next that is asked for, which may be another party's; its key is
    never given again."""
    same = OUTPUT.c.id == row.id, OUTPUT.c.key == row.key, OUTPUT.c.state == WORKING
    return connection.execute(update(OUTPUT).where(*same).values({"changed_at": at, **values})).rowcount == 1


def end_expired(connection: Connection, at: datetime) -> list[str]:
    """Let the next files go whose time is over, and forget those long gone; give the digests that nothing names any
    more."""
    still = OUTPUT.c.expires_at <= at, OUTPUT.c.state.in_((READY, FAILED))
    query = select(OUTPUT).where(*still).order_by(OUTPUT.c.id).limit(MOST_AT_ONCE)
    over = connection.execute(query).all()
    gone = {"changed_at": at, "state": GONE, "digest": None, "reason": _("Its time was over.")}
    for row in over:
        connection.execute(update(OUTPUT).where(OUTPUT.c.id == row.id, *still).values(gone))
    long_gone = select(OUTPUT.c.id).where(OUTPUT.c.state == GONE, OUTPUT.c.changed_at <= at - TOLD_GONE)
    chosen = OUTPUT.c.id.in_(long_gone.order_by(OUTPUT.c.id).limit(MOST_AT_ONCE))
    connection.execute(delete(OUTPUT).where(chosen, OUTPUT.c.state == GONE))  # one may be tried again at this moment
    return [digest for row in over if (digest := _unnamed(connection, row.digest))]


def under_way(connection: Connection, keys: Collection[str]) -> frozenset[str]:
    """Give those of some keys whose files wait or are being made."""
    query = select(OUTPUT.c.key).where(OUTPUT.c.key.in_(sorted(keys)), OUTPUT.c.state.in_(UNDER_WAY))
    return frozenset(connection.execute(query).scalars())


def has_expired(connection: Connection, at: datetime) -> bool:
    """Say whether there is anything to let go; a read by index."""
    over = (OUTPUT.c.expires_at <= at) & OUTPUT.c.state.in_((READY, FAILED))
    long_gone = (OUTPUT.c.state == GONE) & (OUTPUT.c.changed_at <= at - TOLD_GONE)
    return connection.execute(select(OUTPUT.c.id).where(or_(over, long_gone)).limit(1)).first() is not None


def _unnamed(connection: Connection, digest: str | None) -> str | None:
    """Give a digest if no file that was asked for names it."""
    if not digest:
        return None
    named = connection.execute(select(OUTPUT.c.id).where(OUTPUT.c.digest == digest).limit(1)).first()
    return None if named else digest


def outputs_of_case(connection: Connection, party: str, what: str, ref: str) -> list[Any]:
    """List the files of a kind that a party had made from one case, the newest first; of those gone the row remains for
    a while."""
    return [row for row in outputs_of(connection, party, what=what) if row.question.get("case") == ref]
