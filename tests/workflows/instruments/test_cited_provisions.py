"""Every provision that a procedure may cite is there, in our own words and with its grade."""

import re

import pytest

from workflows.instruments import instrument, instruments, provision
from workflows.instruments.facts import LAYERS
from workflows.parties import parties

CITED = {
    "OST": "I I(3) II V V(2) V(3) VI VIII IX|IX s1|IX s2|IX s3|IX s4|X X(1) X(2) XI XII|XII s1|XII s2|XIII XIV(4) XVI",
    "ARRA": "1 1(a) 1(b) 2 3 4 5 5(1) 5(2) 5(3) 5(4) 5(5) 6 7(4) 9",
    "LC": "I(a) I(c) II III IV V V(2) VI VII VII(a) VIII VIII(3) IX X X(1) X(2) X(3) XI XI(2) XII XIII XIV XV(1) XV(2) "
    "XVI XVI(1) XVI(2) XVI(3) XVI(4) XVI(5) XVII XIX(2) XIX(3) XIX(4) XX XXI XXII XXII(3) XXII(4) XXIV(4) XXVII",
    "REG": "II II(1) II(2) III IV IV(1) IV(1)(a) IV(1)(b) IV(1)(c) IV(1)(d) IV(1)(e) IV(2) IV(3) V VI VII VIII(4) XI",
    "MOON": "2 5(1) 5(2) 6(2) 7(2) 8(3) 9(1) 10 12(3) 13 15 15(1) 15(2) 15(3) 16 19(4) 20",
    "UNC": "1(3) 2(3) 33 33(1)",
    "GA1962": "|principle 6|",
    "DBS": "|principle 6|principle 10|principle 13|",
    "RS": "|principle V|principle VI|principle VII|principle VIII|principle IX|principle X|principle XI|principle XII|"
    "principle XIII|",
    "NPS": "|principle 4|principle 4(3)|principle 5|principle 6|principle 7|",
    "GA51_122": "|para 1|para 2|para 3|para 4|para 5|para 6|para 7|para 8|",
    "GA2625": "|principle 4|",
    "GA62_101": "|para 2|para 4|",
    "GA1721B": "|para 1|",
    "GA66_71": "annex",
    "GA74_544": "silence",
    "GA74_555": "silence",
    "MANILA": "I(5)",
    "LTS": "A.5(3) A.5(4) A.5(7) B.1 B.2 B.4 B.9",
    "GGE": "transparency consultation",
    "ICJ": "38",
    "IGA98": "12(2) 16 16(1) 16(2)(a) 16(2)(b) 16(2)(c) 16(2)(d) 16(2)(e) 16(2)(f) 16(3) 17(1) 17(2) 17(3) 19(1) 19(2) "
    "19(3) 21 21(2) 22 22(1) 22(2) 22(2)(1) 22(2)(2) 22(3) 22(4) 22(5) 23 23(1) 23(2) 23(3) 23(4) 28(1) 28(5)",
    "PCA2012": "3(3) 3(5) 4(1) 8(1) 8(2) 34 35 35(1)(a)",
    "PCA_OS": "3 7 8 9 10 10(4) 17 23 26 29 30 31 34 36 37 38 39",
    "UNCITRAL2010": "2 7 8 9 10 13 17 20 21 22 23 24 25 36 37 38 39",
    "UNCITRAL1976": "3(2)",
    "UNCITRAL_MED": "invitation termination",
    "ML2002": "4 4(2) 11",
    "DSU": "12.8 12.9 12.12 17.5",
    "ITU_CS": "45 56",
    "ITU_RR": "13 15|15 VI|App. 9|App. 10|",
    "SM2149": "elements",
    "ARTEMIS": "11",
    "CNSA2020": "1-6",
    "CNSA2023": "1-6 1 2 3 4 5 6",
    "CHN_REG2001": "1 2 3 4 5 6 registration amendment furnishing",
    "PARIS": "4",
    "LCM": "charter",
}
FOUNDING = (
    "GA1348 GA1721A GA1721B GA1802 GA2222 GA2345 GA2777 GA2625 GA51_122 GA51_123 GA66_71 GA62_101 GA69_32 "
    "GA1962 IGA88 IGA98 CHN_REG2001 CHN_LAUNCH2002 CHN_DEBRIS2009 CHN_DEBRIS2015 CHN_NSL2015 CHN_WP2000 "
    "CHN_WP2006 CHN_WP2011 CHN_WP2016 CHN_WP2022 CHN_NV2005 OOSA_CMSA APSCO_C SMMS PPWT2008 PPWT2014 GGE LTS "
    "ICOC NPSSF DMG WASSENAAR HAGUE1899 HAGUE1907 ILRS CNSA2023 WRC_LUNAR ROU2024 USCHN_CSD USCHN_OSS"
)
PAIRS = [
    (key, cited)
    for key, ids in CITED.items()
    for part in ids.split("|")
    for cited in ([part] if re.match(r"(principle|para|App\.) |IX s|XII s|15 VI", part) else part.split())
]


