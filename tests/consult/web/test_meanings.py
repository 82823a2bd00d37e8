"""The meaning of “harmful interference” on which each side relies, and where the other side sees that it differs."""

from consult import clock
from tests.consult.web.cases_world import begin, fill_in, send, version_of
from tests.consult.web.consulted import FRANCE, JAPAN, KOREA, landing, moment, page, take
from tests.consult.web.world import Visitor, World

KOREAN_ACT = "3"
"""The last act that Korea sees: its own acknowledgement."""
DIFFER = "rely on different meanings"
LOSS, SCIENCE = "Loss of, or harm to, persons", "Spoiling of a scientific result"


def pushed(visitor: Visitor, draft: str) -> int:
    """Send a paper for which the page before sending has no button; give the status."""
    answers = {"seen": KOREAN_ACT, "version": version_of(visitor, draft)}
    return int(visitor.post(f"{draft}/send", form_at=f"{draft}/send", **answers).status_code)


def test_a_case_shows_the_meaning_of_each_side_and_says_when_they_differ(berths: World) -> None:
    """Japan relies on loss; Korea's reply relies on the spoiling of results, which France does not read."""
    ref = landing(berths, meaning="loss")
    assert LOSS in page(berths, KOREA, "2026-11-24", f"/cases/{ref}")
    assert DIFFER not in page(berths, KOREA, "2026-11-24", f"/cases/{ref}")
    take(berths, KOREA, "2026-11-25", ref, "reply", "addressee:KOR", meaning="science")
    for mail in (JAPAN, KOREA):
        html = page(berths, mail, "2026-11-26", f"/cases/{ref}")
        assert DIFFER in html
        assert LOSS in html
        assert SCIENCE in html
    html = page(berths, FRANCE, "2026-11-26", f"/cases/{ref}")
    assert DIFFER not in html
    assert SCIENCE not in html


def test_the_same_meaning_differs_in_nothing_and_own_words_are_compared(berths: World) -> None:
    """Two sides with a meaning of their own rely on the same only in the same words."""
    ref = landing(berths, meaning="own", meaning_words="Loss of sight of the sky")
    take(berths, FRANCE, "2026-11-25", ref, "reply", "addressee:FRA", meaning="own",
         meaning_words="Loss of sight of the sky")  # fmt: skip
    assert DIFFER not in page(berths, JAPAN, "2026-11-26", f"/cases/{ref}")
    take(berths, KOREA, "2026-11-25", ref, "reply", "addressee:KOR", meaning="own", meaning_words="Dust on a mirror")
    assert DIFFER in page(berths, JAPAN, "2026-11-26", f"/cases/{ref}")
    assert "Dust on a mirror" not in page(berths, FRANCE, "2026-11-26", f"/cases/{ref}")


def test_the_form_of_an_answer_says_on_what_the_others_rely_and_that_ones_own_differs(berths: World) -> None:
    """The note stands there from the beginning, and warns once the own choice is another."""
    ref = landing(berths, meaning="loss")
    with clock.frozen(moment("2026-11-24")):
        korea = berths.signed_in(KOREA)
        draft = begin(korea, ref, "reply", "addressee:KOR")
        assert LOSS in korea.get(draft).text.partition("<form id=")[2].partition("fieldset")[0]
        assert "What you rely on differs" not in korea.get(draft).text
        fill_in(korea, draft, do="save", position="Our view", meaning="science")
        assert "What you rely on differs" in korea.get(draft).text
        fill_in(korea, draft, do="save", position="Our view", meaning="loss")
        assert "What you rely on differs" not in korea.get(draft).text
        other = begin(korea, ref, "register_concern", "addressee:KOR")
        assert "relied on" not in korea.get(other).text, "a paper that asks for no meaning says nothing of it"


def test_a_meaning_of_ones_own_is_given_in_words(berths: World) -> None:
    """The answer without words is refused at the question, and filed with them."""
    ref = landing(berths)
    with clock.frozen(moment("2026-11-24")):
        korea = berths.signed_in(KOREA)
        draft = begin(korea, ref, "reply", "addressee:KOR")
        fill_in(korea, draft, do="save", position="Our view", meaning="own")
        assert 422 == pushed(korea, draft)
        assert "must be given" in korea.get(f"{draft}/send").text
        assert 'id="sending"' not in korea.get(f"{draft}/send").text
        fill_in(korea, draft, do="save", position="Our view", meaning="own", meaning_words="Dust on a mirror")
        assert 303 == send(korea, draft).status_code


def test_a_meaning_that_is_not_in_the_list_is_refused(berths: World) -> None:
    """The list is closed; words have a question of their own."""
    ref = landing(berths)
    with clock.frozen(moment("2026-11-24")):
        korea = berths.signed_in(KOREA)
        draft = begin(korea, ref, "reply", "addressee:KOR")
        fill_in(korea, draft, do="save", position="Our view", meaning="everything")
        assert 422 == pushed(korea, draft)
        assert 'id="sending"' not in korea.get(f"{draft}/send").text
