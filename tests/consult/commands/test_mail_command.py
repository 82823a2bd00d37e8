"""`consult mail returned`: reports come through a pipe; what cannot be taken is refused with a sentence."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo
from sqlalchemy import select, update

from consult.cli import cli
from consult.commands.installation import load_settings, open_application
from consult.db import make_engine, reading, writing
from consult.delivery.messages import NewMessage, ask
from consult.models.delivery import MESSAGE, MESSAGE_TRY
from tests.consult.commands.test_lunar_command import AT, folder
from tests.consult.delivery.reports import report_on

__all__ = ["folder"]
NUMBER = "consult-1-0123456789abcdef0123456789abcdef"


def run(given: bytes) -> Result:
    """Hand a report to the command."""
    info = ScriptInfo(create_app=open_application, set_debug_flag=False)
    return CliRunner().invoke(cli, ["mail", "returned"], input=given, obj=info)


def sent() -> None:
    """Let a message to France be on its way."""
    engine = make_engine(load_settings().database_url)
    with writing(engine) as connection:
        number = ask(connection, NewMessage("story:1", "story", "mail", "FRA", "desk@mfa.example.int"), AT)
        there = update(MESSAGE).where(MESSAGE.c.id == number)
        connection.execute(there.values(state="sent", reference=NUMBER))
    engine.dispose()


def entered() -> tuple[list[str], list[str]]:
    """Read the states of messages, and what was entered of tries."""
    engine = make_engine(load_settings().database_url)
    with reading(engine) as connection:
        found = list(connection.execute(select(MESSAGE.c.state)).scalars())
        said = list(connection.execute(select(MESSAGE_TRY.c.said)).scalars())
    engine.dispose()
    return found, said


@pytest.mark.usefixtures("folder")
def test_a_report_is_entered_and_a_second_one_refused() -> None:
    """The sentence names the party and what the server said; the same report again leaves with 1."""
    sent()
    first, second = run(report_on(f"<{NUMBER}@consult.example.int>")), run(report_on(f"<{NUMBER}@consult.example.int>"))

    assert (0, 1) == (first.exit_code, second.exit_code)
    assert "The message to FRA is entered as returned: 5.1.1 smtp; 550 5.1.1 no such mailbox" in first.output
    assert "That this message came back is entered already." in second.output
    assert (["returned"], ["5.1.1 smtp; 550 5.1.1 no such mailbox"]) == entered()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("given", "code", "sentence"),
    [
        (b"Subject: hello\n\nwords", 2, "It is no report of a mail server on delivery (RFC 3464)."),
        (report_on(f"<{NUMBER[:-1]}0@consult.example.int>"), 1, "No message with the number that the report names"),
        (report_on("<1@elsewhere.example>"), 2, "It names no message of this product."),
    ],
    ids=["no report", "a forged number", "somebody else's mail"],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(given: bytes, code: int, sentence: str, folder: Path) -> None:
    """Nothing is entered."""
    sent()
    answer = run(given)

    assert code == answer.exit_code
    assert sentence in answer.output
    assert (["sent"], []) == entered()