@pytest.mark.parametrize(("key", "cited"), PAIRS, ids=lambda value: str(value))
def test_every_cited_provision_exists(key: str, cited: str) -> None:
    """A citation of a procedure finds title, paraphrase and grade."""
    found = provision(key, cited)
    assert (key, cited) == (found.instrument, found.id)
    assert found.title
    assert found.says
    assert found.grade in ("V", "S", "src", "M")


@pytest.mark.parametrize("key", FOUNDING.split())
def test_every_instrument_of_the_founding_documents_exists(key: str) -> None:
    """Resolutions, station instruments, national texts, soft processes and frameworks are all there."""
    assert instrument(key).layer in LAYERS


def test_no_paraphrase_is_longer_than_four_hundred_characters() -> None:
    """A paraphrase is one to three sentences, never the text itself."""
    assert [] == [p for i in instruments().values() for p in i.provisions if not 0 < len(p.says) <= 400]


def test_every_instrument_has_provisions_a_layer_and_ancestors_that_exist() -> None:
    """Lineage never leads to an instrument that is not there, nor back to itself."""
    for found in instruments().values():
        assert found.provisions
        assert found.layer in LAYERS
        seen, open_ = set(), list(found.lineage)
        while open_:
            ancestor = open_.pop()
            assert ancestor != found.key
            if ancestor not in seen:
                seen.add(ancestor)
                open_ += instrument(ancestor).lineage


def test_all_layers_of_law_are_in_use() -> None:
    """From general international law down to national law each layer has an instrument."""
    assert set(LAYERS) == {found.layer for found in instruments().values()}


@pytest.mark.parametrize(
    ("key", "ancestor"),
    [
        ("GA1721A", "GA1348"),
        ("GA1962", "GA1721A"),
        ("OST", "GA1962"),
        ("ARRA", "OST"),
        ("LC", "OST"),
        ("REG", "OST"),
        ("MOON", "OST"),
        ("GA51_122", "OST"),
    ],
)
def test_policy_became_law_in_the_order_of_the_founding_documents(key: str, ancestor: str) -> None:
    """1348, 1721, the Declaration of 1963, the Outer Space Treaty, and what followed from it."""
    assert ancestor in instrument(key).lineage


def test_depositaries_are_known_parties_or_bodies() -> None:
    """A depositary is a State or the Secretary-General, by key."""
    assert [] == [(i.key, d) for i in instruments().values() for d in i.depositaries if d not in parties()]


def test_the_five_treaties_say_how_parties_come_and_go() -> None:
    """Deposit binds at once, under the Moon Agreement after thirty days; withdrawal takes a year."""
    assert {"OST": 0, "ARRA": 0, "LC": 0, "REG": 0, "MOON": 30} == {
        key: instrument(key).bound_from for key in ("OST", "ARRA", "LC", "REG", "MOON")
    }
    assert {12} == {instrument(key).withdrawal_months for key in ("OST", "ARRA", "LC", "REG", "MOON")}
    assert "" == instrument("OST").declaration


def test_resolutions_are_never_law() -> None:
    """Whatever stands in a resolution, a process or a white paper is soft."""
    layers = ("resolution", "soft_law_in_progress")
    assert {"SOFT"} == {found.force for found in instruments().values() if found.layer in layers}
    assert {"LAW_T"} == {found.force for found in instruments().values() if found.kind == "treaty"}


def test_an_unknown_provision_is_refused_with_what_there_is() -> None:
    """A wrong citation names the instrument and its provisions."""
    with pytest.raises(KeyError, match=r"OST has no provision 'IX s5'; known are .*IX s4"):
        provision("OST", "IX s5")


def test_texts_hold_no_addresses_of_pages() -> None:
    """References are document symbols, never links."""
    assert [] == [i.key for i in instruments().values() if "://" in i.reference + i.note]
