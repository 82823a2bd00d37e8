"""What the instance refuses, in its own sentences; what cannot be sent at all, before it is sent; and dry runs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from consult.commands.remote import asking, filing, sending
from tests.consult.remote.conftest import Line, Served
from tests.consult.remote.test_consultation import example, opened
from tests.consult.web.test_log_pages import words

File = Callable[[str, str], str]


def test_a_closed_step_is_refused_with_the_sentences_of_the_page(instance: Served, japan: Line, file_of: File) -> None:
    """With provision; nothing is sent."""
    case = opened(japan, file_of)
    page = words(instance.world.signed_in("all@jpn.example").get(f"/cases/{case}").text)
    told = json.loads(japan.run("offers", case, "--json").output)
    closed = [one for one in told["offers"] if one["way"] == "closed"]
    assert closed
    for offer in closed:
        track = ("--track", offer["track"]) if offer["track"] else ()
        said = japan.says("take", case, offer["step"], *track, code=1)
        for reason in offer["refusals"]:
            assert " ".join(reason["sentence"].split()) in said
            assert reason["sentence"] in page
            assert all(under["words"] in said for under in reason["under"])


def test_a_refused_filing_names_the_place_and_the_sentence(instance: Served, japan: Line, file_of: File) -> None:
    """What the schema cannot say, the instance says, with 1; --json gives the problem as it came."""
    case = opened(japan, file_of)
    wrong = ("take", case, "supplement", "--set", "act=99", "--set", "text=More")
    said = japan.says(*wrong, code=1)
    problem = json.loads(japan.run(*wrong, "--json", code=1).stdout)

    assert 422 == problem["status"]
    assert problem["title"] in said
    for fault in problem["faults"]:
        assert f"{fault['pointer']}: {fault['sentence']}" in said


def test_nothing_is_recorded_when_more_came_than_was_seen(instance: Served, japan: Line, file_of: File) -> None:
    """--seen says what the person knew."""
    case = opened(japan, file_of)
    instance.line("FRA").run("take", case, "make_statement", "--set", "text=Noted.")
    said = japan.says("take", case, "make_statement", "--set", "text=Blind", "--seen", "2", code=1)

    assert "The case has moved" in said
    assert "Blind" not in japan.run("timeline", case, "--json").output
    assert "Recorded" in japan.says("take", case, "make_statement", "--set", "text=Seen")


def test_a_case_that_is_not_there_and_one_that_is_closed_are_told_alike(
    instance: Served, japan: Line, file_of: File
) -> None:
    """404, with its sentence."""
    case = opened(japan, file_of)
    brazil = instance.line("BRA")
    assert brazil.says("show", case, code=1) == brazil.says("show", "OST9-2026-NOSUCH", code=1)
    assert "There is no such thing, or it is not open to you." in brazil.says("show", case, code=1)


def test_a_drafter_prepares_and_the_mission_sends(instance: Served, japan: Line, file_of: File) -> None:
    """Whoever may not send is told why; the paper is cleared and sent by those who may."""
    case = opened(japan, file_of)
    drafter, adviser, mission = (
        instance.line(f"JPN {name}", f"{name}@jpn.example") for name in ("draft", "adviser", "mission")
    )
    refused = drafter.says("take", case, "make_statement", "--set", "text=Ours.", code=1)
    begun = json.loads(drafter.run("draft", "begin", case, "make_statement", "--set", "text=Ours.", "--json").output)
    ref = begun["ref"]
    listed = adviser.says("draft", "list")
    drafter.run("draft", "put", ref, "--set", "text=Ours, mended.")
    stale = adviser.says("draft", "clear", ref, "--version", str(begun["version"]), code=1)
    cleared = adviser.says("draft", "clear", ref)
    sent = mission.says("draft", "send", ref)

    assert refused.startswith("Error: ")
    assert "dispatch" in refused
    assert ref in listed
    assert "Overtaken" in stale
    assert "Cleared by" in cleared
    assert "Recorded" in sent
    assert "Ours, mended." in mission.says("act", case, "3")


def test_without_a_terminal_a_step_is_refused_with_what_it_asks(japan: Line, file_of: File) -> None:
    """Name, title, choices; what may be left out says so."""
    case = opened(japan, file_of)
    said = japan.says("take", case, "make_statement", code=2)
    assert "make_statement asks a filing: give it with --filing or --set. It asks:" in said
    assert "text: Statement" in said
    assert "document (may be left out): Document" in said


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("--set", "txt=Hello"), "Nothing is asked under txt. Asked are: text, document."),
        (("--set", "text"), "Set an answer as name=value, or as name:=JSON: text"),
        (("--set", "text:=7"), "/text: Write this as text."),
        (("--set", "text:={"), "This is no JSON that can be read: {"),
        (("--set", "document.digest=" + "0" * 64), "/text: This must be answered."),
        (("--filing", "none.json"), "none.json cannot be read: No such file"),
        (("--set", "text=x", "--attach", "none.pdf"), "none.pdf cannot be read: No such file"),
        (("--set", "text=x", "--concur"), "give no filing with it."),
        (("--set", "text=x", "--track", "nobody"), "does not offer the step make_statement."),
    ],
)
def test_what_cannot_be_sent_is_told_with_2(japan: Line, file_of: File, given: tuple[str, ...], sentence: str) -> None:
    """Nothing is sent."""
    case = opened(japan, file_of)
    assert sentence in japan.says("take", case, "make_statement", *given, code=2)
    assert "make_statement" not in japan.run("timeline", case, "--json").output


def test_a_dry_run_records_nothing(japan: Line, file_of: File) -> None:
    """It shows what would be sent, and keeps nothing to be sent again."""
    case = opened(japan, file_of)
    before = japan.run("timeline", case, "--json").output
    done = japan.run("take", case, "make_statement", "--set", "text=Perhaps.", "--dry-run")

    assert {"text": "Perhaps."} == json.loads(done.stdout.partition("}\n}")[0] + "}\n}")["filing"]
    assert "Nothing was recorded." in done.stderr
    assert before == japan.run("timeline", case, "--json").output


def test_a_filing_may_be_toml_and_name_a_document(japan: Line, file_of: File, tmp_path: Path) -> None:
    """The document is attached to the case and fetched again by its digest; another State gets the same bytes."""
    case = opened(japan, file_of)
    paper = file_of("annex.txt", "The relay serves all stations.\n")
    text = file_of("statement.toml", 'text = "See the annex."\n')
    japan.run("take", case, "make_statement", "--filing", text, "--attach", paper)
    out = tmp_path / "fetched.txt"
    japan.run("documents", "get", case, "annex.txt", "--out", str(out))

    assert Path(paper).read_bytes() == out.read_bytes()
    assert "annex.txt" in japan.says("show", case)
    assert "is there already" in japan.says("documents", "get", case, "annex.txt", "--out", str(out), code=2)
    assert "Name one document of the case" in japan.says("documents", "get", case, "other", code=2)


def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody sit there."""
    for module in (filing, sending):
        monkeypatch.setattr(module, "is_terminal", lambda: True)


