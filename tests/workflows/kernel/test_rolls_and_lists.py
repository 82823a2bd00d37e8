"""Conditions on rolls, on single tracks, on entries of lists, and on who is named beside those who take part."""

from tests.workflows.kernel.play import hand, utc
from tests.workflows.kernel.toys import ASKED, Paper, play, step
from workflows.kernel.guards import Guard
from workflows.kernel.guards_of_rolls import HasTrack, OnRoll, TrackFlagged
from workflows.kernel.language import (
    PRODUCT,
    STAY,
    FilingCheck,
    Flag,
    InOrder,
    ListedThen,
    Names,
    NamesTracks,
    On,
    Opens,
    Role,
    Roll,
    WithoutRole,
    choice,
    date_field,
    keyed,
    listing,
)
from workflows.kernel.view import Facts, View

CLUB = Roll("joining", "charter-a", "member")
ANSWERS = Facts({"roll:joining:charter-a:member": ["JPN"]})


class Listed(Paper):
    """Listed paper."""

    entries = listing(
        "Entries",
        PRODUCT,
        keyed("kind", choice("Kind", {"mine": "A mine", "site": "A site"}, PRODUCT)),
        keyed("starts", date_field("First day", PRODUCT, need="optional")),
        keyed("ends", date_field("Last day", PRODUCT, need="optional")),
        need="optional",
    )


def refusal_of(guard: Guard, party: str = "KOR", world: Facts = ANSWERS) -> str:
    """Ask a guard of a party in a fresh case; nothing where it holds."""
    case = play([]).case
    refusal = guard.check(View(case.procedure, case, hand(party), utc("2026-01-01"), world))
    return str(refusal or "")


def test_whoever_is_on_a_roll_is_let_in_and_nobody_else() -> None:
    """As the world answers on the day of the act; the act keeps the answer."""
    guard = OnRoll(CLUB, "a member of the club")
    assert ("", "KOR is not a member of the club.") == (refusal_of(guard, "JPN"), refusal_of(guard))
    assert "the party is a member of the club" == guard.words()
    found = play([step("act", when=guard)], ANSWERS)
    assert ("roll:joining:charter-a:member", ["JPN"]) in found.take("act", "JPN", "2026-01-01").reads


def test_a_party_on_a_roll_is_told_of_the_act_that_names_it_and_of_nothing_that_is_for_the_parties() -> None:
    """Whoever has no stake is told of what it may read."""
    guest = Role("guest", "Guest", stake=False)
    roles = {"roles": (*play([]).procedure.roles, guest)}
    rows = [
        step("act", names=Names("guest", roll=CLUB), level="C1"),
        step("speak", level="C2"),
        step("call", level="C1"),
    ]
    found = play(rows, Facts({"roll:joining:charter-a:member": ["FRA"]}), **roles)
    told = [found.take(one, "JPN", "2026-01-01").told for one in ("act", "speak", "call")]
    assert [("FRA" in names, "KOR" in names) for names in told] == [(True, True), (False, True), (True, True)]


def test_a_flag_is_looked_for_on_tracks_in_some_states_only() -> None:
    """One that is on a track in another state does not count."""
    rows = [
        step("begin", opens=Opens("talk", "who"), asks=Paper),
        step("mark", by=ASKED, track=On("talk", ("sent",), "heard"), flags=(Flag("marked"),)),
        step("sent", when=TrackFlagged("talk", ("sent",), "marked")),
        step("heard", when=TrackFlagged("talk", ("heard",), "marked")),
    ]
    found = play(rows)
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR"]})
    assert "“Marked” is on record of no talk." in str(found.refused("heard", "JPN", "2026-01-01"))
    found.take("mark", "KOR", "2026-01-02")
    assert "heard" in found.offered("JPN", "2026-01-03")
    assert "“Marked” is on record of no talk." in str(found.refused("sent", "JPN", "2026-01-03"))
    assert "“Marked” is on record of at least one talk" == TrackFlagged("talk", (), "marked").words(found.procedure)


