"""Random cases: what is offered performs, and the record reads back to the same case."""

import json
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.workflows.article_ix import NOTHING_ELSE, NOTICE, REQUEST
from tests.workflows.kernel.play import hand, utc
from workflows.kernel.acts import Act
from workflows.kernel.editions import digest_of
from workflows.kernel.machine import offers, perform, settle
from workflows.kernel.offering import Offer
from workflows.kernel.opening import open_case
from workflows.kernel.placeholders import Known, fill
from workflows.kernel.procedure import Procedure
from workflows.kernel.view import View
from workflows.precaution import PrecautionTerms, precaution

PARTIES = ("AAA", "BBB", "CCC", "DDD", "EEE")
KNOWN = Known(
    {"joint_planning": ["DDD"]}, {"addressee": ("BBB", "CCC"), "planning": ("BBB", "CCC"), "invitee": ("EEE",)}
)
ENDING = frozenset(("withdraw", "void_error", "supersede", "suspend", "cancel_activity", "close_declaration", "merge"))
PAUSES = (timedelta(hours=1), timedelta(days=1), timedelta(days=4), timedelta(days=11), timedelta(days=40))


class Wanderer:
    """One case in which parties take steps at random; every act is kept."""

    def __init__(self, procedure: Procedure, filer: str, seed: int) -> None:
        self.chance = random.Random(f"{procedure.key} {seed}")
        self.at = utc("2027-01-04")
        self.first = self.case = open_case(procedure, {filer: ["AAA"]}, self.at)
        self.acts: list[Act] = []
        self.texts: dict[str, Mapping[str, Any] | None] = {}

    def wander(self, steps: int) -> None:
        """Let time pass and somebody act, so many times; an offer that is refused raises."""
        for _ in range(steps):
            self.at += self.chance.choice(PAUSES)
            settled = settle(self.case, self.at, NOTHING_ELSE)
            if settled:
                self.case, self.acts = settled.case, [*self.acts, *settled.acts]
            found = self.found()
            if found:
                self.take(*self.chance.choice(found))

    def found(self) -> list[tuple[Offer, str]]:
        """List what is open to anybody; what ends a case is seldom chosen."""
        may_end = self.chance.random() < 0.02
        every = [(o, p) for p in PARTIES for o in offers(self.case, hand(p), self.at, NOTHING_ELSE) if o.is_open]
        return [(o, p) for o, p in every if may_end or o.step.key not in ENDING]

    def take(self, offer: Offer, party: str) -> None:
        """Take an offer with an invented filing, or lay a hand on the text that waits."""
        by, track = hand(party), offer.track.key if offer.track else None
        filing = self.texts.get(offer.digest) if offer.digest else self.invented(offer, party, self.at)
        digest = digest_of(filing) if filing is not None else ""
        self.texts[digest] = filing
        taken = perform(
            self.case, offer.step.key, by=by, at=self.at, world=NOTHING_ELSE, track=track, filing=filing, digest=digest
        )
        self.case, self.acts = taken.case, [*self.acts, *taken.acts]

    def invented(self, offer: Offer, party: str, at: datetime) -> Mapping[str, Any] | None:
        """Invent a filing that the step takes."""
        view = View(self.case.procedure, self.case, hand(party), at, NOTHING_ELSE, track=offer.track)
        return fill(offer.step, None, view, KNOWN) if offer.step.filing else None


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    ("procedure", "filer"),
    [(NOTICE, "planning"), (REQUEST, "requesting"), (precaution(PrecautionTerms()), "declaring")],
    ids=["notice", "request", "precaution"],
)
def test_what_is_offered_performs_and_the_record_reads_back(procedure: Procedure, filer: str, seed: int) -> None:
    """Forty moves of five parties: no offer is refused, and the acts alone give the same case."""
    wanderer = Wanderer(procedure, filer, seed)
    wanderer.wander(40)
    stored = [json.loads(json.dumps(act.to_json())) for act in wanderer.acts]
    assert wanderer.case == wanderer.first.replay(Act.from_json(act) for act in stored)
