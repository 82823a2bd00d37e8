"""Every door for who acts in another party's name: what is open, what is for that party's own people, what is unknown.

`test_outputs.py` compares what stands on the pages; a token never acts in another's name, so the API has no row here.
"""

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from consult import clock
from consult.web.open_doors import IMPERSONAL, OPEN, PUBLIC, WITHOUT_STANDING
from consult.web.rendering import is_in_anothers_name
from tests.consult.web.world import AT, Visitor
from tests.house.doors_world import Doors, build_doors
from tests.house.entrusted_world import ACTING, in_its_name
from tests.house.levels_world import NAME
from tests.house.outputs_world import MARK
from tests.house.test_doors import TOKEN, UNKNOWN, rules_of
from tests.house.tokens_world import ask, give_token

OWN_PEOPLE = "You act in the name of Republic of Korea. This is for its own people"
NOTHING_THERE = {"affected.show", "cases.statement", "library.show_provision"}
"""Pages at which there is nothing in this world, for nobody."""


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """Give the world, with the samples of its addresses in the case that was entrusted."""
    built = build_doors(tmp_path_factory.mktemp("entrusted"))
    built.ref, built.told.drafts["statement"] = built.told.refs[NAME], built.told.drafts["entrusted"]
    built.told.files["evidence"] = built.told.files["entrusted"]
    yield built
    built.world.engine.dispose()


@pytest.fixture
def india(doors: Doors) -> Iterator[Visitor]:
    """Give India's browser, in Korea's name."""
    with clock.frozen(AT):
        yield in_its_name(doors.world, ACTING)


def pages_of(doors: Doors, method: str) -> list[Rule]:
    """Give the rules of pages or forms that ask in which capacity somebody acts."""
    open_to_all = OPEN | PUBLIC | IMPERSONAL | WITHOUT_STANDING
    rules = [one for asked, one in rules_of(doors) if asked == method and not one.rule.startswith("/api/")]
    return [one for one in rules if one.endpoint not in open_to_all and one.endpoint != "home"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_for_the_own_people_of_the_represented_party_is_closed_with_the_reason(
    doors: Doors, india: Visitor, method: str
) -> None:
    """Every page and form but those of the closed list."""
    token = TOKEN.search(india.get("/capacity").text)
    assert token is not None
    closed = [one for one in pages_of(doors, method) if not is_in_anothers_name(one.endpoint)]
    for rule in closed:
        answer = india.client.open(doors.address(rule), method=method, data={"csrf_token": token[1]})

        assert (409, True) == (answer.status_code, OWN_PEOPLE in answer.text), rule.rule
        assert MARK.search(answer.text) is None, rule.rule
    assert len(closed) > 50


def test_what_was_entrusted_is_open_and_bears_the_banner(doors: Doors, india: Visitor) -> None:
    """The case, its papers in preparation and its documents, and what is for everybody; the banner on each page."""
    found = {}
    for rule in pages_of(doors, "GET"):
        if is_in_anothers_name(rule.endpoint):
            answer = india.get(doors.address(rule))
            found[rule.endpoint] = answer.status_code
            is_page = answer.mimetype == "text/html" and answer.status_code == 200
            assert not is_page or "India acts on its behalf" in answer.text, rule.rule

    assert {name for name, status in found.items() if status != 200} == NOTHING_THERE
    assert {"cases.show", "drafts.show", "drafts.before_sending", "documents.give", "taking.ask"} <= found.keys()


def test_other_cases_of_both_parties_are_as_unknown_as_what_there_is_not(doors: Doors, india: Visitor) -> None:
    """Cases of the represented party beyond the arrangement, and those of the acting party; and papers of both."""
    hidden = [ref for name, ref in doors.told.refs.items() if name not in (NAME, "released")]
    assert doors.told.refs["beyond"] in hidden
    for ref in hidden:
        for rest in ("", "/acts/1", "/take", "/sheets/docket"):
            one, two = (india.get(f"/cases/{named}{rest}") for named in (ref, UNKNOWN))
            texts = [TOKEN.sub("", text).replace(ref, UNKNOWN) for text in (two.text, one.text)]
            assert (404, texts[0]) == (one.status_code, texts[1]), f"{ref}{rest}"
    for key, draft in doors.told.drafts.items():
        status = 200 if key in ("entrusted", "statement") else 404
        assert status == india.get(f"/drafts/{draft}").status_code, key


def test_a_token_of_the_acting_person_reads_for_the_own_party_alone(doors: Doors, india: Visitor) -> None:
    """While the session acts in Korea's name the token of the same account knows India's case, and not Korea's."""
    give_token(doors.world, ACTING)
    status = {
        name: ask(doors.world, ACTING, "GET", f"/api/v1/cases/{doors.told.refs[name]}").status_code
        for name in ("beyond", NAME)
    }
    listed = ask(doors.world, ACTING, "GET", "/api/v1/cases").text

    assert {"beyond": 200, NAME: 404} == status
    assert [True, False] == [doors.told.refs[name] in listed for name in ("beyond", NAME)]
    assert 401 == india.get(f"/api/v1/cases/{doors.told.refs[NAME]}").status_code
