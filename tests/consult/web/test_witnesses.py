"""The page of the witnesses: who cosigned what, seen by anybody, before there is anything, in time and late."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from consult import clock
from consult.db import writing
from consult.log.notes import COSIGNATURE, NOTE, SigningKey, checkpoint_text, sign_note
from consult.log.policy import Member, save_policy, write_policy
from consult.log.verifier import read_vkey
from consult.log.visits import remember
from consult.log.witnessing import COSIGNED, UNREACHABLE, Cosignature, Outcome
from consult.models.audit import audit_checkpoint, audit_cosignature
from tests.consult.web.world import AT, LIAISON, World

KEY = SigningKey("consult.example.int/audit/1", NOTE, b"l" * 32)
NAMES = ("BRA", "FRA", "JPN", "KOR")
KEYS = {name: SigningKey(f"{name.lower()}.example/witness", COSIGNATURE, name.encode() + b"k" * 29) for name in NAMES}
SIGNED = datetime(2026, 11, 20, 8, 55, tzinfo=UTC)


def instance(world: World) -> Path:
    """Give the folder of the installation."""
    return Path(world.app.extensions["consult"].settings.instance)


def agree(world: World, names: tuple[str, ...] = NAMES) -> None:
    """Put down the policy of four witnesses, three of which are enough."""
    save_policy(instance(world), write_policy([KEY.vkey], [Member(name, KEYS[name].vkey) for name in names]))


def sign(world: World, size: int, at: datetime, cosigned: dict[str, datetime]) -> None:
    """Record a checkpoint of a size, and who cosigned it when."""
    text = checkpoint_text(KEY.name, size, bytes([size]) * 32)
    with writing(world.engine) as connection:
        row = {"size": size, "root": bytes([size]) * 32, "note": sign_note(text, KEY), "signed_at": at}
        number = connection.execute(insert(audit_checkpoint), row).inserted_primary_key
        assert number is not None
        for name, time in cosigned.items():
            line = KEYS[name].cosign(text, int(time.timestamp()))
            row = {"checkpoint_id": number[0], "size": size, "witness": KEYS[name].name, "line": line, "time": time}
            connection.execute(insert(audit_cosignature), row)


def visit(world: World, name: str, outcome: Outcome) -> None:
    """Remember what came of asking a witness."""
    remember(instance(world), read_vkey(KEYS[name].vkey), outcome, AT)


def text_of(world: World) -> str:
    """Ask for the page without any sign-in and give its words, spaces joined."""
    answer = world.app.test_client().get("/audit/witnesses")
    assert 200 == answer.status_code
    return " ".join(answer.text.split())


def test_before_the_first_checkpoint_the_page_says_so(world: World) -> None:
    """And nothing else is claimed."""
    assert "No checkpoint was signed yet." in text_of(world)


def test_without_a_policy_the_checkpoint_is_the_logs_own_word(world: World) -> None:
    """No witness, no quorum, and what that means."""
    sign(world, 7, SIGNED, {})
    page = text_of(world)

    assert "<strong>7 entries</strong>" in page
    assert "no witnesses are agreed for this log" in page
    assert "only the copies that parties keep" in page
    assert "attested</span>" not in page


def test_the_last_checkpoint_says_how_many_cosigned_it(world: World) -> None:
    """Four of four, by name and time; the quorum in one sentence; the files to check it with."""
    agree(world)
    sign(world, 7, SIGNED, dict.fromkeys(NAMES, SIGNED + timedelta(seconds=1)))
    for name in NAMES:
        visit(world, name, Outcome(COSIGNED, Cosignature(name, "", SIGNED)))
    page = text_of(world)

    assert "cosigned by 4 of 4" in page
    assert '<span class="tag tag-good">attested</span>' in page
    assert (
        "A quorum is 3 of 4: two different logs could both be attested only if at least 2 of them signed both." in page
    )
    assert "Republic of Korea" in page
    assert "4 minutes ago" in page
    assert 4 == page.count("has cosigned")
    assert "20 November 2026, 08:55:01 UTC" in page
    assert 'href="policy.txt"' in page
    assert 'href="/audit/1/checkpoint"' in page


def test_two_of_four_are_not_enough_and_who_is_silent_is_seen(world: World) -> None:
    """The checkpoint is sealed; one witness does not answer, one was never asked."""
    agree(world)
    sign(world, 5, SIGNED - timedelta(hours=3), dict.fromkeys(NAMES, SIGNED - timedelta(hours=3)))
    sign(world, 7, SIGNED, dict.fromkeys(NAMES[:2], SIGNED))
    visit(world, "JPN", Outcome(UNREACHABLE))
    page = text_of(world)

    assert "cosigned by 2 of 4" in page
    assert '<span class="tag tag-warn">not yet attested</span>' in page
    assert "does not answer" in page
    assert "was not asked yet" in page
    assert 2 == page.count('<span class="tag tag-warn">3 hours ago</span>')
    assert 2 == page.count('<span class="tag tag-good">5 minutes ago</span>')


def test_a_witness_that_the_policy_does_not_name_counts_for_nothing(world: World) -> None:
    """Whoever was struck off disappears from page and count."""
    agree(world, NAMES[:3])
    sign(world, 7, SIGNED, {"KOR": SIGNED})
    page = text_of(world)

    assert "cosigned by 0 of 3" in page
    assert "Korea" not in page
    assert "by nobody" in page


def test_a_policy_that_cannot_be_read_is_told_and_not_replaced_by_trust(world: World) -> None:
    """The line that is wrong is named."""
    sign(world, 7, SIGNED, dict.fromkeys(NAMES, SIGNED))
    (instance(world) / "policy.txt").write_text("quorum nobody\n")
    page = text_of(world)

    assert "The trust policy cannot be read." in page
    assert "Line 1 of the policy" in page
    assert "attested</span>" not in page


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=59), "less than a minute ago"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=119), "119 minutes ago"),
        (timedelta(hours=2), "2 hours ago"),
        (timedelta(hours=48), "2 days ago"),
    ],
)
def test_the_age_of_a_cosignature_is_told_in_words(world: World, passed: timedelta, words: str) -> None:
    """The day before, the day, the day after."""
    agree(world)
    sign(world, 7, AT - passed, {"JPN": AT - passed})

    assert words in text_of(world)


def test_the_page_is_the_same_for_whoever_is_signed_in(world: World) -> None:
    """The frame and the way to one's own imported cases differ, what it says does not; nothing is written by reading
    it."""
    agree(world)
    sign(world, 7, SIGNED, {"JPN": SIGNED})
    client = world.app.test_client()
    with clock.frozen(AT):
        outside = client.get("/audit/witnesses").text
    before = sorted(path.name for path in instance(world).iterdir())
    inside = world.signed_in(LIAISON).client.get("/audit/witnesses").text

    assert outside.split("</nav>")[-1].split("</main>")[0] == inside.split("</nav>")[-1].split("</main>")[0]
    assert before == sorted(path.name for path in instance(world).iterdir())
