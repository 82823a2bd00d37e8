"""Acts that name another act: whoever may see both is led from one to the other, and nobody else learns of either."""

from datetime import UTC, datetime

from consult import clock
from tests.consult.web.cases_world import add_guest, file, serve_berth
from tests.consult.web.world import World


def test_a_corrected_act_leads_to_its_corrections_and_they_to_it(berths: World) -> None:
    """Japan asks on 20 November 2026, corrects its request on the 23rd and supplements it on the 24th."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    for day, step in ((23, "correct"), (24, "supplement")):
        with clock.frozen(datetime(2026, 11, day, 9, tzinfo=UTC)):
            file(berths.signed_in("all@jpn.example"), ref, step, act="1", text="Small, not large")
    with clock.frozen(datetime(2026, 11, 25, 9, tzinfo=UTC)):
        france = berths.signed_in("all@fra.example")
        asked, correction, case = (france.get(f"/cases/{ref}{of}").text for of in ("/acts/1", "/acts/2", ""))

    assert f'Corrected by <a href="/cases/{ref}/acts/2">act 2</a>' in asked
    assert f'Supplemented by <a href="/cases/{ref}/acts/3">act 3</a>' in asked
    assert f'<dt>Concerns</dt><dd><a href="/cases/{ref}/acts/1">act 1</a>' in correction
    assert "Corrected by" not in correction
    assert 2 == case.count(f'concerns <a href="/cases/{ref}/acts/1">act 1</a>')
    assert 1 == case.count(f'Corrected by <a href="/cases/{ref}/acts/2">act 2</a>')


def test_who_may_not_see_a_correction_does_not_learn_of_it(berths: World) -> None:
    """Brazil comes to the case on 23 November 2026: it sees the request that opened the talks and what follows from
    then on, not what was corrected before."""
    japan = berths.signed_in("all@jpn.example")
    ref = serve_berth(japan)
    file(japan, ref, "correct", act="1", text="Small, not large")
    add_guest(berths, ref, "BRA", datetime(2026, 11, 23, 9, tzinfo=UTC))
    with clock.frozen(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        file(berths.signed_in("all@jpn.example"), ref, "supplement", act="1", text="With a crane")
        brazil = berths.signed_in("all@bra.example")
        asked, case = brazil.get(f"/cases/{ref}/acts/1").text, brazil.get(f"/cases/{ref}").text

    assert 404 == brazil.get(f"/cases/{ref}/acts/2").status_code
    assert f'Supplemented by <a href="/cases/{ref}/acts/3">act 3</a>' in asked
    for page in (asked, case):
        assert "Corrected by" not in page
        assert f"/cases/{ref}/acts/2" not in page
        assert "act 2" not in page


def test_a_correction_of_a_bilateral_act_leads_third_parties_nowhere(berths: World) -> None:
    """France answers Japan alone and corrects the answer before everybody: Korea reads the correction and finds no way
    to the answer."""
    japan, france, korea = (berths.signed_in(f"all@{key}.example") for key in ("jpn", "fra", "kor"))
    ref = serve_berth(japan)
    file(france, ref, "give", "berth:FRA", text="In confidence")
    file(france, ref, "correct", act="2", text="One word is another")

    assert f'Corrected by <a href="/cases/{ref}/acts/3">act 3</a>' in japan.get(f"/cases/{ref}/acts/2").text
    assert 404 == korea.get(f"/cases/{ref}/acts/2").status_code
    for page in (korea.get(f"/cases/{ref}").text, korea.get(f"/cases/{ref}/acts/3").text):
        assert "One word is another" in page or "corrected an earlier act" in page
        assert f"/cases/{ref}/acts/2" not in page
