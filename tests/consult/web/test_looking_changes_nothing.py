"""A look at a page changes nothing, but for two things that are told: that a session was seen, to ten minutes, and what
was read.

That a session was seen is written by a GET on purpose: whoever lists sessions must tell a dead one from one in use, and
most use is looking. It is one column of one own row, at most once in ten minutes, left out while others write, and no
answer depends on it.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import MetaData, select

from consult import clock
from tests.consult.web.cases_world import file, serve_berth
from tests.consult.web.world import AT, World

READ = {"audit_entry", "read_mark", "audit_leaf", "audit_opening", "audit_head", "audit_chain", "audit_node"}
"""What an entry of a read writes, and nothing else does on a GET."""
PAGES = ("/", "/desk", "/cases", "/my-party", "/my-sign-in", "/my-settings", "/search?q=Cargo", "/calendar", "/log")


def everything(world: World) -> dict[str, list[Any]]:
    """Read every table, row by row."""
    tables = MetaData()
    tables.reflect(world.engine)
    with world.reading() as conn:
        return {
            name: sorted((tuple(row) for row in conn.execute(select(table))), key=repr)
            for name, table in tables.tables.items()
            if "_fts" not in name
        }


def test_a_look_writes_when_a_session_was_seen_and_what_was_read(berths: World) -> None:
    """Twenty minutes later every page is opened: one row of one's own session differs, in one column, once."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    file(berths.signed_in("all@kor.example"), ref, "give", "berth:KOR", text="With pleasure")
    visitor = berths.signed_in("all@jpn.example")
    before = everything(berths)
    with clock.frozen(AT + timedelta(minutes=20)):
        for address in (*PAGES, f"/cases/{ref}", f"/cases/{ref}/looks"):
            assert visitor.get(address).status_code in (200, 303, 404), address
    after = everything(berths)

    changed = {name for name in after if after[name] != before.get(name)}
    assert {"sign_in_session"} | (changed & READ) == changed
    (was,) = set(before["sign_in_session"]) - set(after["sign_in_session"])
    (now,) = set(after["sign_in_session"]) - set(before["sign_in_session"])
    assert 1 == sum(one != other for one, other in zip(was, now, strict=True))


def test_nothing_is_written_within_ten_minutes(berths: World) -> None:
    """A page after nine minutes changes not a row."""
    visitor = berths.signed_in("all@jpn.example")
    before = everything(berths)
    with clock.frozen(AT + timedelta(minutes=9)):
        visitor.get("/my-party")

    assert before == everything(berths)
