"""The question whether an answer holds a connection while it is taken is itself asked of answers of which we know."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response
from sqlalchemy import text

from consult.db import make_engine, reading
from consult.web.lending import send_written
from tests.house.taken_slowly import holds_a_connection, in_use

ROWS = text("SELECT 'first' UNION ALL SELECT 'second' UNION ALL SELECT 'third'")


@pytest.mark.parametrize(("way", "held"), [("yielded", True), ("late", True), ("written", False)])
def test_an_answer_that_leaves_out_of_an_open_snapshot_is_noticed(tmp_path: Path, way: str, held: bool) -> None:
    """Yielded row by row, or opened after the first words only; what is written first holds nothing. All give the same
    text, and leave no connection in use."""
    engine, app = make_engine(f"sqlite:///{tmp_path / 'rows.sqlite'}"), Flask(__name__)

    def rows() -> Iterator[str]:
        if way == "late":
            yield ""
        with reading(engine) as connection:
            yield from connection.execute(ROWS).scalars()

    @app.get("/")
    def give() -> Response:
        return send_written(rows(), "text/plain") if way == "written" else Response(rows())

    answer = app.test_client().get("/")
    assert held == holds_a_connection(engine, answer)
    assert ("firstsecondthird", 0) == (answer.text, in_use(engine))
    engine.dispose()
