"""A report of a date is the same for ever; a consent that is withdrawn changes the next one, which says so."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from consult.reports.machine import machine_form, write_json
from consult.reports.scope import Objection
from consult.reports.writing import write_document
from tests.consult.reports.parleys import AT, OPENED, Parleys, outputs_of

EARLIER = datetime(2026, 5, 4, 9, tzinfo=UTC)


def test_the_same_record_scope_and_date_give_the_same_bytes(parleys: Parleys) -> None:
    """Built twice, and the document too."""
    parleys.open("talks", "JPN", ["KOR"])
    parleys.say("talks", "JPN", "talk", OPENED + timedelta(days=5))

    first, second = (parleys.report(consents=["KOR"]) for _time in range(2))

    assert write_json(first) == write_json(second)
    assert write_document(first) == write_document(second)


def test_what_is_recorded_later_changes_no_report_of_an_earlier_date(parleys: Parleys) -> None:
    """On 4 May two parleys are open. Then one is agreed and closed, a third State joins the other, a limit runs out,
    one more is opened, and one is announced to everybody."""
    one = parleys.open("one", "JPN", ["KOR"])
    two = parleys.open("two", "JPN", ["FRA"])
    parleys.open("theirs", "BRA", ["KOR"])
    parleys.say("one", "JPN", "talk", OPENED + timedelta(days=5))
    asked: dict[str, Any] = {"consents": dict.fromkeys(("KOR", "FRA"), EARLIER), "at": EARLIER, "until": EARLIER.date()}
    parleys.office.docket.sweep(EARLIER)
    before = parleys.report(**asked)

    later = EARLIER + timedelta(days=1)
    parleys.take("one", "JPN", "agree", later)
    parleys.take("one", "JPN", "close", later)
    parleys.take("two", "JPN", "invite_more", later, body={"guests": ["BRA"]})
    parleys.say("theirs", "BRA", "announce", later)
    parleys.open("new", "JPN", ["KOR"], later)
    parleys.office.docket.sweep(AT)
    after = parleys.report(**asked)

    assert {one, two} == after.cases
    assert write_json(before) == write_json(after)
    assert before.digest != parleys.report(consents=["KOR", "FRA", "BRA"]).digest


def test_a_late_fact_changes_no_report_from_before_it_was_recorded(parleys: Parleys) -> None:
    """Talks of 20 April that were recorded on 5 May: the report of 4 May does not know them, that of November does."""
    ref = parleys.open("talks", "JPN", ["KOR"])
    asked: dict[str, Any] = {"consents": {"KOR": EARLIER}, "at": EARLIER, "until": EARLIER.date()}
    before = parleys.report(**asked)
    happened = datetime(2026, 3, 20, 9, tzinfo=UTC)

    parleys.say("talks", "JPN", "talk", EARLIER + timedelta(days=1), on=happened)

    assert write_json(before) == write_json(parleys.report(**asked))
    days = {one.id: one.on.date() for one in parleys.report(consents=["KOR"]).sources if one.case == ref}
    assert happened.date() in days.values()


def test_a_withdrawn_consent_changes_the_report_and_the_report_says_so_without_a_name(parleys: Parleys) -> None:
    """France consented and took that back: its case is gone, counted, and named nowhere."""
    korea = parleys.open("korea", "JPN", ["KOR"])
    france = parleys.open("france", "JPN", ["FRA"])
    first = parleys.report(consents=["KOR", "FRA"])
    previous: dict[str, Any] = json.loads(write_json(first))

    report = parleys.report(consents=["KOR"], previous=previous)

    assert report.changes is not None
    assert (first.digest, 1, 0) == (report.changes.since, report.changes.gone, report.changes.came)
    assert ("overview.cases", 2, 1) in report.changes.figures
    assert {korea} == report.cases
    said = outputs_of(report)["document"]
    assert "One case that was reported there is not reported here, since not every consent for it is given now." in said
    for text in outputs_of(report).values():
        assert france not in text
        assert "France" not in text


def test_a_report_that_differs_in_nothing_says_nothing_of_a_difference(parleys: Parleys) -> None:
    """The same consents, compared with itself."""
    parleys.open("korea", "JPN", ["KOR"])
    first = parleys.report(consents=["KOR"])

    report = parleys.report(consents=["KOR"], previous=machine_form(first))

    assert report.changes is not None
    assert not report.changes.is_any
    assert "takes the place of" not in outputs_of(report)["document"]


def test_both_texts_stand_where_a_state_objects_to_the_wording(parleys: Parleys) -> None:
    """E4: Korea holds that the talks were not agreed; Japan answers; an objection made later is not in it."""
    parleys.open("talks", "JPN", ["KOR"])
    said = Objection("KOR", "The talks were not concluded.", datetime(2026, 11, 10, 9, tzinfo=UTC), "They were.")
    late = Objection("KOR", "Too late.", AT + timedelta(days=1))

    report = parleys.report(consents=["KOR"], objections=(said, late))

    outputs = outputs_of(report)
    for text in (outputs["json"], outputs["document"], outputs["html"]):
        assert "The talks were not concluded." in text
        assert "They were." in text
        assert "Too late." not in text
    figure = report.figure("objections.made")
    assert figure is not None
    assert 1 == figure.value


def test_joint_authors_stand_in_the_header(parleys: Parleys) -> None:
    """Japan and Korea submit together; Korea's consent is asked all the same."""
    ref = parleys.open("talks", "JPN", ["KOR"])

    assert {ref} == set(parleys.report(joint=("KOR",)).withheld)
    report = parleys.report(consents=["KOR"], joint=("KOR",))

    header = write_document(report).header
    assert ("Japan", "the Republic of Korea") == header.submitted_by
    assert ("General", "", "un") == (header.distribution, header.symbol, header.form)


def test_an_exercise_is_marked_as_one_on_every_page(parleys: Parleys) -> None:
    """In an installation that is an exercise as a whole its cases are told, and the report says what it is."""
    ref = parleys.open("exercise", "JPN", ["KOR"], exercise=True)

    report = parleys.report(consents=["KOR"], exercise=True)

    assert {ref} == report.cases
    assert ("Exercise",) == write_document(report).header.marks
    assert () == write_document(parleys.report(consents=["KOR"])).header.marks