def test_a_party_is_here_as_long_as_its_track_is_not_gone() -> None:
    """The guard asks for a live track."""
    rows = [
        step("begin", opens=Opens("talk", "who"), asks=Paper),
        step("go", by=ASKED, track=On("talk", (), "gone")),
        step("speak", by=ASKED, when=HasTrack(("talk",))),
    ]
    found = play(rows)
    assert "KOR is here as no talk." == str(found.refused("speak", "KOR", "2026-01-01"))
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR"]})
    assert "speak" in found.offered("KOR", "2026-01-01")
    found.take("go", "KOR", "2026-01-02")
    assert "speak" not in found.offered("KOR", "2026-01-02")
    assert "the party is here as “talk”" == HasTrack(("talk",)).words(found.procedure)


def refused(check: FilingCheck, bad: dict[str, object], good: dict[str, object]) -> tuple[str, str, str]:
    """Refuse one body and take another; mend both; give sentence, field and words."""
    rows = [step("begin", opens=Opens("talk", "who"), asks=Paper), step("act", asks=Listed, checks=(check,), to=STAY)]
    found = play(rows)
    found.take("begin", "JPN", "2026-01-01", filing={"who": ["KOR"]})
    no = found.refused("act", "JPN", "2026-01-01", filing=bad, exact=True)
    assert "step" == found.take("act", "JPN", "2026-01-01", filing=good, exact=True).kind
    for body in (bad, good):
        view = View(found.procedure, found.case, hand("JPN"), utc("2026-01-01"), Facts(), step=found._row("act"))
        view.filing = check.mend(body, view)
        assert check.check(view) is None
    return str(no), no.refusals[0].field, check.words(Listed.spec, found.procedure)


def test_an_entry_of_a_kind_asks_for_another_answer() -> None:
    """Where a part is named, only entries that have one of the values do."""
    mine, site = {"kind": "mine"}, {"kind": "site"}
    check = ListedThen("entries", "title_", "kind", ("mine",))
    found = refused(check, {"entries": [site, mine]}, {"entries": [site]})
    assert ("“Title” must be given, since “Entries” has “A mine”.", "title_") == found[:2]
    assert "“Title” where “Entries” has “A mine”" == found[2]
    found = refused(ListedThen("entries", "title_"), {"entries": [site]}, {"entries": []})
    assert "“Title” must be given, since “Entries” is answered." == found[0]


def test_no_entry_ends_before_it_begins_and_an_end_or_a_beginning_alone_is_fine() -> None:
    """The same day is fine too."""
    late = {"kind": "site", "starts": "2026-03-02", "ends": "2026-03-01"}
    same, half = {**late, "ends": "2026-03-02"}, {"kind": "site", "ends": "2026-03-01"}
    found = refused(InOrder("entries", "starts", "ends"), {"entries": [same, late]}, {"entries": [same, half]})
    assert "Entry 2 of “Entries” ends (1 March 2026) before it begins (2 March 2026)." == found[0]
    assert ("entries/1/ends", "no entry of “Entries” ends before it begins") == found[1:]


def test_whoever_has_a_role_is_not_named_beside_it() -> None:
    """The sentence is the procedure's."""
    check = WithoutRole("who", "asker", "{party} asks itself.")
    found = refused(check, {"who": ["KOR", "JPN"]}, {"who": ["KOR"]})
    assert ("JPN asks itself.", "who", "“Who” other than Asker") == found


def test_exactly_those_who_take_part_are_named() -> None:
    """Neither a stranger nor less than all."""
    check = NamesTracks("who", ("talk",), ("sent",))
    stranger = refused(check, {"who": ["FRA", "KOR"]}, {"who": ["KOR"]})
    assert ("FRA does not take part and cannot be named here.", "who") == stranger[:2]
    assert "KOR takes part and must be named." == refused(check, {"who": []}, {"who": ["KOR"]})[0]
    assert "“Who” names everybody who takes part, and nobody else" == stranger[2]
