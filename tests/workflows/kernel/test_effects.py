"""What a step does: where it leads, which tracks it opens and moves, whom it names, what it keeps and flags."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play
from tests.workflows.kernel.toys import ASKED, ASKER, OFFICE, TALK, Paper, play, step, toy
from workflows.kernel import guards as g
from workflows.kernel.language import (
    BACK,
    PRODUCT,
    TRACK_PARTY,
    Flag,
    FromFilingField,
    Link,
    Moves,
    Names,
    On,
    Opens,
    Role,
    Tell,
    TrackSet,
    choice,
    keyed,
    listing,
    outcome,
    party_field,
    text,
)  # fmt: skip
from workflows.kernel.summaries import dump, load
from workflows.kernel.view import Facts


class Batch(Paper):
    """Batch."""

    items = listing(
        "Items", PRODUCT, keyed("key", text("Key", PRODUCT, need="optional")),
        keyed("party", party_field("Party", PRODUCT, need="optional")),
        keyed("side", text("Side", PRODUCT, need="optional")), need="optional",
    )  # fmt: skip
    form = choice("Form", {"note": "Note", "talk": "Talk"}, PRODUCT, need="optional")
    forms = choice("Forms", {"KOR": "Korea", "FRA": "France"}, PRODUCT, many=True, need="optional")


def opened(*steps: Any, who: tuple[str, ...] = ("KOR", "FRA"), world: Facts | None = None, **rest: Any) -> Play:
    """Play a case with a track for each party named."""
    found = play([step("begin", asks=Batch, opens=Opens("talk", "who")), *steps], world, **rest)
    found.take("begin", "JPN", "2026-01-01", filing={"who": list(who)})
    return found


def test_an_outcome_is_the_first_branch_that_holds() -> None:
    """By what the filing says, else by what is on record, else the rest."""
    where = outcome((g.Fact("form", ("talk",)), "other"), (g.Flagged("marked"), "paused"), (None, "done"))
    act = step("act", to=where, asks=Batch, keeps=("form",))
    for filing, before, state in (
        ({"form": "talk"}, ["mark"], "other"),
        ({}, ["mark"], "paused"),
        ({"form": "note"}, [], "done"),
    ):
        found = play([act, step("mark", flags=("marked",))])
        for key in before:
            found.take(key, "JPN", "2026-01-01")
        assert state == (found.take("act", "JPN", "2026-01-01", filing=filing).went or found.state())


def test_back_leads_to_where_the_case_came_from_however_often() -> None:
    """From open and from other, the same step leads to two states."""
    found = play([step("pause", ("open", "other"), "paused"), step("back", "paused", BACK)])

    found.take("pause", "JPN", "2026-01-01")
    found.take("back", "JPN", "2026-01-01")
    assert "open" == found.state()
    for key in ("go_there", "pause", "back"):
        found.take(key, "JPN", "2026-01-01")
    assert "other" == found.state()


def test_an_outcome_and_back_work_on_tracks() -> None:
    """A track has its own memory and its own conditions."""
    mark = step("mark", flags=("marked",), track=On("talk"))
    move = step("move", track=On("talk", ("sent", "heard"), outcome((g.Flagged("marked"), "agreed"), (None, "heard"))))
    back = step("back", track=On("talk", ("agreed",), BACK))
    found = opened(mark, move, back)

    found.take("move", "JPN", "2026-01-01", track="KOR")
    found.take("mark", "JPN", "2026-01-01", track="KOR")
    found.take("move", "JPN", "2026-01-01", track="KOR")
    assert ("agreed", "sent", "open") == (found.state("talk:KOR"), found.state("talk:FRA"), found.state())
    found.take("back", "JPN", "2026-01-01", track="KOR")

    assert "heard" == found.state("talk:KOR")
    assert found.case == found.replayed()


@pytest.mark.parametrize(
    ("opens", "filing", "tracks"),
    [
        (Opens("talk", "who"), {"who": ["KOR", "FRA"]}, {"talk:KOR": ("KOR", None), "talk:FRA": ("FRA", None)}),
        (Opens("talk", "one"), {"one": "KOR"}, {"talk:KOR": ("KOR", None)}),
        (Opens("talk", keys=(("a", "asker"), ("b", None))), {}, {"talk:a": (None, "asker"), "talk:b": (None, None)}),
        (Opens("talk", role="asked"), {}, {"talk:KOR": ("KOR", None)}),
        (Opens("talk", acting=True), {}, {"talk:JPN": ("JPN", None)}),
        (Opens("talk", of_track=True), {}, {}),
        (Opens("talk", "items"), {"items": [{"key": "core"}, {"party": "FRA", "side": "asked"}, {"side": "asker"}]},
         {"talk:core": (None, None), "talk:FRA": ("FRA", "asked"), "talk:3": (None, "asker")}),
        (Opens("talk", "who"), {}, {}),
        (Opens("talk", "who", about=True), {"who": ["KOR"]}, {"talk:KOR": (None, None)}),
    ],
)  # fmt: skip
def test_tracks_are_opened_for_what_the_step_says(opens: Opens, filing: dict[str, Any], tracks: dict[str, Any]) -> None:
    """For parties, keys, a role, oneself, or the entries of a list."""
    found = play([step("act", asks=Batch, opens=opens)])

    found.take("act", "JPN", "2026-01-01", filing=filing)

    assert tracks == {key: (track.party, track.side) for key, track in found.case.tracks.items()}


def test_whoever_a_track_is_about_takes_no_part_by_it() -> None:
    """It has its name, and nothing is offered to it; a second one about the same is refused."""
    world = Facts(names={"FRA": "France"})
    found = play([step("act", asks=Batch, opens=Opens("talk", "who", about=True))], world)

    found.take("act", "JPN", "2026-01-01", filing={"who": ["FRA"]})

    assert ("France", set()) == (found.case.tracks["talk:FRA"].name, found.offered("FRA", "2026-01-02"))
    assert {"talk"} == found.procedure.offered_on, "that there is such a track is not for everybody"
    again = found.refused("act", "JPN", "2026-01-02", filing={"who": ["FRA"]})
    assert "France is already here." == str(again)


def test_a_track_is_opened_for_the_party_of_another_track() -> None:
    """An entrant becomes a talking partner, in a state of its own."""
    entrants = TrackSet("entrant", "sent", TALK, "entrant", ends=("sent", "heard", "agreed", "gone"))
    admit = step("admit", track=On("entrant", ("sent",), "heard"), opens=Opens("talk", of_track=True, to="agreed"))
    found = play([step("ask", asks=Batch, opens=Opens("entrant", "one")), admit], tracks=(*toy([]).tracks, entrants))
    found.take("ask", "JPN", "2026-01-01", filing={"one": "FRA"})

    found.take("admit", "JPN", "2026-01-02", track="FRA")

    assert "agreed" == found.state("talk:FRA")


def test_nobody_is_invited_twice_unless_it_left() -> None:
    """The refusal names the party and the field."""
    found = opened(
        step("invite", asks=Batch, opens=Opens("talk", "who")),
        step("leave", by=TRACK_PARTY, track=On("talk", ("sent",), "gone")),
    )

    refused = found.refused("invite", "JPN", "2026-01-02", filing={"who": ["FRA"]})
    assert ("FRA is already here.", "content", "who") == (str(refused), refused.kind, refused.refusals[0].field)

    found.take("leave", "FRA", "2026-01-03")
    found.take("invite", "JPN", "2026-01-04", filing={"who": ["FRA"]})
    assert "sent" == found.state("talk:FRA")


def test_the_legal_basis_is_that_of_each_track() -> None:
    """A State that the treaty does not bind takes part voluntarily."""
    talks = TrackSet("talk", "sent", TALK, "talk", basis="OST", ends=("sent", "heard", "agreed", "gone"))
    found = opened(world=Facts({"bound:OST:FRA:2026-01-01": {"bound": False, "reason": "no"}}), tracks=(talks,))

    assert {"talk:KOR": "OST", "talk:FRA": "voluntary"} == {
        key: track.basis for key, track in found.case.tracks.items()
    }


@pytest.mark.parametrize(
    ("moves", "filing", "states"),
    [
        (Moves("talk", "agreed"), {}, ("agreed", "agreed")),
        (Moves("talk", "agreed", ("heard",)), {}, ("sent", "sent")),
        (Moves("talk", "agreed", keys=("FRA",)), {}, ("sent", "agreed")),
        (Moves("talk", "agreed", field="one"), {"one": "KOR"}, ("agreed", "sent")),
        (Moves("talk", "agreed", field="forms"), {"forms": ["KOR", "FRA"]}, ("agreed", "agreed")),
        (Moves("talk", "agreed", field="one"), {}, ("sent", "sent")),
    ],
)
def test_tracks_are_moved_all_or_those_named(moves: Moves, filing: dict[str, Any], states: tuple[str, str]) -> None:
    """By state, by key or by a field."""
    keys = step("begin_keys", asks=Batch, opens=Opens("talk", keys=(("FRA", None),)), when=g.Flagged("never"))
    found = opened(step("act", asks=Batch, moves=moves), keys)

    found.take("act", "JPN", "2026-01-02", filing=filing)

    assert states == (found.state("talk:KOR"), found.state("talk:FRA"))


def test_a_reset_asks_for_receipt_again() -> None:
    """A new version sent to all is received anew; another move leaves receipt alone."""
    receive = step("receive", asks=Batch, track=On("talk", ("sent",), "heard"), receipt=True)
    found = opened(receive, step("renew", moves=Moves("talk", "sent")), step("agree", moves=Moves("talk", "agreed")))
    found.take("receive", "JPN", "2026-01-02", track="KOR")
    found.take("agree", "JPN", "2026-01-03")
    assert "2026-01-02" == str(found.case.tracks["talk:KOR"].received_on)[:10]

    found.take("renew", "JPN", "2026-01-04")

    assert ("sent", None) == (found.state("talk:KOR"), found.case.tracks["talk:KOR"].received_on)


@pytest.mark.parametrize(
    ("names", "filing", "office"),
    [
        (Names("office", "who"), {"who": ["FRA", "IND"]}, ("OFF", "FRA", "IND")),
        (Names("office", acting=True), {}, ("OFF", "JPN")),
        (Names("office", of_track=True), {}, ("OFF", "KOR")),
        (Names("office", "who"), {}, ("OFF",)),
        (Names("office", "one"), {"one": "OFF"}, ("OFF",)),
        (Names("office", parties=("JPN", "FRA")), {}, ("OFF", "JPN", "FRA")),
        (Names("office", parties=("JPN", "FRA"), others=True), {}, ("OFF", "FRA")),
    ],
)
def test_a_role_is_given_to_those_whom_the_step_names(
    names: Names, filing: dict[str, Any], office: tuple[str, ...]
) -> None:
    """To parties of a field, to the acting one, or to the party of the track; once."""
    found = opened(step("act", asks=Batch, names=names, track=On("talk")))

    found.take("act", "JPN", "2026-01-02", track="KOR", filing=filing)

    assert office == found.case.parties["office"]


def test_a_track_gives_its_role_to_its_party() -> None:
    """Served as an addressee, party as an addressee."""
    talks = TrackSet("talk", "sent", TALK, "talk", role="asked", ends=("sent", "heard", "agreed", "gone"))
    found = Play(
        toy([step("begin", asks=Batch, opens=Opens("talk", "who"))], tracks=(talks,)), "2026-01-01", {"asker": ["JPN"]}
    )

    found.take("begin", "JPN", "2026-01-01", filing={"who": ["FRA"]})

    assert ("FRA",) == found.case.parties["asked"]


def test_flags_are_set_and_cleared_on_case_and_track() -> None:
    """On the track at hand, on the case where that is said, and only where their condition holds."""
    mark = step(
        "mark",
        track=On("talk"),
        flags=("on_track", Flag("on_case", on_track=False), Flag("never", g.Flagged("nothing"))),
    )
    clear = step("clear", track=On("talk"), clears=("on_track", "on_case"))
    found = opened(mark, clear)

    for _ in range(2):
        found.take("mark", "JPN", "2026-01-02", track="KOR")
    assert (("on_case",), ("on_track",), ()) == (
        found.case.flags,
        found.case.tracks["talk:KOR"].flags,
        found.case.tracks["talk:FRA"].flags,
    )
    found.take("clear", "JPN", "2026-01-02", track="KOR")

    assert ((), ()) == (found.case.flags, found.case.tracks["talk:KOR"].flags)


def test_facts_are_kept_collected_and_the_activity_follows_the_filing() -> None:
    """Kept on the case, collected on the track, once each and in order."""
    act = step(
        "act",
        asks=Batch,
        keeps=("form",),
        collects=("one",),
        track=On("talk"),
        activity=FromFilingField("form", "planned"),
    )
    found = opened(act)

    for one in ("IND", "BRA", "IND"):
        found.take("act", "JPN", "2026-01-02", track="KOR", filing={"one": one, "form": "talk"})

    assert ("talk", "talk", ("BRA", "IND")) == (
        found.case.facts["form"],
        found.case.activity,
        found.case.tracks["talk:KOR"].facts["one"],
    )
    found.take("act", "JPN", "2026-01-03", track="FRA", filing={}, exact=True)
    assert ("planned", "talk") == (found.case.activity, found.case.facts["form"])


def test_an_activity_is_set_by_the_step_itself() -> None:
    """Whatever the filing says."""
    found = play([step("act", activity="proceeding")])

    found.take("act", "JPN", "2026-01-01")

    assert "proceeding" == found.case.activity


@pytest.mark.parametrize(
    ("tell", "told"),
    [
        ("all", ("FRA", "KOR")),
        ("own", ()),
        ("", ("KOR",)),
        ("track", ("KOR",)),
        ("asked office", ("KOR", "OFF")),
    ],
)
def test_a_step_tells_whom_it_should(tell: str, told: tuple[str, ...]) -> None:
    """All, nobody else, the party of the track and the filer, or roles by name; never oneself."""
    found = opened(step("act", track=On("talk"), tell=tell))

    assert told == found.take("act", "JPN", "2026-01-02", track="KOR").told


def test_an_office_is_told_of_what_lies_in_a_file_that_it_reads_and_of_what_is_open_to_all() -> None:
    """Of an act among the parties only if it is in its file; of one at C1 in any case."""
    reader = Role("office", "Office", stake=False, office=True, reads=("record",))
    rows = (step("filed", file="record"), step("between"), step("open", level="C1"))
    found = play(rows, roles=(ASKER, ASKED, reader))

    assert [("KOR", "OFF"), ("KOR",), ("KOR", "OFF")] == [found.take(one.key, "JPN", "2026-01-02").told for one in rows]


def test_whoever_gets_a_role_by_the_act_itself_is_told_where_those_of_the_role_are() -> None:
    """By a field, or as the party of the track; whoever is named for another role is not."""
    rows = (
        step("name", names=Names("office", "one"), asks=Paper, tell="office"),
        step("name_other", names=Names("asked", "one"), asks=Paper, tell="office"),
        step("name_track", names=Names("office", of_track=True), track=On("talk"), tell="office"),
    )
    found = opened(*rows)

    told = [found.take(key, "JPN", "2026-01-02", filing={"one": "BRA"}).told for key in ("name", "name_other")]
    told.append(found.take("name_track", "JPN", "2026-01-03", track="FRA").told)

    assert [("BRA", "OFF"), ("BRA", "OFF"), ("BRA", "FRA", "OFF")] == told


def test_the_level_of_an_act_follows_whom_it_is_told_unless_the_step_says_more() -> None:
    """Case, track, own, or its own."""
    levels = {"c": {}, "t": {"track": On("talk")}, "o": {"tell": "own"}, "x": {"level": "C5"}}
    found = opened(*(step(f"act_{key}", **rest) for key, rest in levels.items()))

    taken = {
        key: found.take(f"act_{key}", "JPN", "2026-01-02", track="KOR" if key == "t" else None).level for key in levels
    }

    assert {"c": "C2", "t": "C3", "o": "C4", "x": "C5"} == taken


def test_a_step_tells_a_linked_case_when_it_is_performed_and_not_when_a_hand_is_laid() -> None:
    """The docket takes the step there in the same transaction."""
    found = play([step("act", by=ASKER & ASKED, tells=Tell("series", "wake"))])

    assert () == found.take("act", "JPN", "2026-01-01").tells
    assert (("series", "wake"),) == found.take("act", "KOR", "2026-01-01").tells


def test_a_link_to_a_procedure_that_is_not_here_closes_the_step() -> None:
    """And one that is here opens it."""
    steps = [step("refer", to="done", link=Link("referral", "lunar"))]

    refused = play(steps, Facts({"available:lunar": False})).refused("refer", "JPN", "2026-01-01")

    assert "The procedure “Lunar” is not installed here." == str(refused)
    assert "done" == play(steps).take("refer", "JPN", "2026-01-01").went


def test_a_step_without_a_filing_takes_none_and_a_step_unknown_is_unknown() -> None:
    """Both are answered with a sentence."""
    found = play([step("act")])

    assert "This step asks for nothing in writing." == str(found.refused("act", "JPN", "2026-01-01", filing={"x": 1}))
    assert ("unknown", "“fly” is no step of this procedure.") == (
        (r := found.refused("fly", "JPN", "2026-01-01")).kind,
        str(r),
    )
    closed = found.refused("leave_other_asker", "JPN", "2026-01-01")
    assert "“Leave other asker” is not open: the case is at “Open”; it is taken from “Other”." == str(closed)


def test_several_rows_of_one_step_are_tried_in_their_order() -> None:
    """The first that may be taken is taken; the refusal is that of the row which is one's own."""
    rows = [step("act", to="other", when=g.Flagged("marked")), step("act", to="paused", by=OFFICE)]
    found = play([*rows, step("mark", flags=("marked",))])

    assert "“Marked” is not on record." == str(found.refused("act", "JPN", "2026-01-01"))
    found.take("mark", "JPN", "2026-01-01")
    found.take("act", "JPN", "2026-01-01")
    assert "other" == found.state()


def test_an_act_out_of_turn_is_refused_by_the_case() -> None:
    """Acts are counted."""
    found = play([step("act")])
    act = found.take("act", "JPN", "2026-01-01")

    with pytest.raises(ValueError, match="act 1 does not follow act 1"):
        found.case.after(act)


def test_a_case_is_public_from_the_act_that_publishes_it_and_stays_so() -> None:
    """1, 5 and 9 January 2026: from the moment of the first of two such acts; the summary and a replay say the same."""
    told = play([step("act"), step("tell", publishes=True, level="C0")])
    told.take("act", "JPN", "2026-01-01")
    assert told.case.public_from is None
    for day in ("2026-01-05", "2026-01-09"):
        told.take("tell", "JPN", day)
    public = told.case.public_from
    assert "2026-01-05" == str(public and public.date())
    assert [public, public] == [one.public_from for one in (load(told.procedure, dump(told.case)), told.replayed())]
    assert [1, 0] == [len(act.effects_of("public")) for act in told.acts[-2:]]
