"""Guards call steps, limits, states, sets, roles and facts as the procedure does, never by the keys of its file."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand, utc
from tests.workflows.kernel.toys import Paper, leaves, step
from workflows.kernel import guards as g
from workflows.kernel.guards_of_closing import BeforeClosing
from workflows.kernel.guards_of_extension import AskedSince, Extendable
from workflows.kernel.guards_of_facts import ChosenIn, Passed, Precedes, ShorterThan
from workflows.kernel.guards_of_receipt import LapsedForAll
from workflows.kernel.guards_of_rolls import (
    AllOnRoll,
    HasTrack,
    Missing,
    NoneOnRoll,
    OnRoll,
    TrackFlagged,
    TrackForEach,
)
from workflows.kernel.guards_of_sides import AboutAnother, HasRole, SameParty, Several, SomeOfKind
from workflows.kernel.guards_of_silence import InTime
from workflows.kernel.language import (
    FINAL,
    PRODUCT,
    Extension,
    On,
    Opens,
    Period,
    Procedure,
    Role,
    Roll,
    Source,
    State,
    TimeLimit,
    TrackSet,
    date_field,
)
from workflows.kernel.view import Facts, View

TREATY = Source("OST")
ROLL = Roll("joining", "charter-a", "member")
ASKER, ASKED = Role("asker", "the inquiring State"), Role("asked", "the State that was asked")


class Dated(Paper):
    """Dated paper."""

    start = date_field("First day of flight", TREATY("IX"), need="optional")
    ending = date_field("Last day of flight", TREATY("IX"), need="optional")


def state(key: str, label: str) -> State:
    """Write a state that is called otherwise than its key."""
    return State(key, label, label=label)


TALK = (state("sent", "Delivered"), state("heard", "Acknowledged"), state("gone", "Over"))
TITLED = Procedure(
    key="titled", edition=1, title="Titled", under=PRODUCT, opens="open", filer="asker", prefix="TIT",
    roles=(ASKER, ASKED),
    states=(state("open", "Under way"), state("other", "Adjourned"), state("paused", "At rest"),
            State("done", "Over", FINAL)),
    tracks=(TrackSet("talk", "sent", TALK, "exchange of notes", gone=("gone",), ends=("sent", "heard")),),
    limits=(
        TimeLimit("wait", Period(days=10), TREATY("IX"), title="Time to reply", per="talk", zone="UTC",
                  extend=Extension(times=1)),
        TimeLimit("soft", Period(days=10), TREATY("XI"), title="Time for talks", zone="UTC", extend=Extension(times=1)),
    ),
    steps=(
        step("begin", title="Note of enquiry", asks=Dated, opens=Opens("talk", "who"), starts=("soft",),
             keeps=("start", "ending")),
        step("hear", title="Receipt of the note", track=On("talk", ("sent",), "heard"), flags=("read_out",),
             starts=("wait",)),
        step("reply", title="Answer to the note"),
        step("joint", title="Joint minutes", by=ASKER & ASKED),
        *leaves("open", "other", "paused"),
    ),
)  # fmt: skip
"""Everything in it has a title that is no word of its key."""
SEVEN = Period(days=7)
"""A week."""

WORDS: list[tuple[g.Guard, str]] = [
    (g.Lapsed("soft"), "“Time for talks” has passed"),
    (g.Running("soft"), "“Time for talks” is running"),
    (g.Stopped("soft"), "“Time for talks” is stopped"),
    (g.Done("hear"), "“Receipt of the note” is on record"),
    (g.HandLaid("joint", ASKED), "“Joint minutes” was agreed to by the State that was asked"),
    (g.InState(("other", "paused")), "the case is at “Adjourned” or “At rest”"),
    (g.CameFrom(("open",)), "the case came from “Under way”"),
    (g.TrackIn(("heard",), "talk:KOR"), "kor is “Acknowledged”"),
    (g.AllTracks("talk", ("sent",)), "every exchange of notes is “Delivered”"),
    (g.AnyTrack("talk", ("heard",)), "at least one exchange of notes is “Acknowledged”"),
    (g.AnyTrack("talk", ("heard",), 2), "at least 2 (exchange of notes) are “Acknowledged”"),
    (g.OwnTrack("talk", ("heard",)), "one's own exchange of notes is “Acknowledged”"),
    (g.Fact("start", ("2026-02-01",)), "“First day of flight” is 2026-02-01"),
    (g.Nearer("start", SEVEN), "“First day of flight” is within 7 days"),
    (g.Bound("OST", TREATY("IX"), on="start"),
     "OST is in force and binds the party on the date of “First day of flight”"),
    (g.AllBound("OST", TREATY("IX"), on="start"),
     "OST is in force and binds every party on the date of “First day of flight”"),
    (g.MoreLinked("meeting", ("held",), "talk", ("heard",)),
     "more cases linked as meeting are held than here (exchange of notes) are “Acknowledged”"),
    (g.Proofs("talk", "hear"), "2 proofs of delivery on 2 channels for each exchange of notes"),
    (~g.Done("hear"), "not (“Receipt of the note” is on record)"),
    (g.Says(g.Done("hear"), "Hear it first."), "“Receipt of the note” is on record"),
    (g.Done("hear") | g.InState(("other",)), "“Receipt of the note” is on record or the case is at “Adjourned”"),
    (g.Done("hear") & g.InState(("other",)), "“Receipt of the note” is on record and the case is at “Adjourned”"),
    (BeforeClosing("soft"), "received before the instant at which “Time for talks” ends"),
    (InTime("soft"), "received before the instant at which “Time for talks” ends"),
    (Extendable("soft"), "“Time for talks” may still be extended"),
    (AskedSince("hear", ("reply",)), "“Receipt of the note” waits for an answer"),
    (ChosenIn("start", "asked"),
     "the party is named under “First day of flight”, or is the State that was asked while none is"),
    (Passed("start"), "“First day of flight” has passed"),
    (ShorterThan("start", SEVEN), "“First day of flight” is less than 7 days ahead"),
    (Precedes("start", "ending"), "“First day of flight” is before “Last day of flight”"),
    (LapsedForAll("wait"), "“Time to reply” has passed for all"),
    (TrackFlagged("talk", ("sent",), "read_out"), "“Read out” is on record of at least one exchange of notes"),
    (AllOnRoll(("talk",), ("sent",), ROLL, "agreed", "a member"),
     "every exchange of notes is a member, or agreed to be treated as one"),
    (NoneOnRoll("talk", ("sent",), ROLL), "no exchange of notes of anybody on the roll is “Delivered”"),
    (HasTrack(("talk",)), "the party is here as “exchange of notes”"),
    (TrackForEach("start", "talk", "{party} is not asked."),
     "there is one exchange of notes for each of “First day of flight”"),
    (Several("asker"), "there are several of the inquiring State"),
    (SomeOfKind("asked", ("igo",)), "the State that was asked is an intergovernmental organisation"),
    (AboutAnother("talk", ("sent",)), "at least one exchange of notes other than oneself is “Delivered”"),
    (SameParty("asker", "asked"), "the inquiring State is also the State that was asked"),
    (HasRole("asked"), "the party is the State that was asked"),
]  # fmt: skip


GOLDEN = Path(__file__).parents[2] / "golden"
BEFORE_A_VOWEL = re.compile(r"\ba (?!uni|use|usu|one\b|once\b|eu|U[A-Z])[aeiou]\w*", re.IGNORECASE)


def test_no_condition_and_no_procedure_says_a_before_a_vowel() -> None:
    """What a set is called is put into sentences as it stands, so that none may need to know whether it is a or an."""
    assert [] == [words for _guard, words in WORDS if BEFORE_A_VOWEL.search(words)]
    pages = sorted(path for path in GOLDEN.iterdir() if path.suffix in (".md", ".txt"))
    assert [] == [(path.name, found[0]) for path in pages if (found := BEFORE_A_VOWEL.search(path.read_text()))]
    assert BEFORE_A_VOWEL.search("the party is here as a exchange of notes")


@pytest.mark.parametrize(("guard", "words"), WORDS, ids=lambda one: type(one).__name__)
def test_a_condition_is_told_in_the_words_of_the_procedure(guard: g.Guard, words: str) -> None:
    """As pages and descriptions tell it, before anybody tries the step."""
    assert words == guard.words(TITLED)


BEGIN = ("begin", "JPN", "2026-01-01", {"filing": {"who": ["KOR", "FRA"], "start": "2026-02-01"}})
OWN = ("begin", "JPN", "2026-01-01", {"filing": {"who": ["JPN"], "start": "2026-02-01"}})
HEAR = ("hear", "JPN", "2026-01-02", {"track": "KOR"})
ON_ROLL = Facts({"roll:joining:charter-a:member": ["KOR"]})

REFUSED: list[tuple[g.Guard, list[Any], str, list[Any], tuple[str, ...]]] = [
    (g.Lapsed("soft"), [], "“Time for talks” is not running.", [TREATY("XI")], ()),
    (g.Lapsed("soft"), [BEGIN], "“Time for talks” runs until 11 January 2026.", [TREATY("XI")], ()),
    (g.Running("soft"), [], "“Time for talks” is not running.", [TREATY("XI")], ()),
    (g.Stopped("soft"), [BEGIN], "“Time for talks” is not stopped.", [TREATY("XI")], ()),
    (g.Done("hear"), [], "“Receipt of the note” has not been taken.", [], ()),
    (g.HandLaid("joint", ASKED), [], "“Joint minutes” was not agreed to by the State that was asked.", [], ()),
    (g.InState(("other",)), [], "The case is at “Under way”, not at “Adjourned”.", [], ()),
    (g.CameFrom(("other",)), [], "The case did not come here from “Adjourned”.", [], ()),
    (g.TrackIn(("heard",), "talk:KOR"), [BEGIN], "KOR is not “Acknowledged”.", [], ("talk:KOR",)),
    (g.TrackIn(("heard",), "talk:KOR"), [], "Kor is not “Acknowledged”.", [], ()),
    (g.AllTracks("talk", ("heard",)), [], "There is no exchange of notes yet.", [], ()),
    (g.AllTracks("talk", ("heard",)), [BEGIN], "KOR is “Delivered”; needed is “Acknowledged”.", [], ("talk:KOR",)),
    (g.AnyTrack("talk", ("heard",)), [BEGIN], "No exchange of notes is “Acknowledged”.", [],
     ("talk:KOR", "talk:FRA")),
    (g.OwnTrack("talk", ("heard",)), [], "Your party has no exchange of notes here; needed is one that is "
     "“Acknowledged”.", [], ()),
    (g.OwnTrack("talk", ("heard",)), [OWN], "Your exchange of notes is “Delivered”; needed is “Acknowledged”.", [],
     ("talk:JPN",)),
    (g.Fact("start", ("2026-03-01",)), [BEGIN], "“First day of flight” is not 2026-03-01.", [], ()),
    (g.Nearer("start", SEVEN), [BEGIN], "“First day of flight” (1 February 2026) is not within 7 days from now.",
     [PRODUCT], ()),
    (BeforeClosing("soft"), [], "“Time for talks” is not set yet.", [TREATY("XI")], ()),
    (Extendable("soft"), [], "“Time for talks” is not running.", [TREATY("XI")], ()),
    (AskedSince("hear", ("reply",)), [], "“Receipt of the note” has not been taken, or is answered.", [], ()),
    (ChosenIn("start", "asked", TREATY("IX")), [], "This is for KOR, and not for JPN.", [TREATY("IX")], ()),
    (Passed("start", TREATY("IX")), [], "“First day of flight” is not known as a date.", [TREATY("IX")], ()),
    (Passed("start"), [BEGIN], "“First day of flight” (2 February 2026, 00:00:00 UTC) is still to come.", [PRODUCT],
     ()),
    (ShorterThan("start", SEVEN), [], "“First day of flight” is not known as a date.", [PRODUCT], ()),
    (ShorterThan("start", SEVEN, TREATY("IX")), [BEGIN], "“First day of flight” lies 7 days ahead, or more.",
     [TREATY("IX")], ()),
    (LapsedForAll("wait"), [], "“Time to reply” is not running.", [TREATY("IX")], ()),
    (LapsedForAll("wait"), [BEGIN], "“Time to reply” has not begun for KOR.", [TREATY("IX")], ("talk:KOR",)),
    (LapsedForAll("wait"), [BEGIN, HEAR], "“Time to reply” runs until 12 January 2026 for KOR.", [TREATY("IX")],
     ("talk:KOR",)),
    (OnRoll(ROLL, "a member", TREATY("IX")), [], "JPN is not a member.", [TREATY("IX")], ()),
    (TrackFlagged("talk", ("sent",), "read_out"), [BEGIN], "“Read out” is on record of no exchange of notes.", [],
     ("talk:KOR", "talk:FRA")),
    (AllOnRoll(("talk",), ("sent",), ROLL, "agreed", "a member", TREATY("IX")), [BEGIN],
     "FRA is not a member, and did not agree to be treated as one.", [TREATY("IX")], ("talk:FRA",)),
    (NoneOnRoll("talk", ("sent",), ROLL), [BEGIN], "KOR is “Delivered”.", [], ("talk:KOR",)),
    (HasTrack(("talk",)), [BEGIN], "JPN is here as no exchange of notes.", [], ()),
    (Missing(ROLL, "asked"), [], "Everybody on the roll is in this case already.", [], ()),
    (Several("asked", TREATY("IX")), [], "There is only one party on this side.", [TREATY("IX")], ()),
    (Several("", TREATY("IX")), [], "There is only one party on this side.", [TREATY("IX")], ()),
    (SomeOfKind("asked", ("igo", "body"), TREATY("IX")), [],
     "Nobody on this side is an intergovernmental organisation or a body that is neither.", [TREATY("IX")], ()),
    (AboutAnother("talk", ("sent",), TREATY("IX")), [OWN],
     "There is no exchange of notes but yourself that is “Delivered”.", [TREATY("IX")], ("talk:JPN",)),
    (SameParty("asker", "asked", TREATY("IX")), [], "The inquiring State is not the State that was asked.",
     [TREATY("IX")], ()),
    (HasRole("asked", TREATY("IX")), [], "JPN is not the State that was asked.", [TREATY("IX")], ()),
]  # fmt: skip


def seen(before: list[Any], at: str = "2026-01-05", by: str = "JPN") -> View:
    """Look at a case after some acts, when the answers of the world are those of a roll on which Korea stands."""
    play = Play(TITLED, "2026-01-01", {"asker": ["JPN"], "asked": ["KOR"]}, ON_ROLL)
    for key, who, when, rest in before:
        play.take(key, who, when, **rest)
    return View(play.procedure, play.case, hand(by), utc(at), play.world)


@pytest.mark.parametrize(
    ("guard", "before", "sentence", "under", "reveals"), REFUSED, ids=[type(row[0]).__name__ for row in REFUSED]
)
def test_a_refusal_speaks_the_words_of_the_procedure(
    guard: g.Guard, before: Any, sentence: str, under: Any, reveals: Any
) -> None:
    """Names its provision, and every track whose state it tells."""
    refusal = guard.check(seen(before))
    assert refusal is not None
    assert (sentence, under, reveals) == (str(refusal), list(refusal.under), refusal.reveals)
