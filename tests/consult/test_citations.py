"""How provisions are cited on a screen, and where a link to them leads."""

import pytest

from consult import citations
from workflows import instruments
from workflows.kernel.words import PRODUCT, Binding, Citation, Grade


@pytest.mark.parametrize(
    ("instrument", "provision", "expected"),
    [
        ("OST", "IX s3", "Outer Space Treaty, Article IX, third sentence"),
        ("OST", "V(2)", "Outer Space Treaty, Article V, paragraph 2"),
        ("OST", "", "Outer Space Treaty"),
        ("REG", "IV(1)(b)", "Registration Convention, Article IV, paragraph 1(b)"),
        ("LC", "I(a)", "Liability Convention, Article I, subparagraph (a)"),
        ("GA1962", "principle 6", "1963 Declaration of Legal Principles, Principle 6"),
        ("GA51_122", "para 4", "Space Benefits Declaration, Paragraph 4"),
        ("LTS", "B.1", "LTS Guidelines, Guideline B.1"),
        ("ARTEMIS", "11(7)", "Artemis Accords, Section 11, paragraph 7"),
        ("ITU_RR", "15 VI", "Radio Regulations, Article 15, section VI"),
        ("ITU_RR", "App. 9", "Radio Regulations, Appendix 9"),
        ("CNSA2020", "1-6", "CNSA sample procedures of 2020, Articles 1-6"),
        ("GGE", "consultation", "Expert group report on confidence-building, “consultation”"),
        ("PPWT2014", "draft", "Draft PPWT of 2014"),
        ("OST", "IX s11", "Outer Space Treaty, Article IX, sentence 11"),
        ("BERTH-RULES", "7(2)", "BERTH-RULES, Article 7, paragraph 2"),
    ],
)
def test_a_provision_is_cited_in_full(instrument: str, provision: str, expected: str) -> None:
    """The long form reads as a lawyer would write it, whatever the text is divided into."""
    assert expected == citations.write_long(Citation(instrument, provision))


def test_the_short_form_is_the_citation_itself() -> None:
    """Tables have room for the key and the provision only."""
    assert "OST IX s3" == citations.write_short(Citation("OST", "IX s3"))


def test_a_product_default_is_never_shown_as_law() -> None:
    """It says in both forms that no provision stands behind it, and has no link."""
    cited = citations.cite(PRODUCT)

    assert "Product default, no provision" == cited.long
    assert "product default" == cited.short
    assert ("", "DEFAULT", True) == (cited.address, cited.binding, cited.is_product)


@pytest.mark.parametrize(
    ("provision", "expected"),
    [
        ("IX s3", "/instruments/OST#p-IX-s3"),
        ("IX s9", "/instruments/OST#p-IX"),
        ("IX(2) s1", "/instruments/OST#p-IX"),
        ("XL", "/instruments/OST"),
        ("", "/instruments/OST"),
    ],
)
def test_a_link_leads_to_the_provision_or_to_the_nearest_one_around_it(provision: str, expected: str) -> None:
    """A sentence that the library does not hold leads to its article, an unknown article to the instrument."""
    assert expected == citations.address("OST", provision)


def test_a_text_that_the_library_does_not_hold_has_no_link() -> None:
    """An agreement of the parties is named by its key."""
    assert ("", "") == (citations.address("BERTH-RULES", "7"), citations.anchor("BERTH-RULES", "7"))


def test_a_citation_keeps_its_binding_grade_and_paraphrase() -> None:
    """Neither is dropped on the way to a page."""
    cited = citations.cite(Citation("OST", "IX s3", Binding.LAW_T, Grade.V))

    expected = instruments.provision("OST", "IX s3").says
    assert ("LAW_T", "V", expected) == (cited.binding, cited.grade, cited.says)
    assert cited is citations.cite(cited)


@pytest.mark.parametrize("key", sorted(instruments.instruments()))
def test_the_anchors_of_an_instrument_differ(key: str) -> None:
    """Two provisions never share a place on the page."""
    anchors = [citations.anchor_of(one.id) for one in instruments.instrument(key).provisions]

    assert len(anchors) == len(set(anchors))


def test_an_empty_text_stays_empty() -> None:
    """The catalogue of translations keeps its own notes under the empty text."""
    assert "" == citations.law("")
