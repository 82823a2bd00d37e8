"""Agreements are read whole, and a faulty file is refused with file, line, key and reason."""

from pathlib import Path

import pytest

from tests.workflows.agreements.files import write
from workflows.agreements import agreements, read_agreement
from workflows.agreements.tree import arrangement
from workflows.instruments import library
from workflows.parties.reading import InstrumentError

GOOD = """key = "pact"
title = "Pact of two agencies"
instrument = "PACT"
procedure = "ost9"
[terms]
level = "agency"
"""
LADDER = """key = "ladder"
title = "Pact with a ladder"
instrument = "PACT"
provision = "7"
parties = ["JPN", "KOR"]

[clause]
arb_consent = "advance"
appointing_authority = "The registrar"

[sources]
"negotiation.days" = { under = "PACT 7(2)", grade = "M" }

[[stage]]
kind = "negotiation"
mandatory = true
days = 40

[[stage]]
kind = "arbitration"
mandatory = false
"""


def test_an_agreement_without_a_clause_cites_its_instrument(tmp_path: Path) -> None:
    """The provision may be left out where the whole instrument is about it."""
    found = read_agreement(write(tmp_path, "pact", GOOD))
    assert ("PACT", "ost9", {"level": "agency"}) == (str(found.cited), found.procedure, dict(found.terms))


def test_a_value_keeps_the_provision_and_the_grade_that_the_file_gives_it(tmp_path: Path) -> None:
    """What has no source of its own rests on the agreement."""
    found = read_agreement(write(tmp_path, "ladder", LADDER))
    days, mandatory = (found.cite(name, found.stages[0]) for name in ("days", "mandatory"))
    assert ("PACT 7(2)", "M", "LAW_A") == (str(days), days.grade, days.binding)
    assert ("PACT 7", "V", "LAW_A") == (str(mandatory), mandatory.grade, mandatory.binding)
    assert "settlement" == found.procedure


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("title =", "titel =", r"pact.toml:2: titel: unknown key"),
        ('procedure = "ost9"', "", r"procedure: is required"),
        ("[terms]\nlevel =", "terms =", r"pact.toml:5: terms: must be a table"),
        ("[terms]", "[terms", r"pact.toml:5: is not valid TOML"),
        ("[terms]", 'parent = "lost"\n[terms]', r"parent: there is no agreement 'lost'"),
        ("[terms]", 'since = "2026"\n[terms]', r"pact.toml:5: since: must be a date"),
        ("[terms]", "reservations = 3\n[terms]", r"pact.toml:5: reservations: must be a list"),
        ("[terms]", "reservations = [{ party = 'JPN' }]\n[terms]", r"reservations: each must have exactly the keys"),
        (
            "[terms]",
            "reservations=[{party='XXX',kind='arbitration',says='x',under='OST I',grade='M'}]\n[terms]",
            r"pact.toml:5: reservations: party, kind or grade is not known",
        ),
    ],
)
def test_a_faulty_agreement_is_refused_with_file_line_and_reason(tmp_path: Path, old: str, new: str, why: str) -> None:
    """Whoever wrote it finds the line."""
    write(tmp_path, "pact", GOOD.replace(old, new))
    with pytest.raises(InstrumentError, match=why):
        agreements(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("arb_consent", "arb_consnt", r"ladder.toml:8: arb_consnt: unknown key"),
        ('"advance"', '"always"', r"ladder.toml:8: arb_consent: 'always' is not one of advance, case_by_case"),
        ("days = 40", "days = 0", r"ladder.toml:17: days: must be above zero; leave it out"),
        ("days = 40", "days = -1", r"ladder.toml:17: days: must be a whole number"),
        ("days = 40", "weeks = 4", r"ladder.toml:17: weeks: unknown key"),
        ('kind = "arbitration"', 'kind = "negotiation"', r"ladder.toml:20: kind: the stage .* is given twice"),
        ('kind = "arbitration"', 'kind = "duel"', r"ladder.toml:20: kind: 'duel' is not one of"),
        ("mandatory = false", 'mandatory = "no"', r"ladder.toml:21: mandatory: must be true or false"),
        ("mandatory = false\n", "", r"ladder.toml: mandatory: is required for the stage “Arbitration”"),
        ('appointing_authority = "The registrar"\n', "", r"appointing_authority: is required where there is a stage"),
        ('kind = "arbitration"', 'kind = "judicial_settlement"', r"court: is required where there is a stage"),
        ("days = 40", 'exit_unilateral = "after_days"', r"exit_after_days: belongs to exit_unilateral"),
        ("[clause]", '[clause]\nescalate_by = "lead_partner"', r"lead_partner: belongs to escalate_by"),
        ("[clause]", "[clause]\narbitrators = 2", r"ladder.toml:8: arbitrators: must be 1, 3 or 5"),
        ("[clause]", '[clause]\narb_rules = "unheard-of"', r"ladder.toml:8: arb_rules: 'unheard-of' is not one of"),
        ("[clause]", '[clause]\ncarve_outs = ["tax"]', r"ladder.toml:8: carve_outs: 'tax' is not one of"),
        ('["JPN", "KOR"]', '["JPN", "ATL"]', r"ladder.toml:5: parties: there is no party 'ATL'"),
        (
            '"negotiation.days"',
            '"mediation.days"',
            r"ladder.toml:12: mediation.days: no value of this file has that name",
        ),
        ('grade = "M" }', 'grade = "X" }', r"ladder.toml:12: negotiation.days: grade 'X' is not one of"),
        (', grade = "M"', "", r"ladder.toml:12: negotiation.days: must have a grade"),
        ('grade = "M" }', 'grade = "M", binding = "LAW" }', r"binding 'LAW' is not one of"),
        (LADDER[LADDER.index("[[stage]]") :], "", r"stage: the ladder is empty"),
    ],
)
def test_a_clause_that_cannot_be_meant_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    """With file, line where there is one, key and reason."""
    text = LADDER.replace(old, new)
    if "empty" in why:
        text = text.replace('"negotiation.days" = { under = "PACT 7(2)", grade = "M" }', "")
    write(tmp_path, "ladder", text)
    with pytest.raises(InstrumentError, match=why):
        arrangement("ladder", tmp_path)


def test_agreements_that_are_shipped_can_be_walked_and_cite_what_the_library_has() -> None:
    """Every file is well formed, under its own name, and each source leads somewhere."""
    known = library()
    for key, found in agreements().items():
        assert found.key == key
        for cited in (found.cited, *found.sources.values()):
            if cited.provision:
                assert known.provision(cited.instrument, cited.provision), cited
            else:
                assert cited.is_product or known.instrument(cited.instrument), cited
        assert arrangement(key).stages


def test_what_was_not_read_says_so_with_its_grade() -> None:
    """The memoranda and the convention of APSCO are from memory, the treaty of 1998 was read."""
    grades = {key: {p.by.cited.grade.value for p in arrangement(key).stages} for key in agreements()}
    assert ({"M"}, {"V"}, {"M", "V"}) == (grades["apsco-2005"], grades["iss-iga-1998"], grades["iss-mou-1998-jpn"])
