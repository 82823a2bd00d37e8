"""Citations on a screen: the long form, the short form, and where in the library the provision stands.

`cite` turns a citation of the kernel into what a page shows; `anchor` and `address` answer the place of a provision,
of the nearest one that the library has where it lacks the sentence or paragraph; `law` translates a text that stands
in `workflows`. An agreement or a text that the library does not hold is named by its key and has no link. Not
modelled: pinpoints within a document other than the instruments of the library.
"""

import re
from functools import lru_cache

from consult.i18n import _, _l
from workflows import instruments
from workflows.instruments import Instrument, Provision
from workflows.instruments.over_time import around
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import Citation

_SHAPE = re.compile(
    r"(?:(?P<unit>principle|guideline|para|App\.) )?"
    r"(?P<number>[IVXLC]+|[A-D]\.\d+|\d+(?:[.-]\d+)?)(?: (?P<section>[IVXLC]+))?"
    r"(?P<inner>(?:\([0-9A-Za-z]+\))*)(?: s(?P<sentence>\d+))?"
)
_UNITS = {
    "article": _l("Article %(number)s"),
    "articles": _l("Articles %(number)s"),
    "section": _l("Section %(number)s"),
    "principle": _l("Principle %(number)s"),
    "guideline": _l("Guideline %(number)s"),
    "para": _l("Paragraph %(number)s"),
    "App.": _l("Appendix %(number)s"),
}
# Texts that are not divided into articles.
_DIVIDED_INTO = {"ARTEMIS": "section", "MANILA": "section", "LTS": "guideline", "HCOC": "para"}
_SENTENCES = (
    _l("first sentence"),
    _l("second sentence"),
    _l("third sentence"),
    _l("fourth sentence"),
    _l("fifth sentence"),
    _l("sixth sentence"),
)


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation as a page shows it; `address` and `anchor` are empty where the library does not hold the text."""

    instrument: str
    provision: str
    long: str
    short: str
    binding: str
    grade: str
    anchor: str
    address: str
    says: str
    is_product: bool

    def __str__(self) -> str:
        return self.long


def law(text: str) -> str:
    """Translate a text of procedures or instruments into the reader's language; an empty one stays empty."""
    return _(text) if text else ""


def cite(citation: Citation | Cited) -> Cited:
    """Turn a citation into what a page shows; one that is turned already stays as it is."""
    if isinstance(citation, Cited):
        return citation
    key, where = citation.instrument, citation.provision
    found = provision(key, where)
    return Cited(
        instrument=key,
        provision=where,
        long=write_long(citation),
        short=write_short(citation),
        binding=str(citation.binding),
        grade=str(citation.grade),
        anchor=anchor(key, where),
        address=address(key, where),
        says=law(found.says) if found else "",
        is_product=citation.is_product,
    )


def write_long(citation: Citation) -> str:
    """Write a citation in full, such as "Outer Space Treaty, Article IX, third sentence"."""
    if citation.is_product:
        return _("Product default, no provision")
    known = _instrument(citation.instrument)
    name = law(known.short) if known else citation.instrument
    where = write_provision(citation.instrument, citation.provision)
    return _("%(instrument)s, %(provision)s", instrument=name, provision=where) if where else name


def write_short(citation: Citation) -> str:
    """Write a citation as it stands in tables, such as "OST IX s3"."""
    return _("product default") if citation.is_product else str(citation)


def write_provision(instrument: str, provision: str) -> str:
    """Write the place within an instrument in words, such as "Article V, paragraph 2".

    A name that stands for the whole text is left out; any other name stands in quotation marks.
    """
    shape = _SHAPE.fullmatch(provision)
    if shape is None:
        return "" if _stands_for_all(instrument, provision) else _("“%(name)s”", name=provision)
    unit = shape["unit"] or _DIVIDED_INTO.get(instrument, "articles" if "-" in shape["number"] else "article")
    parts = [_numbered(unit, shape["number"])]
    if shape["section"]:
        parts.append(_("section %(number)s", number=shape["section"]))
    parts += _within(shape["inner"] or "")
    if shape["sentence"]:
        parts.append(_sentence(int(shape["sentence"])))
    return _(", ").join(parts)


def anchor(instrument: str, provision: str) -> str:
    """Answer the fragment of the nearest provision on the instrument's page, such as "p-IX-s3"; empty without one."""
    found = _nearest(instrument, provision)
    return anchor_of(found) if found else ""


def anchor_of(provision_id: str) -> str:
    """Answer the fragment under which a provision stands: "IV(1)(a)" gives "p-IV-1-a"."""
    return "p-" + re.sub(r"[^0-9A-Za-z.]+", "-", provision_id).strip("-")


def address(instrument: str, provision: str = "") -> str:
    """Answer the place of a provision in the library, such as "/instruments/OST#p-IX-s3"; empty for a text not held."""
    if _instrument(instrument) is None:
        return ""
    fragment = anchor(instrument, provision)
    return f"/instruments/{instrument}" + (f"#{fragment}" if fragment else "")


def provision(instrument: str, provision_id: str) -> Provision | None:
    """Find a provision, or the nearest one around it, in the library."""
    found = _nearest(instrument, provision_id)
    return instruments.provision(instrument, found) if found else None


def _instrument(key: str) -> Instrument | None:
    return instruments.instruments().get(key)


@lru_cache(maxsize=4096)
def _nearest(key: str, where: str) -> str:
    """Find the provision itself, else the paragraph or article around it, else nothing."""
    known = _instrument(key)
    held = {one.id for one in known.provisions} if known else set()
    return next((name for name in around(where) if name in held), "")


def _stands_for_all(key: str, where: str) -> bool:
    """Tell whether a name is the only entry that the library has for a text."""
    known = _instrument(key)
    return not where or (known is not None and [where] == [one.id for one in known.provisions])


def _numbered(unit: str, number: str) -> str:
    """Write a division with its number."""
    return str(_UNITS[unit]) % {"number": number}


def _within(inner: str) -> list[str]:
    """Write paragraph and letter: "(1)(a)" gives "paragraph 1(a)", "(a)" gives "subparagraph (a)"."""
    if not inner:
        return []
    first, rest = inner[1 : inner.index(")")], inner[inner.index(")") + 1 :]
    if first.isdigit():
        return [_("paragraph %(number)s", number=first + rest)]
    return [_("subparagraph %(letter)s", letter=inner)]


def _sentence(number: int) -> str:
    """Write which sentence."""
    if number <= len(_SENTENCES):
        return str(_SENTENCES[number - 1])
    return _("sentence %(number)s", number=number)
