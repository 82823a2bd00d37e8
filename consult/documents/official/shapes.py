"""What a drawing inside a document may hold: shapes and words of SVG, and nothing that runs, fetches or styles.

A drawing stands in a page unescaped, so it is read sign by sign and in the narrowest way: parsers of HTML and of XML
disagree about everything beyond plain elements with quoted attributes.
"""

import re

from markupsafe import Markup

from consult.i18n import _

ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "title",
        "desc",
        "defs",
        "pattern",
        "clipPath",
        "rect",
        "circle",
        "ellipse",
        "line",
        "path",
        "polyline",
        "polygon",
        "text",
        "tspan",
    ]
)
_FORBIDDEN = ("on", "href", "xlink", "style", "src")
_TAG = re.compile(r'<(?P<end>/?)(?P<name>[A-Za-z]+)(?P<told>(?:\s+[A-Za-z][A-Za-z0-9:-]*="[^"<>]*")*)\s*(?P<empty>/?)>')
_ATTRIBUTE = re.compile(r'([A-Za-z][A-Za-z0-9:-]*)="([^"]*)"')


def drawn_only(svg: str) -> Markup:
    """Return a drawing as markup; raise ValueError if it is not one SVG of shapes and words alone."""
    text = svg.strip()
    waiting: list[str] = []
    at = 0
    while (at := text.find("<", at)) >= 0:
        found = _TAG.match(text, at)
        if not found:
            raise ValueError(_("A drawing may not hold %(found)s.", found=text[at : at + 12]))
        if at and not waiting:
            raise ValueError(_("A drawing must be one SVG element."))
        name, at = found["name"], found.end()
        if found["end"]:
            if not waiting or waiting.pop() != name:
                raise ValueError(_("A drawing must be one SVG element."))
            continue
        _check(name, found["told"])
        waiting += [] if found["empty"] else [name]
    if waiting or not text.startswith("<svg") or not text.endswith("</svg>"):
        raise ValueError(_("A drawing must be one SVG element."))
    return Markup(text)  # noqa: S704 - only shapes and words, as was just read


def _check(name: str, told: str) -> None:
    """Refuse other elements, and attributes that run, fetch or style."""
    if name not in ELEMENTS:
        raise ValueError(_("A drawing may not hold <%(name)s>.", name=name))
    for attribute, value in _ATTRIBUTE.findall(told):
        if attribute.lower().startswith(_FORBIDDEN) or "url(" in value.lower().replace("url(#", "", 1):
            raise ValueError(_("A drawing may not hold the attribute %(name)s.", name=attribute))
