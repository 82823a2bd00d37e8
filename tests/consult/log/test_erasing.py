"""Erasure: what is asked to go goes, an entry says so, every proof holds, and whatever goes otherwise is found."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, delete, func, insert, select

from consult import clock, drafts
from consult.commands.log import log
from consult.db import reading, writing
from consult.docket.replaying import Openings, replay_cases
from consult.documents import FolderStore
from consult.log.bundles import write_bundle
from consult.log.erasing import KEPT, NAME, ROWS, WORDS, NothingToErase, Target, erase, missing
from consult.log.evidence import evidence_of_case
from consult.log.leaf import FIELDS
from consult.log.openings import openings_of
from consult.log.own import Own, record
from consult.log.receipts import make_receipt
from consult.log.verifier import check_bundle, check_receipt
from consult.log.verify import verify
from consult.models.audit import audit_opening
from consult.models.cases import ACT_PERSON, CASES, DRAFT, FILING_BODY
from consult.models.logbook import AUDIT_ENTRY
from consult.pages.cases.taking import taken_by
from consult.settings import create_secret
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.log.signing import LOG, ORIGIN, POLICY, QUORUM, WITNESSES, sign_at
from tests.consult.log.test_verify import unguarded
from tests.consult.web.world import AT
from tests.house.outputs import ROWS as OUTPUTS
from tests.house.outputs_world import READERS, build
from tests.house.test_outputs import draw

LATER = START + timedelta(days=400)
BODY: dict[str, Any] = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
ALL_FIELDS = tuple(name for name in FIELDS if name not in KEPT)


@pytest.fixture
def ref(office: Office) -> str:
    """A case of three acts, sealed and attested."""
    ref: str = office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref
    office.take("JPN", ref, "ask", body=BODY)
    office.take("FRA", ref, "give", track="berth:FRA", body={"text": "From March, says A. Ito"})
    sign_at(office.engine, 3, *WITNESSES)
    return ref


def asked_to_erase(engine: Engine, *targets: Target, **told: Any) -> int:
    """Erase and give the number of the entry that says so."""
    with writing(engine) as connection:
        return erase(connection, targets, at=LATER, **told).seq


def findings(engine: Engine) -> list[tuple[str, int | None]]:
    """Verify with a replay, as the command does, and give what was found."""
    with reading(engine) as connection:
        report = verify(connection, replay=Openings(connection))
        found = [*report.findings, *replay_cases(connection), *missing(connection)]
    return [(finding.code, finding.seq) for finding in found]


def test_what_is_erased_is_gone_and_every_proof_still_verifies(office: Office, ref: str) -> None:
    """France asks that a name be forgotten: opening, name and words go; receipt, tree and chains are as before."""
    with reading(office.engine) as connection:
        before = make_receipt(connection, 2, QUORUM)
    asked_to_erase(office.engine, Target(2, ("person", "note"), ROWS), person="Registrar")

    with reading(office.engine) as connection:
        left = openings_of(connection, 2)
        assert ("note", "person") == left.erased
        assert 2 == connection.execute(select(func.count()).select_from(ACT_PERSON)).scalar_one()
        assert "Ito" not in " ".join(connection.execute(select(FILING_BODY.c.body)).scalars())
        assert before == make_receipt(connection, 2, QUORUM)
    assert check_receipt(before.text, QUORUM).attested
    assert [] == findings(office.engine)


def test_the_entry_that_tells_of_an_erasure_names_no_value(office: Office, ref: str) -> None:
    """Numbers, names of fields, and the digest of the decision; whoever asked stands where a name can be erased."""
    seq = asked_to_erase(office.engine, Target(2, ("person",), (NAME,)), decision="d" * 64, person="Registrar")
    with reading(office.engine) as connection:
        row = connection.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.seq == seq)).one()

    assert ("erasure", None) == (row.kind, row.party)
    assert {"entries": [{"seq": 2, "fields": ["person"], "rows": ["name"]}], "decision": "d" * 64} == json.loads(
        row.body
    )


def test_the_name_in_an_entry_about_an_erasure_can_be_erased_in_turn(office: Office, ref: str) -> None:
    """The second entry names the first; a party may want either in its own chain."""
    first = asked_to_erase(office.engine, Target(2, ("person",)), person="Registrar")
    second = asked_to_erase(office.engine, Target(first, ("person",)), party="FRA")
    with reading(office.engine) as connection:
        party = connection.execute(select(AUDIT_ENTRY.c.party).where(AUDIT_ENTRY.c.seq == second)).scalar_one()

    assert "FRA" == party
    assert [] == findings(office.engine)


def _lose_opening(connection: Any) -> None:
    connection.execute(delete(audit_opening).where(audit_opening.c.seq == 2, audit_opening.c.field == "to"))


def _lose_all(connection: Any) -> None:
    connection.execute(delete(audit_opening).where(audit_opening.c.seq == 0, audit_opening.c.field.not_in(KEPT)))


def _lose_name(connection: Any) -> None:
    connection.execute(delete(ACT_PERSON).where(ACT_PERSON.c.act_id == 2))


def _lose_words(connection: Any) -> None:
    connection.execute(delete(FILING_BODY))


@pytest.mark.parametrize(
    ("lose", "expected"),
    [
        (_lose_opening, [("opening-missing", 2)]),
        (_lose_all, [("opening-missing", 0)] * len(ALL_FIELDS)),
        (_lose_name, [("name-missing", 1)]),
        (_lose_words, [("words-missing", 1), ("words-missing", 2)]),
    ],
)
def test_what_goes_without_a_word_in_the_log_is_found(
    office: Office, ref: str, lose: Any, expected: list[tuple[str, int]]
) -> None:
    """Whoever has the database can delete; that nobody decided it shows."""
    with writing(office.engine) as connection:
        lose(connection)

    assert expected == findings(office.engine)


def test_what_was_erased_and_comes_back_from_a_backup_is_found(office: Office, ref: str) -> None:
    """An opening, a name and the words of a filing are put back from an older copy."""
    with reading(office.engine) as connection:
        opening = connection.execute(
            select(audit_opening).where(audit_opening.c.seq == 2, audit_opening.c.field == "note")
        )
        kept = [(audit_opening, opening.one()._asdict())]
        kept += [(table, connection.execute(select(table)).all()[-1]._asdict()) for table in (ACT_PERSON, FILING_BODY)]
    asked_to_erase(office.engine, Target(2, ("note",), ROWS))
    with writing(office.engine) as connection:
        for table, row in kept:
            connection.execute(insert(table), row)

    assert [("opening-back", 2), ("name-back", 2), ("words-back", 2)] == findings(office.engine)


def test_another_opening_put_in_the_place_of_an_erased_one_is_found_twice(office: Office, ref: str) -> None:
    """It does not match its digest, and there should be none."""
    asked_to_erase(office.engine, Target(2, ("note",)))
    with unguarded(office.engine) as connection:
        connection.execute(insert(audit_opening), {"seq": 2, "field": "note", "salt": bytes(16), "value": '"other"'})

    assert [("opening-wrong", 2), ("opening-back", 2)] == findings(office.engine)


def test_entries_that_were_read_back_after_a_restore_are_not_said_to_be_erased(office: Office, ref: str) -> None:
    """Of the third entry nothing but the leaf came back from the export, and an entry of the host says so."""
    with unguarded(office.engine) as connection:
        connection.execute(delete(audit_opening).where(audit_opening.c.seq == 2))
    with writing(office.engine) as connection:
        record(connection, Own("recovery", None, {"first": 2, "end": 3}, LATER))

    with reading(office.engine) as connection:
        assert [] == list(missing(connection))


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        (Target(9, ("note",)), "There is no entry 9"),
        (Target(2, ("n",)), "The field n is not one that can be erased"),
        (Target(2, ("salt",)), "The field salt is not one that can be erased"),
        (Target(2), "Nothing of this is there"),
        (Target(0, (), (WORDS,)), "Nothing of this is there"),
    ],
)
def test_what_cannot_be_erased_is_refused_and_leaves_no_entry(
    office: Office, ref: str, target: Target, sentence: str
) -> None:
    """No such entry, a field that says nothing of anybody, or nothing that is there."""
    with pytest.raises(NothingToErase, match=sentence):
        asked_to_erase(office.engine, target)
    with reading(office.engine) as connection:
        assert 0 == connection.execute(select(func.count()).select_from(AUDIT_ENTRY)).scalar_one()


def test_erasing_twice_says_that_nothing_is_left(office: Office, ref: str) -> None:
    """The second time nothing is there, and no second entry claims otherwise."""
    asked_to_erase(office.engine, Target(2, ("note",), ROWS))
    with pytest.raises(NothingToErase):
        asked_to_erase(office.engine, Target(2, ("note",), ROWS))


def test_a_failure_in_the_middle_erases_nothing(office: Office, ref: str) -> None:
    """One transaction: the second target is refused, so the first stays too."""
    with pytest.raises(NothingToErase):
        asked_to_erase(office.engine, Target(2, ("note",)), Target(9, ("note",)))

    assert [] == findings(office.engine)


def test_the_draft_from_which_a_filing_was_made_goes_with_its_words(office: Office, ref: str) -> None:
    """France's draft holds the same words; another one, on another matter, stays."""
    with writing(office.engine) as connection:
        case = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        paper = (connection, office.standings["FRA"], case, "give", "berth:FRA")
        kept = drafts.start(*paper, {"text": "Other"}, START)
        connection.execute(DRAFT.update().values(closed_at=START))
        made = drafts.start(*paper, {"text": "From March, says A. Ito"}, START)
        connection.execute(DRAFT.update().values(closed_at=START))
    asked_to_erase(office.engine, Target(2, (), (WORDS,)))
    with reading(office.engine) as connection:
        left = {row.ref: row.body for row in connection.execute(select(DRAFT.c.ref, DRAFT.c.body))}

    assert {kept: {"text": "Other"}, made: {}} == left


