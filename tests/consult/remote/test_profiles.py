"""Where a token is kept, who may read it, and to whom it is sent."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.consult.remote.conftest import Line, Served
from tests.consult.remote.hosts import playing

TOKEN = "consult_4be1c0ffee42_abcdefghijklmnopqrstuvwxyz"


def profile(line: Line) -> Path:
    """Give the file of the profiles."""
    return line.folder / "consult" / "remote.json"


def test_a_token_is_kept_where_its_owner_alone_reads_it(japan: Line) -> None:
    """The file and its folder are closed to others; the token is printed nowhere."""
    told = japan.says("whoami") + japan.says("profile")

    assert (0o600, 0o700) == tuple(one.stat().st_mode & 0o777 for one in (profile(japan), profile(japan).parent))
    assert "Japan (JPN), Ministry for cases: all@jpn.example" in told
    assert f"* default {japan.address}" in told
    assert japan.token not in told


def test_a_file_that_others_can_read_is_not_used(japan: Line) -> None:
    """As with keys: whoever could read it may have the token."""
    profile(japan).chmod(0o644)
    assert "can be read by others than its owner: run chmod 600 on it." in japan.says("desk", code=2)


def test_a_token_that_does_not_count_is_not_kept(instance: Served, tmp_path: Path) -> None:
    """The refusal is that of the instance."""
    line = Line(tmp_path / "nobody", instance.address, TOKEN)
    told = line.says("login", line.address, "--token-file", "-", given=TOKEN, code=1)

    assert "A token is needed. Give a token that counts" in told
    assert not profile(line).exists()


def test_a_token_comes_from_a_file_or_is_typed_and_is_no_argument(instance: Served, tmp_path: Path) -> None:
    """Without a terminal nobody can type it."""
    line = Line(tmp_path / "nobody", instance.address, TOKEN)

    assert "give --token-file, - for standard input" in line.says("login", line.address, code=2)
    assert "unexpected extra argument" in line.says("login", line.address, TOKEN, code=2)
    assert "This is not a token" in line.says("login", line.address, "--token-file", "-", given="a b", code=2)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://consult.example.int", "consult.example.int is another machine: a token goes there by https alone"),
        ("http://127.0.0.1.example.int", "is another machine"),
        ("ftp://consult.example.int", "is not the address of an instance"),
        ("https://user@consult.example.int", "is not the address of an instance"),
        ("https://consult.example.int/api/v1", "Name the instance without a path: https://consult.example.int."),
        ("https://consult.example.int:port", "is not an address."),
    ],
)
def test_a_token_is_sent_encrypted_or_not_at_all(tmp_path: Path, address: str, sentence: str) -> None:
    """Plain HTTP is for this machine; anything else is refused before a connection is made."""
    line = Line(tmp_path / "nobody", address, TOKEN)
    assert sentence in line.says("login", address, "--token-file", "-", given=TOKEN, code=2)


def test_a_token_of_the_environment_goes_to_the_address_beside_it(japan: Line) -> None:
    """One without the other is refused: the token of a profile is never sent to another address."""
    with playing(lambda _method, _path: ("200 OK", [], b"{}")) as (address, heard):
        alone = replace(japan, more={"CONSULT_REMOTE": address}).says("desk", code=2)
        other = replace(japan, more={"CONSULT_TOKEN": TOKEN}).says("desk", code=2)
        replace(japan, more={"CONSULT_REMOTE": address, "CONSULT_TOKEN": TOKEN}).run("desk")

    assert "Set both CONSULT_REMOTE and CONSULT_TOKEN: a token belongs to one address." in alone
    assert alone == other
    assert [f"Bearer {TOKEN}"] == [headers["HTTP_AUTHORIZATION"] for _method, _path, headers in heard.asked]


def test_several_instances_have_a_profile_each(japan: Line, instance: Served) -> None:
    """The last sign-in is chosen; any other is named."""
    france = instance.line("FRA")
    japan.run("login", instance.address, "--profile", "paris", "--token-file", "-", given=france.token)

    assert "France (FRA)" in japan.says("whoami")
    assert "Japan (JPN)" in japan.says("whoami", "--profile", "default")
    japan.run("profile", "default")
    assert "Japan (JPN)" in japan.says("whoami")
    assert "Those that there are: default, paris." in japan.says("whoami", "--profile", "rome", code=2)


def test_to_leave_forgets_the_token(japan: Line) -> None:
    """And says that it counts on, since nobody was told."""
    told = japan.says("logout")

    assert "the token counts at" in told
    assert {} == json.loads(profile(japan).read_text())["profiles"]
    assert "No instance is chosen. Begin with: consult remote login ADDRESS" in japan.says("desk", code=2)


def test_no_installation_is_opened_or_made(japan: Line) -> None:
    """The commands know a host alone."""
    japan.run("desk")
    assert not (japan.folder / "none").exists()
