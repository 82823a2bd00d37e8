"""The list of passwords that became known: searched by halves, in either form, never read whole."""

import hashlib
import mmap
import random
from pathlib import Path

import pytest

from consult.accounts import Breached, Passwords, breached
from consult.accounts.breached import SHIPPED, Unsorted
from consult.refusals import Malformed
from consult.settings import CHEAP_HASHING

KNOWN = [f"a known password {n}" for n in range(1000)]


def sha1(password: str) -> str:
    """Give the digest as lists are published."""
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest()


FORMS = {
    "plain": lambda one: one,
    "small": sha1,
    "capital": lambda one: sha1(one).upper(),
    "counted": lambda one: f"{sha1(one).upper()}:{random.Random(one).randint(1, 10**7)}",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_line_is_found_and_its_neighbours_are_not(tmp_path: Path, form: str, end: str) -> None:
    """First, last and between; with and without an end of the last line."""
    path = tmp_path / "known"
    lines = sorted(FORMS[form](one) for one in KNOWN)
    for text in (end.join(lines) + end, end.join(lines)):
        path.write_bytes(text.encode())
        breached = Breached(path)

        assert all(breached.holds(one) for one in KNOWN)
        assert not any(breached.holds(f"{one}x") or breached.holds(one[:-1] + "y") for one in KNOWN)


def test_capitals_do_not_hide_a_known_password(tmp_path: Path) -> None:
    """What is known in small letters is guessed in others."""
    path = tmp_path / "known"
    path.write_text("tranquility base here\n")

    assert Breached(path).holds("Tranquility Base here")


def test_an_empty_list_holds_nothing(tmp_path: Path) -> None:
    """It is no fault."""
    (tmp_path / "known").touch()

    assert not Breached(tmp_path / "known").holds("a path between two craters")


def test_a_list_that_is_not_sorted_is_refused(tmp_path: Path) -> None:
    """Otherwise it would be searched in vain without anybody noticing."""
    path = tmp_path / "known"
    path.write_text("".join(f"{n} bottles\n" for n in range(2000, 0, -1)))

    with pytest.raises(Unsorted, match="LC_ALL=C sort"):
        Breached(path)


def test_the_shipped_list_is_sorted_and_long_enough_to_matter() -> None:
    """Each line is a password that is long enough to be chosen here."""
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()

    assert sorted(lines, key=str.encode) == lines
    assert all(len(one) >= 12 for one in lines)
    assert Breached(SHIPPED).holds("correct horse battery staple")


def test_a_known_password_is_refused_with_its_sentence() -> None:
    """Whatever the installation names, the shipped list is asked."""
    with pytest.raises(Malformed, match="list of passwords that became known"):
        Passwords(CHEAP_HASHING).hash("Correct horse battery staple", "")


def test_a_long_list_is_searched_at_a_few_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a hundred thousand lines no more than forty are looked at."""
    path, looked = tmp_path / "known", []
    path.write_text("".join(f"known password {n:06}\n" for n in range(100_000)))
    asked, line = Breached(path), breached._line

    def count(held: mmap.mmap, start: int) -> bytes:
        """Count the lines that are looked at."""
        looked.append(start)
        return line(held, start)

    monkeypatch.setattr(breached, "_line", count)

    assert asked.holds("known password 012345")
    assert len(looked) <= 40
