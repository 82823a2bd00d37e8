"""Whoever looks before writing looks again at what another wrote meanwhile: limits hold for two at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from consult import drafts, people
from consult.db import Crossed, reading, writing
from consult.delivery import endpoints
from consult.delivery.endpoints import NewEndpoint
from consult.desk import views
from consult.documents import TooLarge
from consult.documents.rows import Upload, add_document
from consult.models.cases import CASES
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import CONTACT_POINT, PERSON
from consult.outputs import rows
from consult.people import NewContact, NewMandate
from consult.people.persons import NewPerson, add_person
from consult.refusals import Closed, Malformed
from consult.standing import Standing, of_mandate
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.conftest import office as office
from tests.consult.docket.racing import in_turn

Change = Callable[[Connection], Any]


def beside(office: Office, first: Change, second: Change) -> BaseException | None:
    """Let one write, and another one begin while the first has not ended; give what the second meets."""

    def later() -> None:
        with writing(office.engine) as connection:
            second(connection)

    met: BaseException | None = in_turn(office.engine, first, later)[1]
    return met


def open_case(office: Office) -> str:
    """Let Japan open a case; give its reference."""
    return str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)


def case_of(office: Office, ref: str) -> int:
    """Give the number of a case."""
    with reading(office.engine) as connection:
        return int(connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one())


def test_no_two_at_once_ask_for_one_file_too_many(office: Office) -> None:
    """With one place left, the second of Japan's is refused."""
    japan, new = office.standings["JPN"], rows.New("words", "Some words", {}, 10)

    def ask(connection: Connection) -> None:
        rows.ask(connection, japan, new, START, run_at=START)

    for _ in range(rows.MOST_UNDER_WAY - 1):
        with writing(office.engine) as connection:
            ask(connection)

    met = beside(office, ask, ask)

    assert isinstance(met, Closed)
    assert "wait for one of them" in met.sentence


def test_no_two_at_once_save_one_view_too_many(office: Office) -> None:
    """With one place left, the second view is refused."""
    japan = office.standings["JPN"]

    def save(name: str) -> Change:
        return lambda connection: views.save_view(connection, japan, name, {"role": "filer"}, START)

    for number in range(views.MOST - 1):
        with writing(office.engine) as connection:
            save(f"View {number}")(connection)

    met = beside(office, save("Last"), save("One more"))

    assert isinstance(met, Closed)
    assert "Remove one before you save another" in met.sentence


def test_an_endpoint_is_registered_once_by_two_at_once(office: Office) -> None:
    """The same address twice in one moment: the second is told of the first."""
    new = NewEndpoint("https://hooks.example/consult", ("served",))

    def register(connection: Connection) -> None:
        endpoints.register(connection, None, "JPN", new, "k" * 32, START)

    met = beside(office, register, register)

    assert isinstance(met, Malformed)
    assert "registered already" in met.fields["url"]


def test_a_contact_is_recorded_once_by_two_at_once(office: Office) -> None:
    """The same address twice in one moment: the second is told of the first, and places in the order stay apart."""
    organ = office.standings["JPN"].organ_id

    def add(address: str) -> Change:
        new = NewContact("mail", address, languages=("en",))
        return lambda connection: people.add_contact(connection, None, organ, new)

    met = beside(office, add("desk@mofa.example"), add("desk@mofa.example"))
    assert beside(office, add("one@mofa.example"), add("two@mofa.example")) is None

    assert isinstance(met, Malformed)
    with reading(office.engine) as connection:
        places = connection.execute(select(CONTACT_POINT.c.position).where(CONTACT_POINT.c.organ_id == organ)).scalars()
        assert [1, 2, 3] == sorted(places)


def test_no_two_at_once_attach_one_document_too_many(office: Office) -> None:
    """A case takes one of each party here: the second is too many."""
    case = case_of(office, open_case(office))

    def attach(letter: str) -> Change:
        upload = Upload(letter * 64, f"{letter}.pdf", "application/pdf", 10)
        return lambda connection: add_document(connection, case, "JPN", None, upload, 1, START)

    met = beside(office, attach("a"), attach("b"))

    assert isinstance(met, TooLarge)


def test_the_same_person_recorded_by_two_at_once_stands_once(office: Office) -> None:
    """Who comes second either finds the first, or is told that nothing was written and may try again."""

    def add(connection: Connection) -> None:
        add_person(connection, NewPerson("Counsellor", "counsellor@mofa.example"), START)

    met = beside(office, add, add)

    assert met is None or isinstance(met, Crossed)
    assert (met is None) is (office.engine.dialect.name == "sqlite")
    with writing(office.engine) as connection:
        add(connection)
    with reading(office.engine) as connection:
        mine = select(func.count()).where(PERSON.c.email == "counsellor@mofa.example")
        assert 1 == connection.execute(mine).scalar_one()


def managers(office: Office) -> tuple[Standing, Standing]:
    """Give Japan two managers, and no other."""
    found = []
    with writing(office.engine) as connection:
        for name in ("first", "second"):
            person = add_person(connection, NewPerson(name, f"{name}@mofa.example"), START)
            new = NewMandate(office.standings["JPN"].organ_id, name, ("manage",), "Letter", date(2026, 1, 1))
            standing = of_mandate(connection, people.record_mandate(connection, None, person, new, START), START)
            assert standing is not None
            found.append(standing)
    return found[0], found[1]


def entries(office: Office, kind: str) -> int:
    """Count what the log says of a kind."""
    with reading(office.engine) as connection:
        counted = select(func.count()).select_from(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == kind)
        return int(connection.execute(counted).scalar_one())


def test_two_managers_who_revoke_each_other_at_once_leave_one(office: Office) -> None:
    """The second is told that his own mandate was ended meanwhile; that of the first is the last one that manages."""
    first, second = managers(office)

    met = beside(
        office,
        lambda connection: people.revoke_mandate(connection, first, second.mandate_id, START),
        lambda connection: people.revoke_mandate(connection, second, first.mandate_id, START),
    )

    assert isinstance(met, Closed)
    assert "ended meanwhile" in met.sentence


def test_a_mandate_that_two_revoke_at_once_is_revoked_once(office: Office) -> None:
    """The second is told so, and the log says it once."""
    mandate = office.standings["JPN draft"].mandate_id

    def revoke(connection: Connection) -> None:
        people.revoke_mandate(connection, None, mandate, START)

    met = beside(office, revoke, revoke)

    assert isinstance(met, Closed)
    assert "revoked already" in met.sentence
    assert 1 == entries(office, "mandate_revoked")


def test_a_mandate_sent_twice_at_once_is_recorded_once(office: Office) -> None:
    """A form sent twice in one moment gives the same mandate."""
    japan = office.standings["JPN"]
    new = NewMandate(japan.organ_id, "Counsellor", ("draft",), "Letter", date(2026, 1, 1))

    def add(connection: Connection) -> None:
        people.record_mandate(connection, None, japan.person_id, new, START)

    assert beside(office, add, add) is None
    assert 1 == entries(office, "mandate_recorded")


def test_a_paper_begun_by_two_at_once_is_one_paper(office: Office) -> None:
    """Two of one party who begin the same step write the same draft."""
    ref, japan, found = open_case(office), office.standings["JPN"], []

    def begin(connection: Connection) -> None:
        found.append(drafts.start(connection, japan, case_of(office, ref), "ask", None, {}, START))

    assert beside(office, begin, begin) is None
    assert 1 == len(set(found))
