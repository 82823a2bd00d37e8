"""Cross-waivers as data: what is shipped, and what a file that cannot be read says."""

from pathlib import Path

import pytest

from workflows.agreements import agreements
from workflows.damage.waivers import InstrumentError, read_waiver, waivers
from workflows.instruments import library

GOOD = """key = "x"
title = "A waiver"
says = "It bars."
under = "IGA98 16(3)"
binding = "LAW_T"
grade = "M"

[[test]]
key = "sides"
says = "Both sides?"
under = "IGA98 16(2)(b)"
grade = "V"

[[exception]]
key = "persons"
says = "A natural person claims"
under = "IGA98 16(3)"
grade = "M"
"""


def test_every_line_of_a_shipped_waiver_cites_a_provision_of_the_library_with_its_grade() -> None:
    """The exceptions differ between agreements, so that they are data."""
    for one in waivers().values():
        for line in (*one.tests, *one.exceptions):
            cited = line.cited
            known = library().instruments.get(cited.instrument)
            assert cited.is_product or (known and any(p.id == cited.provision for p in known.provisions)), cited
    keys = {key: {line.key for line in one.exceptions} for key, one in waivers().items()}
    assert {"gross_negligence"} == keys["gross-negligence"] - keys["iss-1998"]


def test_the_station_waiver_names_an_agreement_that_is_shipped() -> None:
    """Its parties are those of the agreement."""
    assert {"iss-1998": "iss-iga-1998", "gross-negligence": ""} == {k: w.agreement for k, w in waivers().items()}
    assert "ESA" in agreements()["iss-iga-1998"].parties


@pytest.mark.parametrize(("old", "new", "why"), [
    ('grade = "V"', 'grade = "Z"', "is one of V, S, src, M"),
    ('says = "Both sides?"\n', "", "has the keys"),
    ('binding = "LAW_T"', 'binding = "LAW"', "is not one of"),
    ('under = "IGA98 16(2)(b)"', 'under = ""', "names the instrument"),
    ('[[test]]\nkey = "sides"\nsays = "Both sides?"\nunder = "IGA98 16(2)(b)"\ngrade = "V"\n', "", "asks something"),
    ('key = "persons"', 'key = "persons"\nhelp = "x"', "unknown key"),
], ids=["grade", "question", "binding", "under", "no test", "stray"])  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, old: str, new: str, why: str) -> None:
    """With the name of the file."""
    path = tmp_path / "x.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert "x" == read_waiver(path).key
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(InstrumentError, match=why) as fault:
        read_waiver(path)
    assert "x.toml" == fault.value.file
