"""Papers raised, lowered, sealed, unsealed and struck after they were recorded: who reads them then, and the record."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from consult import casebook
from consult.casebook import Entry
from consult.db import reading, writing
from consult.docket import Filed, Receipt, Stale
from consult.docket.replaying import Openings, replay_cases
from consult.log.evidence import evidence_of_case
from consult.log.verify import verify
from consult.models.cases import ACT, CASES
from consult.models.levels import ACT_LEVEL
from consult.refusals import Unknown
from consult.search import filling, find_acts, read_question
from consult.visibility import Viewer
from tests.consult.docket.conftest import START, Office
from tests.consult.docket.racing import Racer, Track
from workflows.kernel.guards import Refused

ASK = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
WORD = "Wavelength"


def day(number: int) -> datetime:
    """Give nine o'clock of a day of November 2026 in UTC."""
    return START.replace(day=number)


def stated(office: Office) -> tuple[str, int]:
    """Serve a case on France and Korea on 20 November 2026 and state something the day after; give reference and number
    of the statement."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="Visit").ref)
    office.take("JPN", ref, "ask", body=ASK)
    return ref, int(office.take("JPN", ref, "make_statement", day(21), body={"text": f"{WORD} of Japan"}).n)


def answered(office: Office) -> tuple[str, int]:
    """The same with a bilateral answer of France on 22 November; give its number."""
    ref, _n = stated(office)
    body = {"text": f"{WORD} of France"}
    return ref, int(office.take("FRA", ref, "give", day(22), track="berth:FRA", body=body).n)


def entry(office: Office, who: str, ref: str, n: int) -> Entry | None:
    """Give an act as somebody reads it, None where it is unknown."""
    with reading(office.engine) as conn:
        case = conn.execute(select(CASES).where(CASES.c.ref == ref)).one()
        try:
            return casebook.entry_of(conn, Viewer(who), case, n)
        except Unknown:
            return None


def audited(office: Office, who: str, ref: str, n: int) -> Entry | None:
    """Give an act as an auditor of a party reads it, None where it is unknown."""
    with reading(office.engine) as conn:
        case = conn.execute(select(CASES).where(CASES.c.ref == ref)).one()
        try:
            return casebook.entry_of(conn, Viewer(who, audits=True), case, n)
        except Unknown:
            return None


def readers(office: Office, ref: str, n: int) -> str:
    """Name who reads the words of a paper: on its page, in the list, and by the search, which agree."""
    with reading(office.engine) as conn:
        case = conn.execute(select(CASES).where(CASES.c.ref == ref)).one()
        listed = [p for p in PARTIES if n in {e.act.n for e in casebook.entries_of(conn, Viewer(p), case)}]
    opened = [p for p in PARTIES if (e := entry(office, p, ref, n)) and e.paper and e.paper.body]
    assert listed == [p for p in PARTIES if entry(office, p, ref, n)]
    assert opened == [p for p in PARTIES if n in found(office, p)]
    return " ".join(opened)


PARTIES = ("JPN", "FRA", "KOR", "BRA")


def found(office: Office, who: str) -> set[int]:
    """Give the numbers of the acts that somebody finds by the word, in cases that he may know of."""
    while filling.fill(office.engine, office.docket.editions):
        pass
    with reading(office.engine) as conn:
        return {one.row.n for one in find_acts(conn, Viewer(who), read_question(WORD))[0]}


def findings(office: Office) -> list[str]:
    """List what verification with replay finds."""
    with reading(office.engine) as connection:
        checked = verify(connection, replay=Openings(connection))
        return [str(one) for one in (*checked.findings, *replay_cases(connection))]


def known_to_all(office: Office) -> None:
    """Let everybody know of every case, as of one that was published."""
    with writing(office.engine) as conn:
        conn.execute(update(CASES).values(existence="C0"))


def refused(office: Office, who: str, ref: str, step: str, at: datetime, **body: Any) -> str:
    """Take a step about a paper; give the sentence of its refusal."""
    with pytest.raises(Refused) as fault:
        office.take(who, ref, step, at, body=body)
    return str(fault.value)


def test_what_its_author_raises_is_read_by_fewer_from_that_act_on(office: Office) -> None:
    """Japan keeps its statement of 21 November for itself on the 23rd; the others find nothing of it any more, and see
    that it was raised. The record is sound."""
    ref, n = stated(office)
    assert "JPN FRA KOR" == readers(office, ref, n)
    by = int(office.take("JPN", ref, "raise_level", day(23), body={"act": n, "level": "C4"}).n)
    assert "JPN" == readers(office, ref, n)
    act = entry(office, "FRA", ref, by)
    assert act is not None
    assert ("C2", ("FRA", "KOR")) == (act.act.level, act.act.told)
    assert [] == findings(office)


def test_nobody_but_the_author_raises_a_paper_and_nobody_lowers_by_raising(office: Office) -> None:
    """France may not raise what Japan stated; Japan may not choose a level at or below the one that it has, nor C3
    where there is no relation."""
    ref, n = stated(office)
    assert "belongs to whoever filed the paper" in refused(
        office, "FRA", ref, "raise_level", day(23), act=n, level="C4"
    )
    assert "above the one that the paper has, which is C2" in refused(
        office, "JPN", ref, "raise_level", day(23), act=n, level="C1"
    )
    assert "lies on none" in refused(office, "JPN", ref, "raise_level", day(23), act=n, level="C3")
    assert "JPN FRA KOR" == readers(office, ref, n)


def test_a_paper_that_one_may_not_read_is_refused_like_one_that_is_not_there(office: Office) -> None:
    """Korea asks for the answer of France to Japan, and for an act that was never taken."""
    ref, n = answered(office)
    sentences = {
        refused(office, "KOR", ref, step, day(23), act=number, **rest)
        for step, rest in (("raise_level", {"level": "C4"}), ("lower_level", {"level": "C0"}))
        for number in (n, 99)
    }
    assert {"There is no paper of this number that you may raise, lower, seal or strike."} == sentences


def test_a_paper_is_lowered_when_the_last_whose_information_it_holds_has_consented(office: Office) -> None:
    """The statement of Japan was served on France and Korea: all three consent on 23, 24 and 25 November 2026, and only
    then Brazil reads it."""
    ref, n = stated(office)
    known_to_all(office)
    for who, on in (("JPN", 23), ("FRA", 24)):
        office.take(who, ref, "lower_level", day(on), body={"act": n, "level": "C0"})
        assert "JPN FRA KOR" == readers(office, ref, n)
    last = int(office.take("KOR", ref, "lower_level", day(25), body={"act": n, "level": "C0"}).n)
    assert "JPN FRA KOR BRA" == readers(office, ref, n)
    act = entry(office, "BRA", ref, last)
    assert act is not None
    assert "C0" == act.act.level
    assert [] == [one for one in findings(office) if "existence is stored as C0" not in one]


def test_a_refusal_ends_what_was_asked_and_takes_no_word_back(office: Office) -> None:
    """Korea refuses after Japan and France consented: nothing falls, and Korea's later consent begins anew."""
    ref, n = stated(office)
    for who in ("JPN", "FRA"):
        office.take(who, ref, "lower_level", day(23), body={"act": n, "level": "C1"})
    office.take("KOR", ref, "refuse_lowering", day(24), body={"act": n})
    office.take("KOR", ref, "lower_level", day(25), body={"act": n, "level": "C1"})
    entry_ = entry(office, "JPN", ref, n)
    assert entry_ is not None
    assert "C2" == entry_.act.level
    office.take("KOR", ref, "refuse_lowering", day(26), body={"act": n})
    assert "Nobody asks" in refused(office, "KOR", ref, "refuse_lowering", day(27), act=n)
    assert [] == findings(office)


