"""Control regimes are files: each with its instrument, provision and grade, and a period where its law has one."""

from pathlib import Path

import pytest

from workflows.exchange.controls import InstrumentError, by_licence, controls, read_control
from workflows.instruments import provision
from workflows.kernel.reckoning import Period

GOOD = """key = "test"
title = "Test"
state = "USA"
says = "Listed items need a licence."
under = "USA_EAR list"
binding = "LAW_N"
grade = "M"
"""


@pytest.mark.parametrize("key", sorted(controls()))
def test_each_regime_cites_a_provision_of_the_library_with_its_grade(key: str) -> None:
    """That of its period too; a regime that is no State's law is never shown as law."""
    one = controls()[key]
    for cited in filter(None, (one.cited, one.decided_under)):
        if not cited.is_product:
            assert cited.grade.value == provision(cited.instrument, cited.provision).grade
    assert bool(one.state) == (one.cited.binding.value == "LAW_N")
    assert bool(one.period) == bool(one.decided_under)


def test_the_length_for_a_licence_is_that_of_its_regime_and_else_the_products() -> None:
    """Calendar days, working days, and none."""
    table = by_licence(Period(days=60))
    assert {"usa-ear": Period(days=90), "usa-itar": Period(days=60), "chn-dual-use": Period(working_days=45)} == dict(
        table.lengths
    )
    assert (Period(days=60), {"usa-ear", "usa-itar", "chn-dual-use"}) == (table.default, set(dict(table.under)))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("LAW_N", "LAW_T"), "is not one of"),
        (('state = "USA"\n', ""), "names the State whose law it is"),
        (('"test"', '"other"'), "must be named"),
        (('grade = "M"', 'grade = "X"'), "is not one of"),
        (('title = "Test"', 'titel = "Test"'), "unknown key"),
    ],
    ids=["binding", "state", "name", "grade", "key"],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, change: tuple[str, str], why: str) -> None:
    """Whoever writes one is told what is wrong."""
    path = tmp_path / "test.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert "test" == read_control(path).key
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(InstrumentError, match=why):
        read_control(path)
