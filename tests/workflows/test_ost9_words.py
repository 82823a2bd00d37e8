"""How the consultation speaks to those who open it: the choices of its terms, and what its papers ask at each level."""

from dataclasses import fields

import pytest

from workflows import catalogue
from workflows.parties import said


@pytest.mark.parametrize("key", ["ost9", "ost9_request"])
def test_a_notice_at_agency_level_asks_for_no_diplomatic_channel(key: str) -> None:
    """It is no treaty filing; a State's own notice asks for one."""
    form, step = catalogue()[key], {"ost9": "serve_notice", "ost9_request": "serve_request"}[key]
    asked = {}
    for level in ("treaty", "agency"):
        filing = form.build(form.terms(level=level)).rows[step][0].filing
        field = filing.field("sent_by") if filing else None
        asked[level] = field.label if field else ""

    assert {"treaty": "Diplomatic channel", "agency": "Channel between the agencies"} == asked


def test_every_choice_of_the_terms_has_a_label_of_its_own() -> None:
    """An instrument is called by its name, with its capitals."""
    labels = {spec.name: spec.metadata.get("labels", {}) for spec in fields(catalogue()["ost9"].terms)}
    options = {spec.name: spec.metadata.get("options", ()) for spec in fields(catalogue()["ost9"].terms)}

    assert "Moon Agreement" == labels["profile"]["moon-agreement"]
    assert all(set(options[name]) == set(labels[name]) for name in options)


@pytest.mark.parametrize(
    ("key", "name", "within"),
    [
        ("KOR", "Republic of Korea", "the Republic of Korea"),
        ("ARE", "United Arab Emirates", "the United Arab Emirates"),
        ("NLD", "Netherlands (Kingdom of the)", "the Kingdom of the Netherlands"),
        ("ESA", "European Space Agency", "the European Space Agency"),
        ("JPN", "Japan", "Japan"),
        ("JPN", "A State of an exercise", "A State of an exercise"),
    ],
)
def test_a_party_has_its_article_within_a_sentence_only(key: str, name: str, within: str) -> None:
    """A list keeps the name as it is; a name that was given otherwise stays as given."""
    assert within == said(key, name)