def test_a_bilateral_paper_is_lowered_by_its_two_sides_alone_and_others_learn_of_it_then(office: Office) -> None:
    """Japan and France open France's answer to all parties; Korea sees neither the first consent nor a trace of it."""
    ref, n = answered(office)
    first = int(office.take("FRA", ref, "lower_level", day(23), body={"act": n, "level": "C2"}).n)
    assert None is entry(office, "KOR", ref, first)
    with reading(office.engine) as conn:
        seen = office.docket.see(conn, office.standings["KOR"], ref, day(23))
        offers = office.docket.offers(conn, office.standings["KOR"], seen, day(23))
    assert [] == [one for one in offers if one.laid or (one.track and one.track.set == "paper")]
    assert "JPN FRA" == readers(office, ref, n)
    office.take("JPN", ref, "lower_level", day(24), body={"act": n, "level": "C2"})
    assert "JPN FRA KOR" == readers(office, ref, n)
    assert [] == findings(office)


def test_the_other_side_is_offered_the_text_to_which_it_is_asked_to_consent(office: Office) -> None:
    """France asks; Japan finds the same text under the number of the paper, agrees to it there, or takes it back."""
    ref, n = answered(office)
    office.take("FRA", ref, "lower_level", day(23), body={"act": n, "level": "C2"})
    with reading(office.engine) as conn:
        seen = office.docket.see(conn, office.standings["JPN"], ref, day(23))
        offers = office.docket.offers(conn, office.standings["JPN"], seen, day(23), steps={"lower_level"})
    [asked] = [one for one in offers if one.track]
    assert (("FRA",), f"paper:{n}", True, True) == (asked.laid, asked.track.key, asked.is_open, asked.waits_for_us)  # type: ignore[union-attr] # it is one with a track
    office.take("FRA", ref, "lower_level", day(24), track=f"paper:{n}", withdraw=True)
    assert {} == office.see("JPN", ref, day(24)).case.pending


