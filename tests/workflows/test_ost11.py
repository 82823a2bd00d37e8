"""Information on activities (OST XI): addressees, the interval of each subject, updates, and what is law of it."""

import pytest

from tests.workflows.informing import ACTIVITY, ALONE, BY_MOON, CHINA, OFFICE, USA, instant, issue, send, told
from tests.workflows.kernel.play import Play, hand
from workflows.informing.notes import SUBJECTS
from workflows.kernel.describe import sentence

FALL = instant("2027-03-02T00:00")
SERIES = ("weekly", "first_daily", "daily", "first_hourly", "hourly")


def running(play: Play) -> dict[str, str]:
    """Give the limits of the series that run, with their ends."""
    kept = {key: limit for key, limit in play.case.limits.items() if limit.status == "running"}
    return {key: play.ends(key) for key in kept if key in (*SERIES, "mission_report", "station_report")}


def falling(at: str, fall: dict[str, str] = FALL) -> Play:
    """Play until a note on a re-entry is issued, at an instant."""
    play = told("reentry", at=at, predicted_at=fall)
    issue(play, at)
    return play


def test_the_secretary_general_is_always_addressed() -> None:
    """Public and science as feasible, beside the Secretary-General and never in his place."""
    play = Play(ACTIVITY, "2026-12-01", {"informing": [CHINA]}, ALONE)
    play.take("clear", CHINA, "2026-12-01")
    no = play.refused("transmit", CHINA, "2026-12-01", filing={"addressees": ["public", "science"]})
    assert ("content", "addressees", ("OST XI s1",)) == (no.kind, no.refusals[0].field, tuple(map(str, no.under)))
    assert "goes to the Secretary-General" in str(no)
    assert "direct" not in ACTIVITY.rows
    assert "disseminated_direct" not in {state.key for state in ACTIVITY.states}


def test_a_re_entry_is_told_with_its_prediction_and_a_nuclear_source_with_its_data() -> None:
    """What the soft texts ask for is asked where it is needed, and nowhere else."""
    play = Play(ACTIVITY, "2026-12-01", {"informing": [CHINA]}, ALONE)
    play.take("clear", CHINA, "2026-12-01")
    base = play._filing("transmit", hand(CHINA), play.case.opened_on, {"addressees": ["sg"], "subject": "activity"})
    bare = {key: value for key, value in (base or {}).items() if key not in ("predicted_at", "nuclear", "duration")}
    for subject, asked in (
        ("reentry", {"predicted_at"}),
        ("nuclear_reentry", {"predicted_at", "nuclear"}),
        ("lunar_mission", {"duration"}),
    ):
        no = play.refused("transmit", CHINA, "2026-12-01", filing=bare | {"subject": subject}, exact=True)
        assert asked == {refusal.field for refusal in no.refusals}
    play.take("transmit", CHINA, "2026-12-01", filing=bare, exact=True)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2027-01-01T00:00", {"weekly": "2027-01-08", "first_daily": "2027-02-24T00:00:00"}),
        ("2027-02-22T00:00", {"weekly": "2027-03-01", "first_daily": "2027-02-24T00:00:00"}),
        ("2027-02-23T12:00", {"daily": "2027-02-24", "first_hourly": "2027-03-01T01:00:00"}),
        ("2027-02-28T23:00", {"daily": "2027-03-01", "first_hourly": "2027-03-01T01:00:00"}),
        ("2027-03-01T00:30", {"hourly": "2027-03-01T01:30:00"}),
        ("2027-03-02T05:00", {"hourly": "2027-03-02T06:00:00"}),
    ],
    ids=str,
)
def test_before_a_re_entry_updates_are_weekly_then_daily_then_hourly(at: str, due: dict[str, str]) -> None:
    """Predicted for the first moment of 2 March 2027; whichever is due first counts, and each is the product's."""
    assert due == running(falling(at))
    assert {"DEFAULT"} == {str(ACTIVITY.rule(key).binding) for key in SERIES}


