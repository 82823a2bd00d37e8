"""Every figure is recounted by SQL of its own, written apart from the builder's queries, and leads to its acts."""

from datetime import timedelta

from sqlalchemy import Connection, text

from consult.db import reading
from consult.log.receipts import make_receipt
from consult.reports.scope import Reach
from consult.reports.values import Report
from tests.consult.reports.parleys import AT, OPENED, Parleys

TELLABLE = "a.level IN ('C0', 'C1', 'C2') AND a.kind NOT IN ('hand', 'hand_withdrawn') AND a.step != 'offer'"
IN_PERIOD = "a.on_at >= '2026-01-01' AND a.on_at < '2026-11-20'"
MINE = "c.id IN (SELECT case_id FROM case_party WHERE party = 'JPN') AND c.exercise = FALSE"
CONSENTED = """NOT EXISTS (SELECT 1 FROM case_party p WHERE p.case_id = c.id AND p.stake = TRUE
               AND p.party NOT IN ('JPN', 'KOR', 'BRA'))"""


def busy(parleys: Parleys) -> Report:
    """Let Japan talk with Korea and Brazil, who consent, and with France, which does not; some limits are kept."""
    for number, guests in enumerate((["KOR"], ["BRA"], ["KOR", "BRA"], ["FRA"], ["FRA", "KOR"])):
        name = f"talks {number}"
        parleys.open(name, "JPN", guests, OPENED + timedelta(days=number))
        parleys.say(name, "JPN", "say_to_all", OPENED + timedelta(days=number + 1))
        if number % 2 == 0:
            parleys.say(name, guests[0], "talk", OPENED + timedelta(days=number + 3))
        parleys.say(name, guests[0], "reply", OPENED + timedelta(days=number + 4), track=f"guest:{guests[0]}")
    parleys.take("talks 0", "JPN", "agree", OPENED + timedelta(days=60))
    parleys.take("talks 2", "JPN", "close", OPENED + timedelta(days=61))
    parleys.open("theirs", "FRA", ["KOR"])
    parleys.open("exercise", "JPN", ["KOR"], exercise=True)
    parleys.office.docket.sweep(AT)
    return parleys.report(consents=["KOR", "BRA"])


def count(connection: Connection, question: str) -> int:
    """Ask for a number."""
    return int(connection.execute(text(question)).scalar_one())


def value(report: Report, key: str) -> int:
    """Give the number of a figure."""
    figure = report.figure(key)
    assert figure is not None, key
    return figure.value


def test_counts_of_cases_and_acts_are_those_that_plain_sql_finds(parleys: Parleys) -> None:
    """Cases, acts, stages and ends, asked of the tables as they are."""
    report = busy(parleys)
    of = f"FROM cases c WHERE {MINE} AND {CONSENTED}"
    with reading(parleys.office.engine) as connection:
        cases = count(connection, f"SELECT count(*) {of}")
        acts = count(
            connection,
            f"SELECT count(*) FROM act a JOIN cases c ON c.id = a.case_id "
            f"WHERE {MINE} AND {CONSENTED} AND {TELLABLE} AND {IN_PERIOD}",
        )
        stages = {key: count(connection, f"SELECT count(*) {of} AND c.state = '{key}'") for key in STAGES}
        over = count(connection, f"SELECT count(*) {of} AND c.kind = 'final'")

    assert (3, cases) == (cases, value(report, "overview.cases"))
    assert acts == value(report, "overview.acts")
    assert stages == {key: value(report, f"consultations.parley.stage.{key}") for key in STAGES}
    assert over == value(report, "overview.ended")


STAGES = ("talking", "agreed", "over")