def test_what_is_sealed_is_read_by_its_author_alone_and_has_its_old_level_when_it_is_unsealed(office: Office) -> None:
    """Japan seals its statement on 23 November; France and Korea see the seal and the reason; all three unseal it."""
    ref, n = stated(office)
    by = int(office.take("JPN", ref, "seal_paper", day(23), body={"act": n, "reason": "Trade secret"}).n)
    assert "JPN" == readers(office, ref, n)
    sealing = entry(office, "FRA", ref, by)
    assert sealing is not None
    assert sealing.paper is not None
    assert {"act": n, "reason": "Trade secret"} == sealing.paper.body
    assert "unseal it first" in refused(office, "JPN", ref, "lower_level", day(24), act=n, level="C2")
    office.take("JPN", ref, "unseal_paper", day(24), body={"act": n})
    assert "no paper of this number" in refused(office, "FRA", ref, "unseal_paper", day(24), act=n)


def test_what_is_struck_keeps_its_place_and_its_digest_and_loses_its_words(office: Office) -> None:
    """All three strike Japan's statement: act, digest and entry stay for whoever saw it, the words for Japan."""
    ref, n = stated(office)
    body = {"act": n, "reason": "Filed in the wrong case."}
    for who, on in (("JPN", 23), ("FRA", 24), ("KOR", 25)):
        office.take(who, ref, "strike_paper", day(on), body=body)
    read = entry(office, "FRA", ref, n)
    assert read is not None
    assert read.paper is not None
    assert (None, True, read.act.digest) == (read.paper.body, read.paper.is_struck, read.paper.digest)
    own = entry(office, "JPN", ref, n)
    assert own is not None
    assert own.paper is not None
    assert {"text": f"{WORD} of Japan"} == own.paper.body
    assert (set(), {n}) == (found(office, "FRA"), found(office, "JPN"))
    assert "is struck from the record" in refused(office, "JPN", ref, "raise_level", day(26), act=n, level="C4")
    assert [] == findings(office)


def test_an_auditor_reads_of_what_is_struck_and_sealed_what_the_audited_party_reads_but_nothing_sealed(
    office: Office,
) -> None:
    """Japan's auditor reads the words that Japan's own people still read, France's that they are struck, by whom and
    why; what Japan then seals is gone for its auditor and stands for
    Japan."""
    ref, n = stated(office)
    body = {"act": n, "reason": "Filed in the wrong case."}
    for who, on in (("JPN", 23), ("FRA", 24), ("KOR", 25)):
        office.take(who, ref, "strike_paper", day(on), body=body)

    own, other = audited(office, "JPN", ref, n), audited(office, "FRA", ref, n)
    assert own is not None
    assert other is not None
    assert own.paper is not None
    assert other.paper is not None
    assert ({"text": f"{WORD} of Japan"}, True) == (own.paper.body, own.paper.is_struck)
    assert (None, True, other.act.digest) == (other.paper.body, other.paper.is_struck, other.paper.digest)
    last = n + 3  # each of the three hands is an act
    trace = audited(office, "FRA", ref, last)
    assert trace is not None
    assert trace.paper is not None
    assert ("strike_paper", body) == (trace.act.step, trace.paper.body)

    said = int(office.take("JPN", ref, "make_statement", day(26), body={"text": "To be sealed"}).n)
    assert audited(office, "JPN", ref, said) is not None
    office.take("JPN", ref, "seal_paper", day(26), body={"act": said, "reason": "Trade secret"})
    assert entry(office, "JPN", ref, said) is not None
    assert audited(office, "JPN", ref, said) is None


