"""Who may read what somebody wrote: a second opinion, made from who wrote it for whom and from what the law says of the
level of each question, and from nothing of the product's own policy of visibility.

Every text that random users write is a word of its own. Where one is met in an answer, its places in the record are
looked up, and each says who is meant to read it. An answer that holds a word for others is a leak. It is an upper
bound: what it allows may still be hidden for a finer reason (a party that joined later, an office that ended), which
the tests of each rule prove.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import Connection, String, cast, select

from consult.docket import Docket
from consult.models.absence import SUBSTITUTION
from consult.models.cases import ACT, CASE_PARTY, CASE_TRACK, CASES, DOCUMENT, DRAFT, FILING, FILING_BODY
from consult.models.parties import MANDATE, ORGAN, SIGN_IN_SESSION
from consult.models.tokens import API_TOKEN

WORD = re.compile(r"WORD-\d+-(?P<author>[A-Z]*)")
NUMBERS = count(1)
"""Of the words: a world may be walked through more than once, and each word is written once."""
MARK = re.compile(r"MARK-(?P<procedure>[a-z0-9]+)-(?P<level>C\d)-(?P<parties>[A-Z]+(?:\.[A-Z]+)*)-[AB]")
REF = re.compile(r"\b[A-Z0-9]{2,6}-20\d\d-[2-9A-HJ-NP-Z]{6}\b")
EVERYBODY, SIGNED_IN = "*", "+"


@dataclass(frozen=True)
class Eyes:
    """In whose name an answer was given: a party, which procedures, whether cases are read at all, and whether the
    person takes part in what the party prepares; nobody has no party."""

    party: str = ""
    procedures: frozenset[str] | None = None
    reads_cases: bool = False
    prepares: bool = False


NOBODY = Eyes()


def eyes_of_mandate(conn: Connection, mandate_id: int, substitution_id: int | None = None) -> Eyes:
    """Read for whom somebody asks, from the mandate in use."""
    query = select(MANDATE, ORGAN.c.party_key, ORGAN.c.kind).select_from(MANDATE.join(ORGAN))
    row = conn.execute(query.where(MANDATE.c.id == mandate_id)).one()
    held, covered = set(row.capacities), row.procedures
    if substitution_id is not None:
        handed = conn.execute(select(SUBSTITUTION).where(SUBSTITUTION.c.id == substitution_id)).one()
        held &= set(handed.capacities)
        covered = handed.procedures if covered is None else covered
    prepares = bool(held & {"draft", "clear", "dispatch", "office"})
    return Eyes(row.party_key, None if covered is None else frozenset(covered), row.kind != "operator", prepares)


def eyes_of_session(conn: Connection, session_id: int) -> Eyes:
    """Read for whom a session asks; nobody before a capacity is chosen."""
    row = conn.execute(select(SIGN_IN_SESSION).where(SIGN_IN_SESSION.c.id == session_id)).one()
    mandate = row.mandate_id
    if row.substitution_id is not None:
        of = SUBSTITUTION.c.id == row.substitution_id
        mandate = conn.execute(select(SUBSTITUTION.c.mandate_id).where(of)).scalar_one()
    return NOBODY if mandate is None else eyes_of_mandate(conn, mandate, row.substitution_id)


def eyes_of_token(conn: Connection, token: str) -> Eyes:
    """Read for whom a system asks, from the mandate under its token."""
    of = select(API_TOKEN.c.mandate_id).where(API_TOKEN.c.handle == token.split("_")[1])
    return eyes_of_mandate(conn, conn.execute(of).scalar_one())


class Oracle:
    """The second opinion over one world."""

    def __init__(self, docket: Docket) -> None:
        """Keep where the forms of the law are."""
        self.docket = docket

    def word(self, party: str) -> str:
        """Give a word that nobody has written yet, for somebody of a party to write."""
        return f"WORD-{next(NUMBERS)}-{party or 'X'}"

    def leaks(self, conn: Connection, eyes: Eyes, text: str, typed: str) -> Iterator[str]:
        """Give every word, secret and reference in an answer that is for others; what was typed does not count."""
        known = {m.group() for one in (WORD, MARK, REF) for m in one.finditer(typed)}
        for found, author in sorted({(m.group(), m["author"]) for m in WORD.finditer(text)}):
            if found not in known and not self._may_read(conn, eyes, found, author):
                yield found
        for found in sorted({m.group() for m in MARK.finditer(text)} - known):
            if not self._may_read_mark(conn, eyes, found):
                yield found
        for found in sorted({m.group() for m in REF.finditer(text)} - known):
            if not self._may_know(conn, eyes, found):
                yield found

    def _may_read(self, conn: Connection, eyes: Eyes, word: str, author: str) -> bool:
        places = list(self._places(conn, word))
        if not places:
            return (eyes.party or "X") == author
        return any(self._is_for(conn, eyes, *place) for place in places)

    def _may_read_mark(self, conn: Connection, eyes: Eyes, mark: str) -> bool:
        given = MARK.fullmatch(mark)
        assert given is not None
        keys = {key.replace("_", ""): key for key in self.docket.forms}
        covered = eyes.procedures is None or keys.get(given["procedure"]) in eyes.procedures
        if eyes.reads_cases and covered and eyes.party in given["parties"].split("."):
            return True
        return any(self._is_for(conn, eyes, *place) for place in self._places(conn, mark))

    def _may_know(self, conn: Connection, eyes: Eyes, ref: str) -> bool:
        """A case is known to those who take part in it, a public one to everybody; one that registered an activity
        lends the register its reference, and the register has readers of its own."""
        row = conn.execute(select(CASES.c.id, CASES.c.existence).where(CASES.c.ref == ref)).first()
        if row is None or row.existence == "C0" or ref.startswith("LUN-"):
            return True
        return eyes.party in self._parties(conn, row.id)

    def _is_for(self, conn: Connection, eyes: Eyes, case: Any, audience: frozenset[str], inside: bool) -> bool:
        if EVERYBODY in audience or (SIGNED_IN in audience and eyes.party):
            return True
        covered = eyes.procedures is None or case.procedure in eyes.procedures
        return eyes.reads_cases and covered and eyes.party in audience and (eyes.prepares or not inside)

    def _places(self, conn: Connection, word: str) -> Iterator[tuple[Any, frozenset[str], bool]]:
        """Give where a word stands in the record and in what is prepared: the case, for whom, and whether it is for
        those alone who prepare."""
        like = f"%{word}%"
        for case in conn.execute(select(CASES).where(CASES.c.title.like(like))):
            yield case, self._parties(conn, case.id) | self._if_public(case.existence), False
        for row in conn.execute(select(DRAFT).where(cast(DRAFT.c.body, String).like(like))):
            yield self._case(conn, row.case_id), frozenset({row.party}), True
        for row in conn.execute(select(DOCUMENT).where(DOCUMENT.c.name.like(like))):
            yield from self._of_document(conn, row)
        yield from self._of_filings(conn, word)

    def _of_filings(self, conn: Connection, word: str) -> Iterator[tuple[Any, frozenset[str], bool]]:
        query = select(FILING.c.act_id, FILING_BODY.c.body).select_from(
            FILING.join(FILING_BODY, FILING_BODY.c.filing_id == FILING.c.id)
        )
        for filed in conn.execute(query.where(FILING_BODY.c.body.like(f"%{word}%"))):
            act = conn.execute(select(ACT).where(ACT.c.id == filed.act_id)).one()
            case = self._case(conn, act.case_id)
            levels = self._levels(conn, case, act.step)
            for name, value in json.loads(filed.body).items():
                if word in str(value):
                    yield case, self._audience(conn, case, act, levels.get(name, "C2")), False

    def _of_document(self, conn: Connection, row: Any) -> Iterator[tuple[Any, frozenset[str], bool]]:
        case = self._case(conn, row.case_id)
        if row.act_n is None:
            yield case, frozenset({row.party}), False
            return
        act = conn.execute(select(ACT).where(ACT.c.case_id == row.case_id, ACT.c.n == row.act_n)).one()
        yield case, self._audience(conn, case, act, row.level), False

    def _audience(self, conn: Connection, case: Any, act: Any, level: str) -> frozenset[str]:
        """Say for whom an answer of an act is: what the act allows, and what the question does. What is for the parties
        of a case and stands in an act for more is for whoever acts for a party at all and may see that act: so the
        policy has it, and this opinion follows."""
        of_act = self._of_level(conn, case, act, act.level)
        if level in ("C1", "C2"):
            return frozenset({SIGNED_IN}) if EVERYBODY in of_act else of_act
        return of_act & self._of_level(conn, case, act, level) if level > act.level else of_act

    def _of_level(self, conn: Connection, case: Any, act: Any, level: str) -> frozenset[str]:
        """Say for whom a level is, told by `procedures.md` 0.6."""
        own, parties = frozenset({act.party}), self._parties(conn, case.id)
        if level == "C0":
            return frozenset({EVERYBODY})
        if level in ("C1", "C2"):
            return own | parties
        if level == "C3":
            one = act.track if act.level == "C3" else None
            return own | {case.filer} | self._tracks(conn, case.id, one) | self._offices(conn, case.id)
        return own | (parties if level == "C5" and case.existence == "C5" else frozenset())

    def _if_public(self, existence: str) -> frozenset[str]:
        return frozenset({EVERYBODY}) if existence == "C0" else frozenset()

    def _case(self, conn: Connection, case_id: int) -> Any:
        return conn.execute(select(CASES).where(CASES.c.id == case_id)).one()

    def _parties(self, conn: Connection, case_id: int) -> frozenset[str]:
        rows = conn.execute(select(CASE_PARTY.c.party).where(CASE_PARTY.c.case_id == case_id))
        return frozenset(rows.scalars())

    def _offices(self, conn: Connection, case_id: int) -> frozenset[str]:
        mine = CASE_PARTY.c.case_id == case_id, CASE_PARTY.c.reads.like("|_%")
        return frozenset(conn.execute(select(CASE_PARTY.c.party).where(*mine)).scalars())

    def _tracks(self, conn: Connection, case_id: int, key: str | None) -> frozenset[str]:
        """Give whose track a bilateral act lies on, or of a bilateral answer in an act for all the sides of all."""
        query = select(CASE_TRACK.c.party).where(CASE_TRACK.c.case_id == case_id)
        rows = conn.execute(query if key is None else query.where(CASE_TRACK.c.key == key)).scalars()
        return frozenset(one for one in rows if one)

    def _levels(self, conn: Connection, case: Any, step: str) -> dict[str, str]:
        """Give the level of each question of a step, as the form of the law has it."""
        rows = self.docket.editions.of(conn, case.edition).rows.get(step, ())
        return {one.key: str(one.level) for row in rows if row.filing for one in row.filing.fields}
