"""A team drafts a text for a body: dated stories of a charter, of guidelines and of a treaty."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play
from workflows.kernel.editions import freeze, thaw
from workflows.kernel.readings import reading_of
from workflows.kernel.view import Facts
from workflows.lunar.charter_values import HEADINGS
from workflows.lunar.drafting import CHECKLIST
from workflows.lunar_charter import DraftingTerms, lunar_charter

CHARTER = lunar_charter(DraftingTerms())
TEAM = {"members": ["IND", "LUX", "ROU"], "chairs": ["ROU", "PAK"]}
INVITATION = {"subject": "Charter", "mandate": "A/79/20, paragraph 351", **TEAM}
ONE = [{"key": "1", "text": "States inform each other."}]


def drafting(procedure: Any = CHARTER, invitation: dict[str, Any] | None = None, world: Facts | None = None) -> Play:
    """Play until drafting is open, on 1 February 2027."""
    play = Play(procedure, "2027-01-04", {"secretariat": ["OOSA"]}, world or Facts())
    play.take("invite", "OOSA", "2027-01-04", filing=invitation or INVITATION)
    play.take("open_drafting", "ROU", "2027-02-01")
    return play


def tabled(*, clauses: list[dict[str, str]] = ONE, **given: Any) -> Play:
    """Play until a version is circulated, on 3 February 2027."""
    play = drafting(**given)
    by = next(iter(play.case.parties["member"]))
    play.take("table_text", by, "2027-02-02", filing={"clauses": clauses})
    play.take("table", "ROU", "2027-02-03", filing={"version": play.case.n})
    return play


def version(play: Play) -> int:
    """Give the number of the act that tabled the version on the table."""
    return int(play.case.facts["tabled"]["version"])


def silent(play: Play, at: str, scope: str = "procedural", point: str = "It is shown to others.") -> None:
    """Put a point under silence."""
    play.take("open_silence", "ROU", at, filing={"scope": scope, "version": version(play), "point": point})


def test_contributions_are_invited_for_sixty_days_and_late_ones_are_marked() -> None:
    """The last day is in time; the day after is late, and is received all the same."""
    for day, late in (("2027-03-05", False), ("2027-03-06", True)):
        play = Play(CHARTER, "2027-01-04", {"secretariat": ["OOSA"]}, Facts())
        play.take("invite", "OOSA", "2027-01-04", filing=INVITATION)
        assert "2027-03-05" == play.ends("inputs")
        act = play.take("contribute", "IND", day, filing={"text": "Open classes."})
        assert late == bool(act.late)


@pytest.mark.parametrize(
    ("step", "field"), [("invite", "mandate"), ("ask_for_redraft", "reasons"), ("forward", "slot_on")]
)
def test_a_paper_must_have_what_its_row_makes_a_condition(step: str, field: str) -> None:
    """The decision with the mandate, the reasons of a redraft, the last day for documents."""
    asked = CHARTER.rows[step][0].filing
    assert asked is not None
    assert "required" == asked.field(field).need  # type: ignore[union-attr] # the question is there


def test_brackets_stand_in_the_way_of_consensus_until_a_version_without_them_is_tabled() -> None:
    """Drafts may have alternatives; a recommendation may not."""
    play = tabled(clauses=[{"key": "1", "text": "States [shall] [may] inform."}, {"key": "2", "text": "Yes."}])
    filing = {"version": version(play), "held_on": "2027-02-10"}
    why = play.refused("agree_in_meeting", "ROU", "2027-02-10", filing=filing)
    assert "Words stand in brackets in “1”: table a version without them first." == str(why)
    play.take("ask_for_redraft", "IND", "2027-02-11", filing={"reasons": "The brackets."})
    assert ("drafting", "2027-03-13") == (play.state(), play.ends("redraft"))
    play.take("table_text", "IND", "2027-02-12", filing={"follows": version(play), "clauses": ONE})
    play.take("table", "PAK", "2027-02-13", filing={"version": version(play)})
    play.take("agree_in_meeting", "PAK", "2027-02-20", filing={"version": version(play), "held_on": "2027-02-20"})
    assert "team_consensus" == play.state()


def test_any_member_asks_for_a_redraft_and_a_chair_that_is_no_member_does_not() -> None:
    """Pakistan chairs this team and is not among its members."""
    play = tabled()
    assert "ask_for_redraft" in play.offered("IND", "2027-02-04")
    assert "ask_for_redraft" not in play.offered("PAK", "2027-02-04")


def test_the_text_itself_lies_under_silence_only_after_all_members_agreed_to_that() -> None:
    """Points of procedure may without."""
    play = tabled()
    filing = {"scope": "substance", "version": version(play), "point": "The team recommends it."}
    why = play.refused("open_silence", "ROU", "2027-02-08", filing=filing)
    assert ("content", "scope") == (why.kind, why.refusals[0].field)
    for member in ("IND", "LUX", "ROU"):
        play.take("widen_silence", member, "2027-02-09", filing={})
    silent(play, "2027-02-10", "substance")
    assert "under_silence" == play.state()


@pytest.mark.parametrize(("scope", "state"), [("procedural", "text_tabled"), ("substance", "team_consensus")])
def test_an_unbroken_silence_decides_the_point_that_was_put(scope: str, state: str) -> None:
    """One second before the instant nothing is decided."""
    play = tabled(procedure=lunar_charter(DraftingTerms(silence_scope="any")))
    silent(play, "2027-02-10", scope)
    play.pass_time("2027-02-24T23:59:59")
    assert "under_silence" == play.state()
    play.pass_time("2027-02-25T00:00:00")
    assert state == play.state()
    assert "confirm_adoption" in play.offered("ROU", "2027-02-25")


def test_a_member_breaks_the_silence_and_the_text_goes_back_to_drafting() -> None:
    """The body for which it is drafted cannot break it."""
    play = tabled()
    silent(play, "2027-02-10")
    assert "break_silence" not in play.offered("COPUOS", "2027-02-11")
    play.take("break_silence", "LUX", "2027-02-24T23:59:59", filing={})
    assert ("drafting", "2027-03-26") == (play.state(), play.ends("redraft"))


def agreed() -> Play:
    """Play until the team has agreed, on 20 February 2027."""
    play = tabled()
    play.take("agree_in_meeting", "ROU", "2027-02-20", filing={"version": version(play), "held_on": "2027-02-20"})
    return play


def test_a_text_is_forwarded_with_the_last_day_for_documents_of_the_session() -> None:
    """A day that has passed, or one after the session began, is no slot."""
    play = agreed()
    for slot in ("2027-02-19", "2027-06-11"):
        filing = {"session": "Seventieth", "slot_on": slot, "session_on": "2027-06-10"}
        assert "content" == play.refused("forward", "ROU", "2027-02-22", filing=filing).kind
    filing = {"session": "Seventieth", "slot_on": "2027-03-20", "session_on": "2027-06-10"}
    play.take("forward", "ROU", "2027-02-22", filing=filing)
    assert ("before_copuos", "2027-03-20", "2027-06-10") == (play.state(), play.ends("slot"), play.ends("session"))


@pytest.mark.parametrize(
    ("step", "by", "state"),
    [("endorse", "COPUOS", "endorsed"), ("endorse", "OOSA", "endorsed"), ("remit", "COPUOS", "remitted"),
     ("fail", "OOSA", "no_consensus")],
)  # fmt: skip
def test_the_body_endorses_sends_back_or_notes_divergent_views(step: str, by: str, state: str) -> None:
    """It acts itself, or its secretariat records what it did; nobody else."""
    play = agreed()
    filing = {"session": "Seventieth", "slot_on": "2027-03-20", "session_on": "2027-06-10"}
    play.take("forward", "ROU", "2027-02-22", filing=filing)
    assert {step} & set(play.offered("IND", "2027-06-18")) == set()
    play.take(step, by, "2027-06-18", filing={"decided_on": "2027-06-18", "text": "Decided."})
    assert state == play.state()
    if state == "remitted":
        play.take("enter_drafting", "PAK", "2027-06-21")
        assert "drafting" == play.state()


def test_guidelines_of_a_working_group_are_drafted_in_the_same_way_without_silence() -> None:
    """Body, document and decision rule are terms; nothing of a charter is left in the form."""
    form = lunar_charter(DraftingTerms(body="STSC", document="guidelines", decision_rule="consensus"))
    assert "Drafting of guidelines for the Scientific and Technical Subcommittee (draft, not law)" == form.title
    assert not {"open_silence", "widen_silence"} & set(form.rows)
    assert {"COPUOS", "charter"}.isdisjoint({form.rows["table"][0].filing.reading, str(form.under[0].instrument)})  # type: ignore[union-attr] # the step asks for something
    assert form == thaw(freeze(form))
    play = tabled(procedure=form)
    play.take("agree_in_meeting", "ROU", "2027-02-20", filing={"version": version(play), "held_on": "2027-02-20"})
    play.take("forward", "ROU", "2027-02-22",
              filing={"session": "Next", "slot_on": "2027-03-20", "session_on": "2027-06-10"})  # fmt: skip
    play.take("endorse", "STSC", "2027-06-18", filing={"decided_on": "2027-06-18", "text": "Adopted."})
    assert "endorsed" == play.state()


def test_a_treaty_text_for_another_body_is_drafted_by_those_on_a_roll() -> None:
    """The invitation then names nobody; the text itself may lie under silence."""
    form = lunar_charter(DraftingTerms(body="CD", document="treaty", silence_scope="any", convened="copuos-draft"))
    world = Facts({"roll:lunar_participation:copuos-draft:member": ["IND", "LUX"]})
    play = tabled(procedure=form, invitation={"subject": "Treaty", "mandate": "CD/1"}, world=world)
    assert (("IND", "LUX"), ("ROU", "PAK"), ("CD",)) == tuple(play.case.parties[r] for r in ("member", "chair", "body"))
    silent(play, "2027-02-10", "substance")
    play.pass_time("2027-02-25T00:00:00")
    assert ("team_consensus", "PRODUCT") == (play.state(), form.under[0].instrument)


def test_what_the_text_does_not_speak_of_is_pointed_out_and_refuses_nothing() -> None:
    """Seventeen headings; silence on one is a note at the question."""
    reading = reading_of(CHECKLIST)
    assert reading is not None
    shown = reading.preview({"covers": ["name", "objective"]}, None, None)  # type: ignore[arg-type] # nothing is looked up
    assert shown is not None
    assert (17, 15) == (len(HEADINGS), len(shown.warnings))
    assert "Nothing is said on “Withdrawal”." in {note.says for note in shown.warnings}
    play = drafting()
    play.take("table_text", "IND", "2027-02-02", filing={"clauses": ONE})
    play.take("table", "ROU", "2027-02-03", filing={"version": version(play), "covers": ["name"]})
    assert "text_tabled" == play.state()
