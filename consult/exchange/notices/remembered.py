"""Which notices are here already: those that were imported, by where they came from, and those of this installation."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy import case as case_expression

from consult.exchange.notices.values import NoticesFile, NoticeValue
from consult.models.cases import CASES
from consult.models.exchange import EXCHANGED_NOTICE
from consult.standing import Standing
from consult.turns import wait_turn
from consult.visibility import Viewer, case_condition
from workflows.kernel.frozen import dataclass

PIECE = 500
_SAID = ("procedure", "step", "title", "terms", "subjects", "exercise", "filing")


@dataclass(frozen=True, slots=True)
class Name:
    """By what a notice is known: its origin, its reference and the number of its act there. One without a reference is
    known by what it says. `digest` is that of what it says, and does not tell two notices of one name apart."""

    origin: str
    ref: str
    act: int
    digest: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Name) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def key(self) -> tuple[str, str, int]:
        """Give what makes it the same notice."""
        return self.origin, self.ref, self.act


def name_of(file: NoticesFile, notice: NoticeValue) -> Name:
    """Give the name of a notice in a file."""
    plain = notice.model_dump(mode="json", include=set(_SAID))
    said = {**plain, "documents": sorted(one.digest for one in notice.documents)}
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()  # of whatever a file may say
    return Name(file.origin, notice.ref or f"sha256:{digest}", notice.act if notice.ref else 0, digest)


class Known:
    """What a party has here of the notices of a file."""

    def __init__(self, conn: Connection, host: str, by: Standing, file: NoticesFile) -> None:
        """Look all of them up at once."""
        names = [name_of(file, one) for one in file.notices]
        refs = sorted({name.ref for name in names})
        self._imported = dict(_imported(conn, by, file.origin, refs))
        self._own = frozenset(_own(conn, by, refs)) if file.origin == host else frozenset()

    def find(self, name: Name) -> tuple[str, bool] | None:
        """Give the case that a notice is (none where whoever asks may not know of it), and whether it says the same;
        None where it is not here."""
        if name.ref in self._own:
            return name.ref, True
        found = self._imported.get((name.ref, name.act))
        return None if found is None else (found[0], found[1] == name.digest)


def _imported(
    conn: Connection, by: Standing, origin: str, refs: list[str]
) -> Iterable[tuple[tuple[str, int], tuple[str, str]]]:
    of, joined = EXCHANGED_NOTICE.c, EXCHANGED_NOTICE.join(CASES, CASES.c.id == EXCHANGED_NOTICE.c.case_id)
    case = case_expression((case_condition(Viewer.of(by)), CASES.c.ref), else_="").label("case_ref")
    query = select(of.ref, of.act, of.digest, case).select_from(joined)
    query = query.where(of.party == by.party_key, of.origin == origin)
    for i in range(0, len(refs), PIECE):
        for row in conn.execute(query.where(of.ref.in_(refs[i : i + PIECE]))):
            yield (row.ref, row.act), (row.case_ref, row.digest)


def _own(conn: Connection, by: Standing, refs: list[str]) -> Iterable[str]:
    """Name the cases of the party itself among some references, as far as whoever asks may know of them."""
    query = select(CASES.c.ref).where(CASES.c.filer == by.party_key, case_condition(Viewer.of(by)))
    for i in range(0, len(refs), PIECE):
        yield from conn.execute(query.where(CASES.c.ref.in_(refs[i : i + PIECE]))).scalars()


def hold_party(conn: Connection, party: str) -> None:
    """Let whoever imports for the same party wait for this transaction."""
    wait_turn(conn, f"exchange:{party}")


def remember_notice(conn: Connection, by: Standing, name: Name, case_id: int, at: datetime) -> None:
    """Keep which case a notice became."""
    row = {"party": by.party_key, "origin": name.origin, "ref": name.ref, "act": name.act, "digest": name.digest}
    conn.execute(insert(EXCHANGED_NOTICE), {**row, "case_id": case_id, "recorded_at": at})