def test_a_bundle_made_after_an_erasure_is_accepted_and_names_what_was_erased(
    office: Office, ref: str, tmp_path: Path
) -> None:
    """The chain is whole, the words are not in it."""
    asked_to_erase(office.engine, Target(2, ("note", "doc", "filing", "rest"), ROWS))
    out, standing = BytesIO(), office.standings["FRA"]
    with reading(office.engine) as connection:
        seen = office.docket.see(connection, standing, ref, START)
        evidence = evidence_of_case(connection, Viewer.of(standing), seen.row, seen.procedure)
        taken = taken_by(connection, "FRA", "consult.example.int", LATER)
        write_bundle(out, connection, evidence, FolderStore(tmp_path), taken, POLICY)
    path = tmp_path / "bundle.zip"
    path.write_bytes(out.getvalue())

    assert check_bundle(path, QUORUM).attested
    assert {2: ("doc", "filing", "note", "rest")} == {o.seq: o.erased for o in evidence.openings if o.erased}
    assert not evidence.filings


def test_the_command_that_verifies_finds_what_is_gone_without_a_word(
    office: Office, ref: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sound log after an erasure, and one finding with its code after a deletion by hand."""
    monkeypatch.setenv("DATABASE_URL", office.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("CONSULT_INSTANCE", str(tmp_path))
    create_secret(tmp_path)
    with writing(office.engine) as connection:
        record(connection, Own("log_key", None, {"origin": ORIGIN, "use": "added", "vkey": LOG.vkey}, LATER))
    asked_to_erase(office.engine, Target(2, ("note",), ROWS))
    erased = CliRunner().invoke(log, ["verify", "--replay"])
    assert 0 == erased.exit_code, erased.output
    with writing(office.engine) as connection:
        _lose_name(connection)
    done = CliRunner().invoke(log, ["verify", "--replay"])

    assert 1 == done.exit_code
    assert "Entry 1: the name of who acted is gone, and no erasure says so. [name-missing]" in done.output


def test_no_page_breaks_over_what_was_erased(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every opening, name and filing of a whole world is erased; Japan then opens its desk, cases, acts and sheets."""
    looked_at = {"cases.show", "cases.act", "cases.sheet", "desk.show"}
    monkeypatch.setattr("tests.house.test_outputs.ROWS", [row for row in OUTPUTS if row.endpoint in looked_at])
    with clock.frozen(AT):
        told = build(tmp_path)
        with writing(told.world.engine) as connection:
            everything = connection.execute(select(audit_opening.c.seq).distinct()).scalars().all()
            erase(connection, [Target(seq, ALL_FIELDS, ROWS) for seq in everything], at=AT)
        drawn = draw(told, READERS[0], told)
    told.world.engine.dispose()

    assert {200, 404} == {one.status for one in drawn if "as_of=" not in one.asked}
    assert {200, 404, 422} >= {one.status for one in drawn}
    assert any("The words of this paper were erased." in one.text for one in drawn)
