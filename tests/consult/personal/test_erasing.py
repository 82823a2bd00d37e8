"""Erasure of accounts and papers: who confirms, what goes, what stays, and that every proof holds."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, inspect, select, text, update

from consult import casebook, drafts, people
from consult.db import reading, writing
from consult.documents import FolderStore
from consult.documents.rows import Upload, add_document, require_there
from consult.log.bundles import write_bundle
from consult.log.erasing import NothingToErase
from consult.log.evidence import evidence_of_case
from consult.log.verifier import check_bundle
from consult.models.absence import SUBSTITUTION
from consult.models.audit import audit_opening
from consult.models.cases import ACT, ACT_LEAF, ACT_PERSON, CASES, DOCUMENT, FILING
from consult.models.keeping import ERASURE_WISH
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE, PERSON
from consult.models.tokens import API_TOKEN
from consult.pages.cases.taking import taken_by
from consult.people import NewMandate, NewPerson
from consult.people.persons import add_person
from consult.people.substitutions import NewSubstitution, record_substitution
from consult.people.tokens import NewToken, issue_token
from consult.personal import wishes
from consult.personal.forgetting import Forgetting
from consult.personal.gathering import gather
from consult.personal.naming import set_names
from consult.refusals import Closed, Malformed, Unknown
from consult.search.filling import fill
from consult.settings import Settings
from consult.standing import Standing, of_mandate
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.log.signing import POLICY, QUORUM, WITNESSES, sign_at
from tests.consult.personal.test_retention import findings

NAME, MAIL = "Akiko Canaryname", "canary.mail@example.int"
VEHICLE, FILE, BYTES = "Vehicle Canaryword", "canaryfile.txt", b"bytes with Canarybytes in them"
LATER = START + timedelta(days=30)
REASON = "An order of the court of 3 December 2026."


@dataclass
class Told:
    """A case between three States: France's answer with a document, filed by somebody who leaves."""

    office: Office
    folder: Path
    ref: str
    person: int
    standing: Standing
    managers: dict[str, Standing]

    @property
    def store(self) -> FolderStore:
        """The document store."""
        return FolderStore(Settings.for_tests(self.folder).documents)

    def forget(self) -> bool:
        """Do the work that an erasure asked for."""
        return Forgetting(self.office.engine, Settings.for_tests(self.folder)).all(LATER)

    def manager(self, connection: Connection, party: str) -> Standing:
        """The standing of a party's manager."""
        found = of_mandate(connection, self.managers[party].mandate_id, LATER)
        assert found is not None
        return found


def _manage(office: Office, party: str, name: str = "") -> Standing:
    """Record a manager of a party who can sign in."""
    with writing(office.engine) as connection:
        organ = people.find_organ(connection, party, "MFA")
        mail = f"manager{name}@{party.lower()}.example"
        person = add_person(connection, NewPerson(f"Manager {party}{name}", mail), START)
        connection.execute(update(PERSON).where(PERSON.c.id == person).values(password_hash="x"))
        new = NewMandate(organ.id, "Manager", ("manage",), "Letter", date(2026, 1, 1))
        mandate = people.record_mandate(connection, None, person, new, START)
        standing = of_mandate(connection, mandate, START)
    assert standing is not None
    return standing


