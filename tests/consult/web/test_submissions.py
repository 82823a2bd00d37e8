"""On the pages: a report of which each affected party reads its own request alone, and everybody what is issued."""

import pytest

from consult import clock
from consult.docket.replaying import replay_cases
from tests.consult.web.consulted import BRAZIL, FRANCE, JAPAN, KOREA, acting, docket, moment, page, take
from tests.consult.web.world import World
from workflows.kernel.guards import Refused

SCOPE = {
    "heading": "Consultations of Japan", "body": "STSC", "session": "STSC-64", "item": "stsc_debris",
    "kind": "national_report", "language": "en", "since": "2026-01-01", "until": "2026-09-30",
}  # fmt: skip


def asked(world: World) -> str:
    """Play until Japan has asked Korea and France for consent, on 10 November 2026; give the reference."""
    at = moment("2026-11-01")
    ref = str(docket(world).open(acting(world, JAPAN, at), "copuos", at=at, title="").ref)
    take(world, JAPAN, "2026-11-02", ref, "scope", **SCOPE)
    take(world, JAPAN, "2026-11-03", ref, "compile")
    take(world, JAPAN, "2026-11-04", ref, "review", affected=["KOR", "FRA"])
    for party, words in ("KOR", "A close approach with a Korean object"), ("FRA", "A French visit that was put off"):
        take(
            world, JAPAN, "2026-11-10", ref, "ask_consent", party=party, words=words, cases=[{"case_ref": f"X-{party}"}]
        )
    return ref


def test_an_affected_party_reads_its_own_request_and_learns_of_no_other(berths: World) -> None:
    """Neither by the page, nor by the list of those who take part, nor by the list of cases."""
    ref = asked(berths)
    for mail, own, other in (KOREA, "Republic of Korea", "France"), (FRANCE, "France", "Republic of Korea"):
        told = page(berths, mail, "2026-11-11", f"/cases/{ref}")
        assert "asked for consent of" in told
        assert own in told
        assert [] == [words for words in (other, "visit" if own != "France" else "approach") if words in told]
        with clock.frozen(moment("2026-11-11")):
            key = "FRA" if mail == KOREA else "KOR"
            assert ref not in berths.signed_in(mail).get(f"/cases?party={key}").text
    with clock.frozen(moment("2026-11-11")):
        assert 404 == berths.signed_in(BRAZIL).get(f"/cases/{ref}").status_code


def test_consent_of_one_moves_nothing_of_another_and_the_record_reads_back(berths: World) -> None:
    """Korea consents, France is silent; the case follows from its acts."""
    ref = asked(berths)
    take(berths, KOREA, "2026-11-12", ref, "consent", "affected:KOR")
    told = page(berths, FRANCE, "2026-11-13", f"/cases/{ref}")
    assert "consented" not in told
    with pytest.raises(Refused, match="may still answer"):
        take(berths, JAPAN, "2026-11-25", ref, "enter_cleared")
    assert "France" in page(berths, JAPAN, "2026-11-26", f"/cases/{ref}")
    with berths.engine.connect() as connection:
        assert [] == list(replay_cases(connection))
