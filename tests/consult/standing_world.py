"""People of three parties in a database, and what they were given: mandates, absences, arrangements, sessions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from consult import migrate, people
from consult.accounts.sessions import Opened, choose_mandate, find_session, open_session
from consult.db import make_engine, writing
from consult.log.append import start_log
from consult.models.absence import SUBSTITUTION
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE, PERSON
from consult.models.representation import REPRESENTATION
from consult.people import NewMandate, NewOrgan, NewParty, NewPerson
from consult.people.mandates import insert_mandate
from consult.people.persons import add_person
from tests import databases

AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
"""A Friday, on which these stories are told."""
GIVEN = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
"""When what people have was given to them."""
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
WORK = ("draft", "clear", "dispatch")


class People:
    """The people of a database within one transaction, which is undone; organs by their keys."""

    def __init__(self, conn: Connection, organs: dict[str, int]) -> None:
        self.conn, self.organs = conn, organs

    def person(self, name: str) -> int:
        """Record a person."""
        return add_person(self.conn, NewPerson(name, f"{name.lower()}@example.int"), AT)

    def mandate(self, person: int, organ: str, office: str = "Officer", **other: Any) -> int:
        """Give a mandate for drafting, clearing and dispatch in 2026, but for what is named."""
        given: dict[str, Any] = {"capacities": WORK, "valid_from": FIRST, "valid_until": LAST, **other}
        new = NewMandate(self.organs[organ], office, instrument="Letter", **given)
        return insert_mandate(self.conn, None, person, new, GIVEN)[0]

    def absence(self, mandate: int, substitute: int, first: date, last: date, **other: Any) -> int:
        """Let somebody stand in."""
        row = {"mandate_id": mandate, "substitute_mandate_id": substitute, "capacities": list(WORK), "seq": self._seq}
        row |= {"valid_from": first, "valid_until": last, "recorded_at": AT, **other}
        return self._made(SUBSTITUTION, row)

    def arrangement(self, represented: str, acting: str, **other: Any) -> int:
        """Let a party act in the name of another in 2026; it is accepted."""
        by = self.conn.execute(select(func.min(PERSON.c.id))).scalar_one()
        row: dict[str, Any] = {"represented": represented, "acting": acting, "way": "state", "under": "LC"}
        row |= {"instrument": "Note 12", "capacities": list(WORK), "procedures": ["berth"], "valid_from": FIRST}
        row |= {"valid_until": LAST, "recorded_party": represented, "recorded_by": by, "recorded_at": AT}
        row |= {"seq": self._seq, "acting_seq": self._seq, "accepted_at": AT, **other}
        return self._made(REPRESENTATION, row)

    def session(
        self, person: int, chosen: tuple[int | None, int | None, int | None], through: str | None = None
    ) -> str:
        """Sign somebody in, by a password or through the provider of a party, and choose; give the token."""
        opened = Opened(through) if through else None
        token = open_session(self.conn, person, "Test", AT, "password", opened)
        signed = find_session(self.conn, token, AT)
        assert signed is not None
        choose_mandate(self.conn, signed.session_id, chosen, AT)
        return token

    def changed(self, mandate: int, **values: Any) -> None:
        """Let a mandate be otherwise than it may be recorded today, as time or another hand made it."""
        self.conn.execute(update(MANDATE).where(MANDATE.c.id == mandate).values(**values))

    @property
    def _seq(self) -> int:
        return int(self.conn.execute(select(func.max(AUDIT_ENTRY.c.seq))).scalar_one())

    def _made(self, table: Any, row: dict[str, Any]) -> int:
        return int(self.conn.execute(insert(table).values(row).returning(table.c.id)).scalar_one())


def seeded(folder: Path) -> tuple[Engine, dict[str, int]]:
    """Make a database with three parties and their organs, and one person, whose mandate begins the log."""
    engine = make_engine(databases.at(folder / "standing.sqlite"))
    organs = {}
    with writing(engine) as conn:
        migrate.tables().create_all(conn)
        start_log(conn)
        people.add_party(conn, NewParty("JPN", "Japan", "state", "Asia/Tokyo", "JP"))
        people.add_party(conn, NewParty("FRA", "France", "state", "Europe/Paris", "FR"))
        people.add_party(conn, NewParty("OOSA", "Office", "igo", "UTC", "AT"))
        organs["MOFA"] = people.add_organ(conn, None, "JPN", NewOrgan("MOFA", "Ministry", "ministry"))
        organs["JAXA"] = people.add_organ(conn, None, "JPN", NewOrgan("JAXA", "Agency", "agency"))
        organs["MEAE"] = people.add_organ(conn, None, "FRA", NewOrgan("MEAE", "Ministère", "ministry"))
        organs["DESK"] = people.add_organ(conn, None, "OOSA", NewOrgan("DESK", "Desk", "secretariat"))
        first = NewMandate(organs["DESK"], "Founder", ("draft",), "Letter", FIRST)
        people.record_mandate(
            conn, None, add_person(conn, NewPerson("Founder", "first@example.int"), GIVEN), first, GIVEN
        )
    return engine, organs


@contextmanager
def undone(engine: Engine, organs: dict[str, int]) -> Iterator[People]:
    """Give the people of a database, and undo what was made of them."""
    with engine.connect() as conn, conn.begin() as begun:
        yield People(conn, organs)
        begun.rollback()
