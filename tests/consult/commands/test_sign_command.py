"""`consult sign` on a machine of a State's own: no installation, no database; a key made, shown and used."""

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from consult.cli import cli
from consult.log.notes import COSIGNATURE, SigningKey, save_key
from consult.log.verifier import open_note, read_vkey

NAME = "consult.example.int/JPN/MOFA"
TEXT = "consult.example.int/statement/v1\ncase OST9-2026-ABCDEF\n"


def run(*arguments: str, given: str | bytes = "") -> tuple[int, str, str]:
    """Run the command; give its exit, what it printed, and what it said beside."""
    done = CliRunner().invoke(cli, ["sign", *arguments], input=given)
    return done.exit_code, done.stdout, done.stderr


def made(folder: Path, name: str = "state.key") -> tuple[str, str]:
    """Make a key; give its file and its verifier key."""
    file = str(folder / name)
    code, said, _error = run("keygen", "--name", NAME, "--out", file)
    assert 0 == code
    return file, said.strip()


def test_a_key_is_made_once_for_its_owner_alone_and_signs_a_text_from_another_system(tmp_path: Path) -> None:
    """The note opens with the verifier key that was printed; other line ends and a missing last one do no harm."""
    file, vkey = made(tmp_path)
    for given in (TEXT, TEXT.replace("\n", "\r\n"), TEXT.rstrip("\n")):
        code, note, _error = run("note", "--key", file, given=given)
        assert (0, TEXT) == (code, open_note(note, [read_vkey(vkey)]).text)

    assert 0o600 == Path(file).stat().st_mode & 0o777
    assert (0, f"{vkey}\n", "") == run("vkey", "--key", file)
    code, _said, error = run("keygen", "--name", NAME, "--out", file)
    assert (1, True) == (code, "never written over" in error)
    assert vkey == run("vkey", "--key", file)[1].strip()


def test_two_keys_sign_one_note_as_a_change_of_keys_asks(tmp_path: Path) -> None:
    """Both signatures are valid; the check prints the text and names both."""
    (old, old_vkey), (new, new_vkey) = made(tmp_path, "old.key"), made(tmp_path, "new.key")
    _code, note, _error = run("note", "--key", new, "--key", old, given=TEXT)
    code, text, said = run("check", "--vkey", old_vkey, "--vkey", new_vkey, given=note)

    assert (0, TEXT) == (code, text)
    assert 2 == said.count(f"Signed by {NAME}+")


def test_a_note_that_was_changed_or_signed_by_somebody_else_is_rejected_with_its_sentence(tmp_path: Path) -> None:
    """Exit 1 and the reason; without a text there is nothing to sign, exit 2."""
    file, vkey = made(tmp_path)
    _other, other = made(tmp_path, "other.key")
    _code, note, _error = run("note", "--key", file, given=TEXT)
    changed = run("check", "--vkey", vkey, given=note.replace("ABCDEF", "ABCDEG"))
    foreign = run("check", "--vkey", other, given=note)
    none = run("check", "--vkey", "no key", given=note)

    assert (1, True) == (changed[0], "is not valid" in changed[2])
    assert (1, True) == (foreign[0], "No known key has signed" in foreign[2])
    assert (1, True) == (none[0], "is not a verifier key" in none[2])
    assert 2 == run("note", "--key", file, given=" \n")[0]
    assert 2 == run("note", "--key", file, given=b"\xff\xfe")[0]


def test_a_key_that_cannot_sign_filings_is_refused(tmp_path: Path) -> None:
    """No file, one that others may read, a witness's key, a name that no note could carry."""
    file, _vkey = made(tmp_path)
    witness = tmp_path / "witness.key"
    save_key(witness, SigningKey.draw("witness.example", COSIGNATURE))
    open_to_all = tmp_path / "open.key"
    open_to_all.write_text(Path(file).read_text(encoding="ascii"), encoding="ascii")
    open_to_all.chmod(0o644)
    refused = run("note", "--key", str(witness), given=TEXT)
    shown = run("note", "--key", str(open_to_all), given=TEXT)

    assert (1, True) == (refused[0], "cosigns checkpoints" in refused[2])
    assert (2, True) == (shown[0], "set its mode to 600" in shown[2])
    assert 2 == run("note", "--key", str(tmp_path / "none.key"), given=TEXT)[0]
    assert 1 == run("keygen", "--name", "two words", "--out", str(tmp_path / "two.key"))[0]
    assert not (tmp_path / "two.key").exists()


def test_the_command_runs_in_an_empty_folder_without_an_installation(tmp_path: Path) -> None:
    """Nothing is made there but the key."""
    file = tmp_path / "state.key"
    given = [sys.executable, "-c", "from consult.cli import main; main()", "sign", "keygen", "--name", NAME, "--out"]
    path = {"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([*given, str(file)], cwd=tmp_path, env=path, capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert [file] == list(tmp_path.iterdir())