@pytest.mark.parametrize(
    ("at", "state"),
    [("2027-01-07", "issued"), ("2027-01-08T23:59", "issued"), ("2027-01-09", "update_due")],
    ids=str,
)
def test_an_update_falls_due_the_day_after_the_interval_and_the_series_waits(at: str, state: str) -> None:
    """The day before, the day, the day after; meanwhile no other interval runs."""
    play = falling("2027-01-01T00:00")
    play.pass_time(at)
    assert state == play.state()
    assert (state == "issued") == bool(running(play))


def test_ten_days_before_the_next_update_is_the_first_daily_one() -> None:
    """A week would end three days before the re-entry: the first daily update comes six days before it."""
    play = falling("2027-02-20T00:00")
    play.pass_time("2027-02-24T00:00")
    assert "update_due" == play.state()
    send(play, "2027-02-24T01:00", "reentry", predicted_at=FALL)
    assert {} == running(play)
    issue(play, "2027-02-24T02:00")
    assert {"daily": "2027-02-25", "first_hourly": "2027-03-01T01:00:00"} == running(play)


def test_a_nearer_prediction_shortens_the_series_from_the_next_document() -> None:
    """New data are sent at any time, whether or not an update is due."""
    play = falling("2027-01-01T00:00")
    send(play, "2027-01-03", "reentry", predicted_at=instant("2027-01-08T00:00"))
    issue(play, "2027-01-03", symbol="A/AC.105/9999/Add.1")
    assert {"daily": "2027-01-04", "first_hourly": "2027-01-07T01:00:00"} == running(play)


@pytest.mark.parametrize("subject", [key for key in SUBJECTS if key not in ("reentry", "nuclear_reentry")])
def test_other_subjects_have_no_interval_under_article_xi(subject: str) -> None:
    """The Article has no number, and the product invents none."""
    play = told(subject, duration="medium", predicted_at=FALL)
    issue(play, "2026-12-02")
    assert {} == running(play)
    play.take("update", hand(CHINA, "draft"), "2027-06-01")
    assert "update_due" == play.state()


@pytest.mark.parametrize(
    ("subject", "duration", "due"),
    [
        ("lunar_mission", "short", {}),
        ("lunar_mission", "medium", {"mission_report": "2027-01-01"}),
        ("lunar_mission", "long", {}),
        ("lunar_station", "long", {"station_report": "2027-12-02"}),
        ("radioactive", "short", {}),
    ],
    ids=str,
)
def test_under_the_moon_agreement_missions_report_every_thirty_days_and_stations_every_year(
    subject: str, duration: str, due: dict[str, str]
) -> None:
    """More than sixty days and up to six months; beyond that significant additions only, without interval."""
    play = told(subject, BY_MOON, duration=duration)
    issue(play, "2026-12-02")
    assert due == running(play)
    assert {("MOON 5(1)", "LAW_T"), ("MOON 9(1)", "LAW_T")} == {
        (str(limit.under[0]), str(limit.binding)) for limit in BY_MOON.limits if limit.key.endswith("_report")
    }
    assert not {"mission_report", "station_report"} & {limit.key for limit in ACTIVITY.limits}


@pytest.mark.parametrize(("at", "state"), [("2027-01-01T23:59", "issued"), ("2027-01-02", "update_due")], ids=str)
def test_a_report_on_a_lunar_mission_falls_due_after_thirty_days(at: str, state: str) -> None:
    """Issued on 2 December 2026."""
    play = told("lunar_mission", BY_MOON, duration="medium")
    issue(play, "2026-12-02")
    play.pass_time(at)
    assert state == play.state()


def test_the_interval_of_the_moon_agreement_is_law_and_cannot_be_set_by_an_installation() -> None:
    """Only what is the product's own changes."""
    from workflows.informing.terms import ActivityTerms
    from workflows.kernel.terms import INSTALLATION, TermsError

    assert "P14D" == ActivityTerms().layered(INSTALLATION, {"weekly": "P14D"}).plain()["weekly"]
    with pytest.raises(TermsError, match="law between the parties"):
        ActivityTerms().layered(INSTALLATION, {"mission_report": "P60D"})