def test_a_bundle_says_of_a_paper_that_it_was_struck_and_not_that_it_was_erased(office: Office) -> None:
    """France takes the case away after all three struck Japan's statement; Japan takes its words with it."""
    ref, n = stated(office)
    body = {"act": n, "reason": "Filed in the wrong case."}
    for who, on in (("JPN", 23), ("FRA", 24), ("KOR", 25)):
        office.take(who, ref, "strike_paper", day(on), body=body)
    papers = {}
    for who in ("JPN", "FRA"):
        with reading(office.engine) as conn:
            seen = office.docket.see(conn, office.standings[who], ref, day(26))
            taken = evidence_of_case(conn, Viewer(who), seen.row, seen.procedure)
        papers[who] = next(line.paper for line in taken.lines if line.n == n)
    own, other = papers["JPN"], papers["FRA"]
    assert own
    assert other
    assert (True, False, {"text": f"{WORD} of Japan"}) == (own.is_struck, own.is_erased, own.words)
    assert (True, False, None) == (other.is_struck, other.is_erased, other.words)


def test_a_bundle_is_without_what_was_raised_and_its_chain_is_whole(office: Office) -> None:
    """France takes the case away after Japan sealed its statement: of the statement there is the leaf alone."""
    ref, n = stated(office)
    office.take("JPN", ref, "seal_paper", day(23), body={"act": n, "reason": "Trade secret"})
    with reading(office.engine) as conn:
        seen = office.docket.see(conn, office.standings["FRA"], ref, day(24))
        taken = evidence_of_case(conn, Viewer("FRA"), seen.row, seen.procedure)
    assert n not in {line.n for line in taken.lines}
    assert WORD not in repr(taken)
    assert "case" in {chain.kind for chain in taken.chains}
    bare = [line for line in taken.lines if line.entry is None]
    assert [{}] == [dict(line.given.disclosures) for line in bare]


@pytest.mark.parametrize("wrong", ["moved", "removed", "made up"])
def test_a_level_in_force_that_does_not_follow_from_the_acts_is_found(office: Office, wrong: str) -> None:
    """Somebody changes, removes or invents a row behind the docket's back."""
    ref, n = stated(office)
    if wrong != "made up":
        office.take("JPN", ref, "raise_level", day(23), body={"act": n, "level": "C4"})
    with writing(office.engine) as conn:
        act = conn.execute(select(ACT.c.id).where(ACT.c.n == n)).scalar_one()
        if wrong == "moved":
            conn.execute(update(ACT_LEVEL).values(level="C0"))
        elif wrong == "removed":
            conn.execute(delete(ACT_LEVEL))
        else:
            conn.execute(insert(ACT_LEVEL), {"act_id": act, "level": "C0", "before": "", "struck": False, "by_n": 2})
    assert any("who reads the paper of act 2 is stored as" in one for one in findings(office))


def press(office: Office, who: str, ref: str, filed: Filed) -> Racer:
    """Give the racer that takes a step for an office on 24 November."""
    return lambda: office.docket.take(office.standings[who], ref, filed, at=day(24))


def test_consent_and_refusal_at_the_same_moment_leave_one_of_both_and_a_sound_record(office: Office) -> None:
    """France consents while Korea refuses, and then the other way, in many rounds: never is a paper lowered of which a
    refusal was recorded before the last consent."""
    ref, n = stated(office)
    body = {"act": n, "level": "C1"}
    with Track(2) as track:
        for _round in range(20):
            office.take("JPN", ref, "lower_level", day(23), body=body)
            office.take("FRA", ref, "lower_level", day(23), body=body)
            answers = track.race(
                [
                    press(office, "KOR", ref, Filed("lower_level", body=body)),
                    press(office, "FRA", ref, Filed("refuse_lowering", body={"act": n})),
                ]
            )
            kinds = [type(one) for one in answers]
            assert Receipt in kinds
            assert all(kind in (Receipt, Refused, Stale) for kind in kinds), answers
            now = entry(office, "JPN", ref, n)
            assert now is not None
            if now.act.level == "C1":
                break
            office.take("FRA", ref, "refuse_lowering", day(24), body={"act": n})  # Korea's came late and began anew
    assert [] == findings(office)
