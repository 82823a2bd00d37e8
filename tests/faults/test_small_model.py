"""Random people who act on a case in sequences of up to fifty steps, against a model of a few lines that knows nothing
of the product: what is taken, why the rest is refused, where the case and its relations are, and how many acts there
are. After each sequence the log verifies and the case follows from its acts.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from consult.db import make_engine, reading
from consult.docket import Filed, Refused, Reused, Stale
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.refusals import Unknown
from tests.consult.docket.conftest import START, Office, build_office
from tests.consult.docket.test_taking import BODY
from tests.faults.conftest import Seen
from tests.faults.figures import figure

SEQUENCES, OVER_POSTGRESQL = figure(30, 300, 2000), figure(6, 20, 300)
SHORTEST, LONGEST = 20, 50
NOON = START + timedelta(hours=3)
"""A time of day at which it is the same day at all parties."""
DAYS = 10
"""How long an answer may take from receipt."""
ASKED = ("FRA", "KOR")
STEPS = (*["record_receipt", "give", "make_statement"] * 5, "ask", "settle", "settle", "withdraw", "withdraw")
TAKEN, UNKNOWN, STALE, STANDING, CLOSED = "taken", "unknown", "stale", "standing", "closed"


@dataclass(frozen=True)
class Move:
    """What somebody tries after so many days: a step, on the relation of somebody, having seen so much, or once more
    what was taken last, in the same words or in others."""

    who: str
    step: str
    of: str
    days: int
    seen: str
    again: str


@dataclass
class Model:
    """A berth that Japan asks of France and Korea: its state, how far each relation is, since which day a period runs,
    and how many acts there are."""

    state: str = "draft"
    acts: int = 0
    day: int = 0
    tracks: dict[str, str] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)

    def wait(self, days: int) -> int:
        """Let days pass, and give how many periods have passed meanwhile."""
        self.day += days
        late = [key for key, day in self.since.items() if self.state == "asked" and self.day > day + DAYS]
        for key in late:
            del self.since[key]
            self.tracks[key] = "silent"
        self.acts += len(late)
        return len(late)

    def may(self, move: Move) -> set[str]:
        """Say what may come of a move: that it is taken, or each reason for which it may be refused."""
        party, drafts_alone = move.who[:3], move.who.endswith("draft")
        if party != "JPN" and party not in self.tracks:
            return {UNKNOWN}
        if move.seen == "older" and party == "JPN" and self.acts:
            return {STALE}
        on_track = move.step in ("record_receipt", "give")
        if on_track and (move.of not in self.tracks or (party != "JPN" and party != move.of)):
            return {UNKNOWN}
        return self._against(move, party, drafts_alone=drafts_alone) or {TAKEN}

    def _against(self, move: Move, party: str, *, drafts_alone: bool) -> set[str]:
        filer, live = party == "JPN", self.state == "asked"
        track = self.tracks.get(move.of)
        is_ours, is_open, drafting = {
            "ask": (filer, self.state == "draft", False),
            "record_receipt": (True, live and track == "served", True),
            "give": (not filer, live and track in ("served", "received", "silent"), False),
            "make_statement": (True, self.state in ("asked", "settled"), False),
            "settle": (filer, live and set(self.tracks.values()) <= {"given", "silent"}, False),
            "withdraw": (filer, self.state in ("draft", "asked"), self.state == "draft"),
        }[move.step]
        against = set() if is_ours and (drafting or not drafts_alone) else {STANDING}
        return against if is_open else {*against, CLOSED}

    def take(self, move: Move) -> None:
        """Take a step that may be taken."""
        self.acts += 1
        if move.step == "ask":
            self.state, self.tracks = "asked", dict.fromkeys(ASKED, "served")
        elif move.step == "record_receipt":
            self.tracks[move.of], self.since[move.of] = "received", self.day
        elif move.step == "give":
            self.tracks[move.of] = "given"
            self.since.pop(move.of, None)
        elif move.step != "make_statement":
            self.state = {"settle": "settled", "withdraw": "withdrawn"}[move.step]


PEOPLE = (*["JPN", "FRA", "KOR"] * 2, "JPN draft", "JPN draft", "FRA draft", "BRA")


def drawn(chance: Random) -> Move:
    """Draw a move; whoever acts on a relation has his own in mind more often than not."""
    who, of = chance.choice(PEOPLE), chance.choice(ASKED)
    if who in ASKED and chance.random() < 0.7:
        of = who
    days, seen = chance.choice((0, 0, 0, 0, 1, 4, 11)), chance.choice(("", "", "now", "now", "older"))
    return Move(who, chance.choice(STEPS), of, days, seen, chance.choice((*[""] * 8, "same", "other")))


SERVED = Move("JPN", "ask", "FRA", 0, "", "")
"""What most sequences begin with."""
UNBEGUN = 0.2
"""The part of them that does not."""


class Walk:
    """A sequence of moves in one case, made in the product and in the model."""

    def __init__(self, office: Office) -> None:
        """Open the case."""
        self.office, self.model, self.outcomes = office, Model(), list[str]()
        self.ref = str(office.docket.open(office.standings["JPN"], "berth", at=NOON, title="").ref)
        self.last: tuple[str, Filed, int] | None = None

    def move(self, move: Move, number: int) -> None:
        """Make a move, and compare everything."""
        at = NOON + timedelta(days=self.model.day + move.days)
        lapsed = self.model.wait(move.days)
        if move.days:
            assert lapsed == self.office.docket.sweep(at), "what has lapsed is recorded, and nothing else"
        if move.again and self.last is not None:
            self._again(move, at)
            return
        may, filed = self.model.may(move), self._filed(move, number)
        outcome, n = self._tried(move.who, filed, at)
        assert outcome in may, (move, may)
        self.outcomes.append(outcome)
        if outcome == TAKEN:
            self.model.take(move)
            self.last = move.who, filed, n
            assert self.model.acts == n, move
        self.compare()

    def _filed(self, move: Move, number: int) -> Filed:
        track = f"berth:{move.of}" if move.step in ("record_receipt", "give") else None
        body = {"ask": BODY, "give": {"text": "Yes"}, "make_statement": {"text": f"No. {number}"}}.get(move.step)
        seen = None
        if move.seen and move.who.startswith("JPN"):
            seen = self.model.acts if move.seen == "now" else max(self.model.acts - 1, 0)
        return Filed(move.step, track, body, seen_n=seen, key=f"key {number}")

    def _tried(self, who: str, filed: Filed, at: Any) -> tuple[str, int]:
        try:
            return TAKEN, self.office.docket.take(self.office.standings[who], self.ref, filed, at=at).n
        except Unknown:
            return UNKNOWN, 0
        except Stale:
            return STALE, 0
        except Refused as refused:
            return refused.kind, 0

    def _again(self, move: Move, at: Any) -> None:
        """Send what was taken last under its key: the same answer, whatever happened since; never other words."""
        assert self.last is not None
        who, filed, n = self.last
        if move.again == "same":
            receipt = self.office.docket.take(self.office.standings[who], self.ref, filed, at=at)
            assert (n, True) == (receipt.n, receipt.repeated)
        else:
            other = Filed("make_statement", None, {"text": "Something else"}, key=filed.key)
            with pytest.raises(Reused):
                self.office.docket.take(self.office.standings[who], self.ref, other, at=at)
        self.outcomes.append(move.again)
        self.compare()

    def compare(self) -> None:
        """The case, as it is stored, is where the model is."""
        case = self.office.see("JPN", self.ref, NOON + timedelta(days=self.model.day)).case
        relations = {key.partition(":")[2]: track.state for key, track in case.tracks.items()}
        assert (self.model.state, self.model.acts, self.model.tracks) == (case.state, case.n, relations)

    def end(self) -> None:
        """The log is sound, and the case follows from its acts."""
        with reading(self.office.engine) as connection:
            assert verify(connection, replay=Openings(connection)).sound
            assert [] == list(replay_cases(connection))


@contextmanager
def worlds(url: str | None) -> Iterator[Callable[[], Office]]:
    """Give what makes a world in which nothing was filed yet, each in the place of the one before."""
    with TemporaryDirectory(prefix="model-") as folder:
        address = url or f"sqlite:///{folder}/consult.sqlite"
        engine = make_engine(address)

        def fresh() -> Office:
            engine.dispose()
            return build_office(address, Path(folder), engine=engine)

        yield fresh
        engine.dispose()


def walk(url: str | None, sequences: int) -> list[str]:
    """Make so many sequences of moves, each in a world of its own; give what came of every move."""
    outcomes: list[str] = []

    @settings(
        max_examples=sequences,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(n=st.integers(0, 2**32 - 1))
    def sequence(n: int) -> None:
        chance = Random(n)
        moves = [drawn(chance) for _move in range(chance.randint(SHORTEST, LONGEST))]
        if chance.random() > UNBEGUN:
            moves[0] = SERVED
        made = Walk(fresh())
        for number, move in enumerate(moves):
            made.move(move, number)
        made.end()
        outcomes.extend(made.outcomes)

    with worlds(url) as fresh:
        sequence()
    return outcomes


def judge(outcomes: list[str], sequences: int, kind: str, seen: Seen) -> None:
    """See that the sequences came to everything that can happen, and tell how many moves there were."""
    assert len(outcomes) >= sequences * SHORTEST
    assert {TAKEN, UNKNOWN, STALE, STANDING, CLOSED, "same", "other"} == set(outcomes)
    taken = outcomes.count(TAKEN)
    seen(14, f"{kind}: {sequences} sequences, {len(outcomes)} moves of which {taken} were taken: as the model says")


def test_what_random_people_do_is_what_a_small_model_says(seen: Seen) -> None:
    """Sequences of twenty to fifty moves on SQLite: thirty, in full 300, at night 2,000."""
    judge(walk(None, SEQUENCES), SEQUENCES, "SQLite", seen)


@pytest.mark.postgres
def test_on_postgresql_too(postgres_url: str, seen: Seen) -> None:
    """Fewer of them."""
    judge(walk(postgres_url, OVER_POSTGRESQL), OVER_POSTGRESQL, "PostgreSQL", seen)
