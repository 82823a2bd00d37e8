"""An installation whose log is signed and published: entries of its host, turns of the loop, the check from outside."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select, text

from consult.db import make_engine, reading, writing
from consult.jobs.sealing import Sealing
from consult.log import head, own
from consult.log.append import start_log
from consult.log.nodes import root_at
from consult.log.publishing import public_folder
from consult.log.sealing import seal
from consult.log.signer import Signer, open_signer
from consult.log.verifier import Policy, Report, Source, check_export, read_policy
from consult.log.verify import verify
from consult.models import audit, logbook
from consult.models.audit import audit_checkpoint
from consult.models.base import metadata
from consult.models.leases import LEASE
from consult.models.triggers import install, record_triggers
from consult.settings import Settings
from tests.tampering import unguard

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TABLES = [table for name, table in vars(audit).items() if name.startswith("audit_")] + [logbook.AUDIT_ENTRY, LEASE]


@dataclass
class House:
    """One installation: its settings and its database."""

    settings: Settings
    engine: Engine

    @property
    def folder(self) -> Path:
        """Where its log is published."""
        return public_folder(self.settings)

    @property
    def signer(self) -> Signer:
        """Its signer, opened anew."""
        return open_signer(self.settings)

    @property
    def policy(self) -> Policy:
        """The trust policy of somebody who was given its keys."""
        return read_policy("".join(f"log {key.vkey}\n" for key in self.signer.keys) + "quorum none\n")

    def record(self, count: int = 1, at: datetime = AT) -> None:
        """Append entries of the host, each in a transaction of its own."""
        for number in range(count):
            with writing(self.engine) as connection:
                own.record(connection, own.Own("setting", None, {"number": str(number)}, at))

    def turn(self, at: datetime = AT) -> bool:
        """Make one turn of a loop that has just begun."""
        return Sealing(self.engine, self.settings).turn(at)

    def seal(self, at: datetime = AT) -> head.Published | None:
        """Seal without publishing."""
        return seal(self.engine, self.signer, at)

    def published(self) -> int:
        """Read how many entries the published checkpoint covers."""
        return int((self.folder / "checkpoint").read_text().split("\n")[1])

    def newest(self) -> head.Published | None:
        """Read the newest checkpoint."""
        with reading(self.engine) as connection:
            return head.latest(connection)

    def notes(self) -> list[str]:
        """Read every note that is stored, in the order of storing."""
        with reading(self.engine) as connection:
            return list(connection.execute(select(audit_checkpoint.c.note).order_by(audit_checkpoint.c.id)).scalars())

    def keys_named(self) -> list[tuple[str, str]]:
        """Read which keys the log names, and for what."""
        query = select(logbook.AUDIT_ENTRY.c.body).where(logbook.AUDIT_ENTRY.c.kind == "log_key")
        with reading(self.engine) as connection:
            bodies = [json.loads(body) for body in connection.execute(query.order_by("seq")).scalars()]
        return [(body["vkey"], body["use"]) for body in bodies]

    def check(self, old: str | None = None) -> Report:
        """Check from outside what is published, and from inside that every note ever signed is of this tree."""
        with reading(self.engine) as connection:
            assert verify(connection).sound
            for row in connection.execute(select(audit_checkpoint)):
                assert root_at(connection, row.size) == row.root
        return check_export(Source(self.folder), self.policy, old)

    def tamper(self, *statements: str) -> None:
        """Change the database behind the product's back, its triggers removed first."""
        with writing(self.engine) as connection:
            unguard(connection)
            for statement in statements:
                connection.execute(text(statement))


def build_house(folder: Path, url: str = "") -> House:
    """Build an installation with an empty log."""
    settings = Settings.for_tests(folder, **({"database_url": url} if url else {}))
    engine = make_engine(settings.database_url)
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        metadata.create_all(connection, tables=TABLES)
        install(connection, record_triggers(engine.dialect.name, [table.name for table in TABLES]))
        start_log(connection)
    return House(settings, engine)


def beside(house: House, folder: Path) -> House:
    """Give an installation over the same database with a folder of its own."""
    return House(replace(house.settings, instance=folder), house.engine)
