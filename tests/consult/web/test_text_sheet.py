"""The sheet of a text that parties draft together: what it shows, what may be done from it, and to whom."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from consult import clock
from tests.consult.web.cases_world import add_guest, fill_in, send, version_of
from tests.consult.web.texts_world import (
    FIRST,
    NO_PRECEDENT,
    ONE,
    OTHER_HOURS,
    SECOND,
    THIRD,
    TWO,
    Drafting,
    clause,
    named,
)
from tests.consult.web.world import Visitor, World

MARKS = re.compile(r"<[^>]+>")


def plain(html: str) -> str:
    """Give the words of a page without its marks."""
    return " ".join(MARKS.sub(" ", html).split())


def section(html: str, heading: str) -> str:
    """Give the part of a page under a heading of the second order, with its marks."""
    return re.split(r"<h2", html.partition(f">{heading}</h2>")[2])[0]


def press(visitor: Visitor, page: str, ref: str, **answers: Any) -> Any:
    """Press a button of the sheet that begins a paper."""
    return visitor.post(f"/cases/{ref}/drafts", form_at=page, **answers)


def send_by_hand(drafting: Drafting, visitor: Visitor, draft: str) -> Any:
    """Send a paper that the page before sending gives no button for."""
    assert 'id="sending"' not in visitor.get(f"{draft}/send").text
    return visitor.post(
        f"{draft}/send", form_at=f"{draft}/send", seen=str(drafting.last), version=version_of(visitor, draft)
    )


@pytest.fixture
def drafting(berths: World) -> Iterator[Drafting]:
    """Give a dispute in which no text is tabled yet; whoever looks at it does so on 27 November 2026."""
    with clock.frozen(THIRD):
        yield Drafting(berths)


def test_before_a_text_is_tabled_the_sheet_says_so_and_offers_the_first_version(drafting: Drafting) -> None:
    """Assent has nothing to name yet: the step is refused and its button is absent."""
    korea = drafting.world.signed_in("all@kor.example")
    page = korea.get(drafting.sheet)
    refused = press(korea, drafting.sheet, drafting.ref, step="assent_to_clauses", track="")
    draft = refused.location

    assert "No text lies on the table." in page.text
    assert 'value="table_text"' in page.text
    assert 'value="assent_to_clauses"' not in page.text
    fill_in(korea, draft, **{"version": "3", "clauses/0/key": "1"})
    answer = send_by_hand(drafting, korea, draft)
    assert 409 == answer.status_code
    assert "No text lies on the table yet." in answer.text


def test_each_clause_shows_who_assents_and_who_withholds_with_which_words(drafting: Drafting) -> None:
    """A changed clause loses what was said on it; the one that is worded the same keeps it."""
    first = drafting.table("JPN", ONE, FIRST)
    drafting.take("KOR", "assent_to_clauses", {"version": first, "clauses": named("1", "2")}, FIRST)
    second = drafting.table("KOR", TWO, SECOND, first, "As many hours as we can find.")
    withheld = {"version": second, "clauses": named("1"), "reasons": "Fifty hours would do."}
    drafting.take("JPN", "withhold_assent", withheld, SECOND)
    drafting.take("JPN", "assent_to_clauses", {"version": second, "clauses": named("2")}, SECOND)

    page = drafting.world.signed_in("all@jpn.example").get(drafting.sheet).text
    one, three, two = (plain(part) for part in section(page, "The text now").split('<li class="sheet')[1:])

    assert "withholds assent Japan" in one
    assert "Fifty hours would do." in one
    assert "open Republic of Korea" in one
    assert "open Japan , Republic of Korea" in three
    assert "agreed by all assents Republic of Korea" in two
    assert "1 agreed by all" in plain(page)
    assert f"since act {first}." in two
    assert f"since act {second}." in one
    assert "As many hours as we can find." in section(page, "Versions")


def test_the_differences_of_any_two_versions_are_marked_with_words_that_can_be_heard(drafting: Drafting) -> None:
    """From and to are chosen in the address; the last two are shown first."""
    first = drafting.table("JPN", ONE, FIRST)
    second = drafting.table("KOR", TWO, SECOND, first)
    third = drafting.table("JPN", [TWO[2], TWO[0]], THIRD, second)
    visitor = drafting.world.signed_in("all@kor.example")
    last = section(visitor.get(drafting.sheet).text, "What changed")
    chosen = section(visitor.get(f"{drafting.sheet}?from={first}&to={second}").text, "What changed")
    same = section(visitor.get(f"{drafting.sheet}?from={first}&to={first}").text, "What changed")
    wild = section(visitor.get(f"{drafting.sheet}?from=x&to=999").text, "What changed")

    assert "clause removed" in last
    assert "moved" in last
    assert "taken out: sixty (end) put in: forty (end) hours put in: in two increments (end) ." in plain(chosen)
    assert re.search(r"<del><span[^>]*>taken out: </span>sixty", chosen)
    assert "new clause" in chosen
    assert "Both have the same words in the same order." in same
    assert last == wild
    assert third > second


def test_a_new_version_begins_with_the_text_on_the_table_and_names_it(drafting: Drafting) -> None:
    """One clause is changed in the form; the others are sent as they were."""
    first = drafting.table("JPN", ONE, FIRST)
    korea = drafting.world.signed_in("all@kor.example")
    draft = press(korea, drafting.sheet, drafting.ref, step="table_text", track="").location
    form = korea.get(draft).text
    assert f'value="{first}"' in form
    assert NO_PRECEDENT in form
    words = {"follows": str(first), "clauses/0/key": "1", "clauses/0/heading": "Crew time"}
    words |= {"clauses/0/text": OTHER_HOURS, "clauses/1/key": "2", "clauses/1/text": NO_PRECEDENT}
    fill_in(korea, draft, **words)
    assert 303 == send(korea, draft).status_code
    page = plain(korea.get(drafting.sheet).text)
    assert "Version 2" in page
    assert OTHER_HOURS in page


def test_a_version_over_one_that_came_meanwhile_is_refused_with_the_day_of_the_newer(drafting: Drafting) -> None:
    """Nobody overwrites what he has not read: 409, and the paper is kept."""
    first = drafting.table("JPN", ONE, FIRST)
    korea = drafting.world.signed_in("all@kor.example")
    draft = press(korea, drafting.sheet, drafting.ref, step="table_text", track="").location
    second = drafting.table("JPN", TWO, SECOND, first)
    answer = send_by_hand(drafting, korea, draft)
    kept = korea.get(f"{draft}/send").text
    sheet = korea.get(drafting.sheet).text
    sentence = f"A newer version was tabled on 25 November 2026 with act {second}. Read that one."
    assert 409 == answer.status_code
    assert sentence in answer.text
    assert sentence in kept
    assert f'href="{draft}"' in sheet


def test_assent_is_given_to_the_clauses_that_were_ticked(drafting: Drafting) -> None:
    """The form names version and clauses; the receipt and the sheet show them."""
    first = drafting.table("JPN", ONE, FIRST)
    korea = drafting.world.signed_in("all@kor.example")
    ticked = {"f/version": str(first), "f/clauses/1/key": "2"}
    draft = press(korea, drafting.sheet, drafting.ref, step="assent_to_clauses", track="", **ticked).location
    assert 303 == send(korea, draft).status_code
    page = section(korea.get(drafting.sheet).text, "The text now").split('<li class="sheet')[1:]

    assert "assents Republic of Korea" not in plain(page[0])
    assert "assents Republic of Korea" in plain(page[1])


def test_another_choice_than_the_one_in_preparation_is_not_lost_unawares(drafting: Drafting) -> None:
    """409 where a colleague prepares assent to other clauses; the same choice leads to that paper."""
    first = drafting.table("JPN", ONE, FIRST)
    korea = drafting.world.signed_in("all@kor.example")
    asked = {"step": "assent_to_clauses", "track": "", "f/version": str(first)}
    one = press(korea, drafting.sheet, drafting.ref, **asked, **{"f/clauses/0/key": "1"})
    other = press(korea, drafting.sheet, drafting.ref, **asked, **{"f/clauses/1/key": "2"})
    same = press(korea, drafting.sheet, drafting.ref, **asked, **{"f/clauses/0/key": "1"})
    assert 409 == other.status_code
    assert "another text in preparation" in other.text
    assert one.location == same.location


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"version": "{first}", "clauses/0/key": "9"}, "clauses-0-key", "has no clause “9”."),
        ({"version": "1", "clauses/0/key": "1"}, "version", "Act 1 tabled no version of this text."),
        (
            {"version": "{first}", "clauses/0/key": "1", "clauses/1/key": "1"},
            "clauses-1-key",
            "“1” stands there twice.",
        ),
        ({"version": "{first}"}, "clauses", "This must be answered."),
    ],
)
def test_a_wrong_assent_is_refused_by_its_question(
    drafting: Drafting, answers: dict[str, str], field: str, sentence: str
) -> None:
    """422 when it is sent by hand, and the form leads to the answer at fault."""
    first = drafting.table("JPN", ONE, FIRST)
    korea = drafting.world.signed_in("all@kor.example")
    given = {name: value.format(first=first) for name, value in answers.items()}
    draft = press(korea, drafting.sheet, drafting.ref, step="assent_to_clauses", track="").location
    fill_in(korea, draft, **given)
    checked, before, answer = (
        korea.get(f"{draft}?check"),
        korea.get(f"{draft}/send"),
        send_by_hand(drafting, korea, draft),
    )
    assert 422 == answer.status_code
    assert sentence in answer.text
    assert sentence in checked.text
    assert f"#f-{field}" in before.text


def test_a_version_with_no_clause_or_a_name_twice_is_refused(drafting: Drafting) -> None:
    """422 with the question."""
    korea = drafting.world.signed_in("all@kor.example")
    draft = press(korea, drafting.sheet, drafting.ref, step="table_text", track="").location
    empty = send_by_hand(drafting, korea, draft)
    twice = {f"clauses/{i}/{part}": value for i in (0, 1) for part, value in clause("1", "Words.").items()}
    fill_in(korea, draft, **twice)
    answer = send_by_hand(drafting, korea, draft)
    assert (422, 422) == (empty.status_code, answer.status_code)
    assert "“1” stands there twice." in answer.text


def test_both_hands_lie_on_the_words_of_the_table_and_the_page_says_what_lacks_assent(drafting: Drafting) -> None:
    """Japan signs the pre-filled text, Korea agrees to the same; nothing more than the hands is asked."""
    first = drafting.table("JPN", ONE, FIRST)
    drafting.take("JPN", "assent_to_clauses", {"version": first, "clauses": named("1", "2")}, FIRST)
    drafting.take("KOR", "assent_to_clauses", {"version": first, "clauses": named("2")}, FIRST)
    japan, korea = (drafting.world.signed_in(f"all@{key}.example") for key in ("jpn", "kor"))
    draft = press(japan, drafting.sheet, drafting.ref, step="settle", track="").location
    before = plain(japan.get(f"{draft}/send").text)
    assert 303 == send(japan, draft).status_code
    to_sign = plain(section(korea.get(drafting.sheet).text, "To sign it"))
    step = korea.get(f"/cases/{drafting.ref}/steps/settle").text
    values = dict(re.findall(r'name="(track|seen|digest)" value="([^"]*)"', step))
    signed = korea.post(f"/cases/{drafting.ref}/steps/settle", form_at=f"/cases/{drafting.ref}/steps/settle", **values)
    sheet = plain(korea.get(drafting.sheet).text)

    note = "Clause 1: no assent is on record from Republic of Korea."
    for page in (before, plain(step)):
        assert note in page
        assert "Clause 2: no assent" not in page
        assert "You may sign all the same" in page
    assert "signed Japan hand needed Republic of Korea" in to_sign
    assert "Read and sign the same text" in to_sign
    assert 303 == signed.status_code
    assert "in the words of version 1" in sheet
    assert "Sign this text" not in sheet


def test_a_hand_on_other_words_is_marked_and_the_differing_clauses_named(drafting: Drafting) -> None:
    """A newer version does not void a hand, but nobody signs the older words unawares."""
    first = drafting.table("JPN", ONE, FIRST)
    drafting.take("JPN", "settle", {"clauses": ONE}, FIRST)
    drafting.table("KOR", TWO, SECOND, first)
    korea = drafting.world.signed_in("all@kor.example")
    sheet, step = korea.get(drafting.sheet).text, plain(korea.get(f"/cases/{drafting.ref}/steps/settle").text)
    assert "words that are not those of the version on the table" in section(sheet, "To sign it")
    assert "Clause 1 is worded otherwise than in the version on the table." in step
    assert "Clause 3 of the version on the table is not in this text." in step


def test_a_party_that_joins_later_reads_the_text_it_may_be_asked_to_sign_and_nothing_said_before(
    drafting: Drafting,
) -> None:
    """Versions lie open to every party; assent and reasons of before its joining do not."""
    first = drafting.table("JPN", ONE, FIRST)
    withheld = {"version": first, "clauses": named("1"), "reasons": "Fifty hours would do."}
    drafting.take("KOR", "withhold_assent", withheld, FIRST)
    add_guest(drafting.world, drafting.ref, "FRA", SECOND)
    page = drafting.world.signed_in("all@fra.example").get(drafting.sheet)
    assert 200 == page.status_code
    assert NO_PRECEDENT in page.text
    assert "Fifty hours would do." not in page.text
    assert 'name="step"' not in page.text


def test_the_sheet_is_unknown_to_whoever_is_no_party(drafting: Drafting) -> None:
    """A stranger and a sheet of an unknown case are one answer."""
    drafting.table("JPN", ONE, FIRST)
    for mail in ("all@fra.example", "all@bra.example", "desk@oosa.example"):
        assert 404 == drafting.world.signed_in(mail).get(drafting.sheet).status_code


def test_who_may_not_write_reads_the_text_without_buttons(drafting: Drafting) -> None:
    """An adviser who only clears begins no paper: 409, and no button."""
    drafting.table("KOR", ONE, FIRST)
    adviser = drafting.world.signed_in("adviser@jpn.example")
    page = adviser.get(drafting.sheet).text
    answer = press(adviser, drafting.sheet, drafting.ref, step="table_text", track="")
    assert NO_PRECEDENT in page
    assert "/drafts" not in page
    assert 409 == answer.status_code