def test_counts_of_limits_are_those_that_plain_sql_finds_apart_by_binding(parleys: Parleys) -> None:
    """A limit of law and a target of the product begin and end together and are counted in figures of their own."""
    report = busy(parleys)
    of = f"""FROM deadline d JOIN cases c ON c.id = d.case_id
             WHERE {MINE} AND {CONSENTED} AND d.level IN ('C0', 'C1', 'C2')"""
    with reading(parleys.office.engine) as connection:
        for binding in ("LAW_A", "DEFAULT"):
            here = f"{of} AND d.binding = '{binding}'"
            talked = "EXISTS (SELECT 1 FROM act t WHERE t.case_id = c.id AND t.step = 'talk')"
            kept = count(connection, f"SELECT count(*) {here} AND d.status = 'stopped' AND {talked}")
            passed = count(connection, f"SELECT count(*) {here} AND d.status = 'lapsed'")
            assert (kept, passed) == tuple(value(report, f"deadlines.{binding}.{how}") for how in ("kept", "passed"))
            assert kept == 2
            assert passed == 1


def test_law_expires_and_a_target_of_the_product_passes(parleys: Parleys) -> None:
    """No default is told as if it were law."""
    report = busy(parleys)
    said = {one.key: one.sentence for section in report.sections for one in section.figures}
    assert "Time limits agreed by the parties: one expired." == said["deadlines.LAW_A.passed"]
    assert (
        "Targets of the product, without provision: one passed, without effect in law."
        == (said["deadlines.DEFAULT.passed"])
    )
    assert not [key for key in said if key.startswith("deadlines.") and key.split(".")[1] not in ("LAW_A", "DEFAULT")]


def test_a_count_is_that_of_its_sources_or_says_how_it_is_reckoned(parleys: Parleys) -> None:
    """For every figure, in every reach; and every source is an act of the annex."""
    busy(parleys)
    for reach in Reach:
        report = parleys.report(consents=["KOR", "BRA"], reach=reach)
        known = {one.id for one in report.sources}
        for section in report.sections:
            for figure in section.figures:
                assert figure.reckoned or figure.value == len(set(figure.sources)), figure.key
                assert set(figure.sources) <= known
            assert {act for listing in section.listings for line in listing.lines for act in line.sources} <= known


def test_every_source_leads_to_its_entry_in_the_log(parleys: Parleys) -> None:
    """The number of the entry is that of the act's leaf, and the log gives a receipt for it."""
    report = busy(parleys)
    with reading(parleys.office.engine) as connection:
        for one in report.sources:
            seq = count(
                connection,
                "SELECT l.seq FROM act_leaf l JOIN act a ON a.id = l.act_id JOIN cases c ON c.id = a.case_id "
                f"WHERE c.ref = '{one.case}' AND a.n = {one.act}",
            )
            assert seq == one.entry
            assert make_receipt(connection, seq).seq == one.entry


def test_practice_stands_beside_the_period_with_its_binding(parleys: Parleys) -> None:
    """Three days in two told cases; that of the case with France, which did not consent, plays no part."""
    report = busy(parleys)
    section = report.section("practice")
    assert section is not None
    lines = {line.cells[1]: line.cells for line in section.listings[0].lines}
    assert ("Parley", "First talk", "30 days") == lines["First talk"][:3]
    assert ("agreed", 2, "3.0") == (lines["First talk"][4], *lines["First talk"][5:])[0:3]
    assert ("product default", 2) == lines["Target for the first talk"][4:6]
    assert "Reply" not in lines, "a time on one relation"


def test_dates_and_parties_stand_in_the_table_of_cases(parleys: Parleys) -> None:
    """The case of Japan with Korea and Brazil: begun on 4 March, over on 2 May."""
    report = busy(parleys)
    section = report.section("consultations")
    assert section is not None
    cells = next(line.cells for line in section.listings[0].lines if line.case == parleys.refs["talks 2"])
    told = (
        parleys.refs["talks 2"],
        "Parley",
        "Brazil, Japan, the Republic of Korea",
        "2026-03-04",
        "2026-05-02",
        "Over",
    )
    assert told == cells