def test_an_update_is_recalled_and_what_was_issued_stands() -> None:
    """The first note cannot be recalled any more; another update may follow at once."""
    play = falling("2027-01-01T00:00")
    send(play, "2027-01-03", "reentry", predicted_at=FALL)
    assert "recall the update alone" in str(play.refused("recall", CHINA, "2027-01-03"))
    play.take("recall_update", CHINA, "2027-01-03")
    assert ("update_due", ("update_recalled",)) == (play.state(), play.case.flags)


def test_a_correction_begins_the_interval_anew() -> None:
    """The series stands still while a correction is on its way."""
    play = falling("2027-01-01T00:00")
    play.take("issue_correction", CHINA, "2027-01-02", filing={"kind": "corr"})
    assert {} == running(play)
    filing = {"symbol": "A/AC.105/9999/Corr.1", "dated_on": "2027-01-20"}
    play.take("enter_issued", hand(OFFICE, "office"), "2027-01-20", filing=filing)
    assert {"weekly": "2027-01-27", "first_daily": "2027-02-24T00:00:00"} == running(play)


def test_a_correction_moves_no_interval_of_a_treaty() -> None:
    """Thirty days from the document of 2 December; a report that falls due meanwhile holds no correction up."""
    play = told("lunar_mission", BY_MOON, duration="medium")
    issue(play, "2026-12-02")
    play.take("issue_correction", CHINA, "2026-12-20", filing={"kind": "corr"})
    assert {"mission_report": "2027-01-01"} == running(play)
    play.pass_time("2027-01-02")
    assert "update_due" == play.state()
    filing = {"symbol": "A/AC.105/9999/Corr.1", "dated_on": "2027-01-05"}
    act = play.take("enter_issued", hand(OFFICE, "office"), "2027-01-05", filing=filing)
    assert ("update_due", "C0") == (play.state(), act.level)
    other = falling("2027-01-01T00:00")
    other.pass_time("2027-01-09")
    assert "enter_issued" not in other.offered(hand(OFFICE, "office"), "2027-01-09")


def test_states_concerned_are_told_directly_beside_the_secretary_general() -> None:
    """Soft for a re-entry; for lunar plans of others it is law between parties to the Moon Agreement."""
    cited = [tuple(map(str, procedure.rows["copy_to_states"][0].under)) for procedure in (ACTIVITY, BY_MOON)]
    assert [("LTS B.9", "NPS principle 5"), ("MOON 5(2)", "LTS B.9", "NPS principle 5")] == cited
    play = told()
    play.take("copy_to_states", CHINA, "2026-12-02", filing={"states": [USA]})
    play.take("reply_by_other_state", USA, "2026-12-03")
    assert ("transmitted", ("reply_linked",)) == (play.state(), play.case.flags)


def test_the_series_closes_and_stays_readable() -> None:
    """Nothing is due any more; a registration may still be linked."""
    play = falling("2027-01-01T00:00")
    play.take("close", CHINA, "2027-03-03")
    assert ("closed", {}) == (play.state(), running(play))
    assert {"link_case", "answer_to"} <= play.offered(CHINA, "2027-03-04")
    assert "update" not in play.offered(CHINA, "2027-03-04")


@pytest.mark.parametrize(
    ("fact_on", "said"),
    [
        ("2026-11-30", ", 1 day after the fact told"),
        ("2026-12-01", ", 0 days after the fact told"),
        ("2026-12-02", ""),
        ("2025-10-13", ", 414 days after the fact told"),
    ],
    ids=str,
)
def test_the_sentence_of_a_note_tells_the_days_since_the_fact(fact_on: str, said: str) -> None:
    """Of what is still to come nothing has passed."""
    play = told(fact_on=fact_on)
    act = next(act for act in play.acts if act.step == "transmit")
    assert f"China transmitted the note{said} (OST XI s1)" == sentence(ACTIVITY, act, {CHINA: "China"})