def test_at_a_terminal_each_field_is_asked(japan: Line, file_of: File, monkeypatch: pytest.MonkeyPatch) -> None:
    """What must be answered is asked until it is; a wrong answer is told; before it is sent one is asked once more."""
    case = opened(japan, file_of)
    at_terminal(monkeypatch)
    told = japan.says("take", case, "suspend", given="\nMore time\n2027-01-31\ny\n")

    assert "This must be answered." in told
    assert "Reason *" in told
    assert "Product clocks stop until the agreed day" in told
    assert "Send it? [y/N]: y Recorded" in told
    stopped = japan.says("take", case, "make_statement", given="Words\n\nn\n", code=1)
    assert "Aborted" in stopped
    assert "make_statement" not in japan.run("timeline", case, "--json").output


def test_what_was_typed_is_kept_where_it_is_refused(
    japan: Line, file_of: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody types twenty answers twice."""
    case = opened(japan, file_of)
    at_terminal(monkeypatch)
    told = japan.says("take", case, "supplement", given="99\nMore\n\ny\n", code=1)
    kept = next((japan.folder / "consult" / "refused").iterdir())

    assert str(kept) in told.replace(" ", "")
    assert {"act": 99, "text": "More"} == json.loads(kept.read_text())
    assert 0o600 == kept.stat().st_mode & 0o777


def test_a_notice_is_asked_for_field_by_field(japan: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """`file --ask` opens the case and asks for its first paper."""
    assert "Nobody is there to be asked" in japan.says("file", "ost9", "--ask", code=2)
    from consult.commands.remote import opening

    monkeypatch.setattr(opening, "is_terminal", lambda: True)
    at_terminal(monkeypatch)
    monkeypatch.setattr(asking, "ask", lambda _asked, _keep: json.loads(example(japan, "start_assessment")))
    told = japan.says("file", "ost9", "--ask", given="y\n")
    assert "Recorded: act 1" in told