@pytest.fixture
def told(office: Office, tmp_path: Path) -> Told:
    """France's liaison of the canary name files an answer with a document, gathered by search and sealed."""
    managers = {party: _manage(office, party) for party in ("JPN", "FRA", "KOR")}
    with writing(office.engine) as connection:
        organ = people.find_organ(connection, "FRA", "MFA")
        person = add_person(connection, NewPerson(NAME, MAIL), START)
        connection.execute(update(PERSON).where(PERSON.c.id == person).values(password_hash="x"))
        new = NewMandate(organ.id, "Liaison", ("draft", "clear", "dispatch"), "Letter", date(2026, 1, 1))
        mandate = people.record_mandate(connection, None, person, new, START)
        standing = of_mandate(connection, mandate, START)
    assert standing is not None
    office.standings["CANARY"] = standing
    made = Told(office, tmp_path, "", person, standing, managers)
    opened = office.docket.open(office.standings["JPN"], "berth", at=START, title=VEHICLE)
    made.ref = opened.ref
    digest = made.store.put(BYTES)
    with writing(office.engine) as connection:
        case = connection.execute(select(CASES.c.id)).scalar_one()
        upload = Upload(digest, FILE, "text/plain", len(BYTES))
        add_document(connection, case, "JPN", office.standings["JPN"].person_id, upload, 10, START)
        body = {"vehicle": VEHICLE, "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
        drafts.start(connection, office.standings["JPN"], case, "ask", None, body, START)
    office.take("JPN", made.ref, "ask", body=body)
    office.take("CANARY", made.ref, "give", track="berth:FRA", body={"text": "From March, Canaryanswer"})
    with writing(office.engine) as connection:  # as if the form had named it: it is filed with Japan's act
        connection.execute(update(DOCUMENT).values(act_n=1))
        connection.execute(text("UPDATE draft SET closed_at = changed_at"))
    while fill(office.engine, office.docket.editions):
        pass
    return made


def canaries(told: Told, word: str) -> list[str]:
    """Scan every table and every file of the installation for a word; give where it stands."""
    found = []
    with reading(told.office.engine) as connection:
        for table in inspect(connection).get_table_names():
            rows = connection.execute(text(f'SELECT * FROM "{table}"'))
            found += [table for row in rows if any(word in _read(value) for value in row)]
    files = (file for file in sorted(told.folder.rglob("*")) if file.is_file())
    return [*found, *(file.name for file in files if word.encode() in file.read_bytes())]


def _read(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def ask_paper(told: Told, number: int = 1, by: str | None = "JPN") -> str:
    """Ask that a paper be erased."""
    with writing(told.office.engine) as connection:
        asker = told.manager(connection, by) if by else None
        return wishes.ask_for_paper(connection, asker, told.ref, number, REASON, "d" * 64, LATER)


def answer(told: Told, party: str, *, confirmed: bool = True) -> bool:
    """Let the manager of a party answer the wish that waits."""
    with writing(told.office.engine) as connection:
        by = told.manager(connection, party)
        number = wishes.waiting_for(connection, by, LATER)[0].id
        return wishes.decide(connection, by, number, confirmed, LATER)


def test_a_paper_goes_when_every_party_concerned_has_confirmed_and_leaves_no_canary(told: Told) -> None:
    """Japan asks, France and Korea confirm: words, title, search, draft, document's name and bytes are nowhere."""
    words = ("Canaryword", "canaryfile", "Canarybytes")
    assert all(canaries(told, word) for word in words)
    ask_paper(told)
    assert not answer(told, "FRA")
    assert all(canaries(told, word) for word in words)
    assert answer(told, "KOR")
    assert told.forget()

    assert {word: [] for word in words} == {word: canaries(told, word) for word in words}
    assert canaries(told, "Canaryanswer")
    assert [] == findings(told.office.engine)


def test_an_erased_document_is_refused_with_the_day_and_its_digest_stays(told: Told) -> None:
    """Whoever asks for it is told; it cannot be filed here again; its row and its digest are there."""
    ask_paper(told)
    answer(told, "FRA")
    answer(told, "KOR")
    with reading(told.office.engine) as connection:
        row = connection.execute(select(DOCUMENT)).one()
        with pytest.raises(Closed, match="erased by rule on 20 December 2026; entry"):
            require_there(connection, row.id)
    with writing(told.office.engine) as connection, pytest.raises(Closed, match="cannot be filed here again"):
        add_document(connection, row.case_id, "JPN", None, Upload(row.digest, "again.txt", "text/plain", 3), 9, LATER)
    assert ("<erased>", 64) == (row.name, len(row.digest))


def test_a_bundle_of_two_parties_still_verifies_and_says_what_was_erased(told: Told, tmp_path: Path) -> None:
    """Taken after the erasure, by Japan and by France: attested; the document is named by digest alone."""
    ask_paper(told)
    answer(told, "FRA")
    answer(told, "KOR")
    told.forget()
    with reading(told.office.engine) as connection:
        size = connection.execute(select(ACT_LEAF.c.seq).order_by(ACT_LEAF.c.seq.desc())).scalars().first()
    sign_at(told.office.engine, int(size or 0) + 1, *WITNESSES)
    for party in ("JPN", "FRA"):
        out, standing = BytesIO(), told.office.standings[party]
        with reading(told.office.engine) as connection:
            seen = told.office.docket.see(connection, standing, told.ref, LATER)
            evidence = evidence_of_case(connection, Viewer.of(standing), seen.row, seen.procedure)
            taken = taken_by(connection, party, "consult.example.int", LATER)
            write_bundle(out, connection, evidence, told.store, taken, POLICY)
        path = tmp_path / f"{party}.zip"
        path.write_bytes(out.getvalue())
        held = check_bundle(path, QUORUM)
        assert held.attested
        erased = [one for one in held.index["documents"] if one["erased"]]
        assert [("", 64)] == [(one["path"], len(one["sha256"])) for one in erased]
        assert "1 documents that are named by digest alone" in held.unknown()


def test_one_refusal_ends_the_wish_and_nothing_goes(told: Told) -> None:
    """France refuses: Korea has nothing left to decide, and the words are there."""
    ask_paper(told)
    assert not answer(told, "FRA", confirmed=False)
    with reading(told.office.engine) as connection:
        assert [] == list(wishes.waiting_for(connection, told.manager(connection, "KOR"), LATER))
    assert canaries(told, "Canaryword")
    assert [] == findings(told.office.engine)


def test_the_host_alone_and_another_party_erase_nothing(told: Told) -> None:
    """The host asks, and Japan itself has to confirm too; France asks for Japan's paper and is refused."""
    ask_paper(told, by=None)
    with reading(told.office.engine) as connection:
        assert {"JPN", "FRA", "KOR"} == set(connection.execute(select(ERASURE_WISH.c.party_key)).scalars())
    for party in ("JPN", "FRA"):
        assert not answer(told, party)
    assert canaries(told, "Canaryword")
    with pytest.raises(Closed, match="yours did not file this one"):
        ask_paper(told, number=1, by="FRA")
    with pytest.raises(Closed, match="It was asked already"):
        ask_paper(told)
    with pytest.raises(Closed, match="nothing to erase"):
        ask_paper(told, number=0)
    with pytest.raises(Unknown):
        ask_paper(told, number=99)


def test_a_wish_that_nobody_answers_is_over_after_thirty_days(told: Told) -> None:
    """On the thirtieth day it waits still; then it does not, and may be asked anew."""
    ask_paper(told)
    seen = []
    with reading(told.office.engine) as connection:
        for days in (29, 30):
            at = LATER + timedelta(days=days)
            seen.append(len(wishes.waiting_for(connection, told.manager(connection, "FRA"), at)))
    assert [1, 0] == seen


def erase_account(told: Told) -> None:
    """France's manager has the account erased, which France alone has to confirm."""
    with writing(told.office.engine) as connection:
        by = told.manager(connection, "FRA")
        wishes.ask_for_person(connection, by, told.person, "The person has left the ministry.", LATER)


def test_acts_of_a_person_whose_account_was_erased_read_as_before(told: Told) -> None:
    """By default the name stays: office, capacity and name stand in the act; all else of the person is gone."""
    before = _actor(told)
    erase_account(told)
    told.forget()

    assert NAME == before["name"]
    assert before == _actor(told)
    assert [] == canaries(told, MAIL)
    assert [] == findings(told.office.engine)
    with reading(told.office.engine) as connection:
        row = connection.execute(select(PERSON).where(PERSON.c.id == told.person)).one()
        live = connection.execute(
            select(MANDATE.c.id).where(MANDATE.c.person_id == told.person, MANDATE.c.revoked_at.is_(None))
        ).all()
        assert ["person", "mandate", "act_person", "erasure_wish", "person_erased"] == sorted(
            {one.holding.key for one in gather(connection, told.person)},
            key=["person", "mandate", "act_person", "erasure_wish", "person_erased"].index,
        )
    assert (None, False, []) == (row.password_hash, row.active, live)


def _actor(told: Told) -> dict[str, Any]:
    """Read France's act as France reads it."""
    with reading(told.office.engine) as connection:
        standing = told.office.standings["FRA"]
        seen = told.office.docket.see(connection, standing, told.ref, LATER)
        entry = casebook.entry_of(connection, Viewer.of(standing), seen.row, 2)
        return {"name": entry.person, "office": entry.act.office, "capacity": str(entry.act.capacity)}


def test_where_a_party_withholds_names_the_act_says_so_and_no_name_is_left_anywhere(told: Told) -> None:
    """Office and capacity stay; the name is in no table and no file; the log is sound, and nothing reads as a blank."""
    with writing(told.office.engine) as connection:
        set_names(connection, told.manager(connection, "FRA"), "withhold", LATER)
    before = _actor(told)
    erase_account(told)
    told.forget()

    assert {**before, "name": "name withheld by rule of 20 December 2026"} == _actor(told)
    assert [] == canaries(told, NAME)
    assert [] == canaries(told, MAIL)
    assert [] == findings(told.office.engine)


def test_the_name_of_another_whose_name_begins_alike_stays(told: Told) -> None:
    """Akiko Canaryname leaves France's ministry; Akiko Canarynameson, in whose place the manager stands from 20
    November 2026, is somebody else: the log goes on naming both of that arrangement."""
    with writing(told.office.engine) as connection:
        organ = people.find_organ(connection, "FRA", "MFA")
        other = add_person(connection, NewPerson(f"{NAME}son", "son@fra.example"), START)
        new = NewMandate(organ.id, "Jurist", ("draft",), "Letter", date(2026, 1, 1))
        mandate = people.record_mandate(connection, None, other, new, START)
        days = date(2026, 11, 20), date(2026, 12, 20)
        absence = NewSubstitution(mandate, told.managers["FRA"].mandate_id, ("draft",), *days)
        arranged = record_substitution(connection, None, absence, START)
        set_names(connection, told.manager(connection, "FRA"), "withhold", LATER)

    erase_account(told)

    with reading(told.office.engine) as connection:
        seq = connection.execute(select(SUBSTITUTION.c.seq).where(SUBSTITUTION.c.id == arranged)).scalar_one()
        said = select(audit_opening.c.value).where(audit_opening.c.seq == seq, audit_opening.c.field == "person")
        assert [f'"Manager FRA, for {NAME}son"'] == list(connection.execute(said).scalars())
    assert [] == findings(told.office.engine)


def test_tokens_end_with_the_account_and_the_log_says_so(told: Told) -> None:
    """A token on the mandate of the person is revoked by an entry of its own."""
    with writing(told.office.engine) as connection:
        new = NewToken("person", "Desk of mine", told.standing.mandate_id, ("draft",), date(2027, 3, 1))
        issue_token(connection, told.standing, new, START)
    erase_account(told)
    with reading(told.office.engine) as connection:
        row = connection.execute(select(API_TOKEN)).one()
        kind = connection.execute(select(AUDIT_ENTRY.c.kind).where(AUDIT_ENTRY.c.seq == row.revoked_seq)).scalar_one()
    assert ("token_revoked", LATER) == (kind, row.revoked_at)
    assert [] == findings(told.office.engine)


def test_who_may_not_have_an_account_erased_is_told_why(told: Told) -> None:
    """Oneself, the last manager, a stranger, twice, without a reason, by the host alone."""
    engine = told.office.engine
    with reading(engine) as connection:
        france = told.manager(connection, "FRA")
        japan = told.manager(connection, "JPN")
        brazil = told.office.standings["BRA"]

    def refused(sentence: str, person: int, by: Standing | None, reason: str = "It was wished so.") -> None:
        with writing(engine) as connection, pytest.raises(Closed, match=sentence):
            wishes.ask_for_person(connection, by, person, reason, LATER)

    refused("Another manager decides about your own account", france.person_id, france)
    refused("This is the last manager of FRA", france.person_id, None)
    refused("BRA has no manager who could confirm it; the host alone erases nothing", brazil.person_id, None)
    with writing(engine) as connection, pytest.raises(Closed, match="This is the last manager of FRA"):
        wishes.ask_for_self(connection, france, "I am leaving the service.", LATER)
    with writing(engine) as connection, pytest.raises(Unknown):
        wishes.ask_for_person(connection, japan, told.person, "It was wished so.", LATER)
    with writing(engine) as connection, pytest.raises(Malformed) as fault:
        wishes.ask_for_person(connection, france, told.person, "short", LATER)
    assert "Give a reason of 10 to 500 characters." in fault.value.fields["reason"]
    erase_account(told)
    refused("was erased already", told.person, france)


def test_a_person_asks_and_the_manager_confirms_and_the_host_cannot(told: Told) -> None:
    """The person's own wish waits; the host's wish beside it is refused as asked already; the manager ends it."""
    engine = told.office.engine
    with writing(engine) as connection:
        wishes.ask_for_self(connection, told.standing, "I am leaving the service.", LATER)
    assert canaries(told, MAIL)
    with writing(engine) as connection, pytest.raises(Closed, match="It was asked already"):
        wishes.ask_for_person(connection, None, told.person, "The host wishes it so.", LATER)
    assert answer(told, "FRA")
    told.forget()
    assert [] == canaries(told, MAIL)
    assert [] == canaries(told, "leaving the service")
    assert [] == findings(engine)


def test_nothing_of_others_stands_in_what_is_given_of_a_person(told: Told) -> None:
    """Everything of the canary, and no name, address or paper of anybody else."""
    with reading(told.office.engine) as connection:
        given = json.dumps([dict(row) for one in gather(connection, told.person) for row in one.rows])
        others = connection.execute(select(PERSON.c.name, PERSON.c.email).where(PERSON.c.id != told.person)).all()
    assert NAME in given
    assert MAIL in given
    assert [] == [one for row in others for one in row if one in given]
    assert not any(word in given for word in ("Canaryanswer", VEHICLE, told.ref))


STEPS = st.lists(
    st.sampled_from(["paper 1", "paper 2", "person", "withhold", "keep", "refuse", "confirm", "forget"]), max_size=7
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_erased_in_whatever_order_the_log_stays_sound(told: Told, steps: list[str]) -> None:
    """Wishes, answers, rules and erasures in any order, one after the other on one installation."""
    engine = told.office.engine
    for step in steps:
        with writing(engine) as connection:
            france, japan = told.manager(connection, "FRA"), told.manager(connection, "JPN")
            try:
                if step == "paper 1":
                    wishes.ask_for_paper(connection, japan, told.ref, 1, REASON, "", LATER)
                elif step == "paper 2":
                    wishes.ask_for_paper(connection, france, told.ref, 2, REASON, "", LATER)
                elif step == "person":
                    wishes.ask_for_person(connection, france, told.person, REASON, LATER)
                elif step in ("withhold", "keep"):
                    set_names(connection, france, step, LATER)
            except (Closed, NothingToErase):
                pass
        if step in ("confirm", "refuse"):
            _answer_all(told, confirmed=step == "confirm")
        if step == "forget":
            assert told.forget()
    assert [] == findings(engine)
    with reading(engine) as connection:
        acts = select(ACT.c.n).where(ACT.c.office == "")
        assert [] == connection.execute(acts.where(ACT.c.party != "", ACT.c.kind == "step")).scalars().all()
        assert 2 <= len(connection.execute(select(FILING.c.digest)).scalars().all())
        assert connection.execute(select(ACT_PERSON.c.act_id)).all()


def _answer_all(told: Told, *, confirmed: bool) -> None:
    """Let every manager answer whatever waits."""
    for party in told.managers:
        with writing(told.office.engine) as connection:
            by = told.manager(connection, party)
            waiting = wishes.waiting_for(connection, by, LATER)
            if waiting:
                try:
                    wishes.decide(connection, by, waiting[0].id, confirmed, LATER)
                except Closed:
                    connection.rollback()
                    connection.begin()
