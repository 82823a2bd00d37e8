"""What a drawing inside a document may hold: shapes and words of SVG, and nothing that runs, fetches or styles."""

from html.parser import HTMLParser

from markupsafe import Markup

ELEMENTS = frozenset(
    "svg g title desc defs pattern clippath rect circle ellipse line path polyline polygon text tspan".split()
)
_FORBIDDEN = ("on", "href", "xlink", "style", "src")


class _Reading(HTMLParser):
    """A reader that stops at the first thing that is no shape."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Refuse other elements, and attributes that run, fetch or style."""
        if tag not in ELEMENTS:
            raise ValueError(f"A drawing may not hold <{tag}>.")
        for name, value in attrs:
            far = "url(" in (value or "").replace("url(#", "")
            if name.startswith(_FORBIDDEN) or far:
                raise ValueError(f"A drawing may not hold the attribute {name}.")

    def handle_comment(self, data: str) -> None:
        """Refuse comments, which browsers and XML end in different places."""
        raise ValueError("A drawing may not hold comments.")

    def handle_decl(self, decl: str) -> None:
        """Refuse declarations, which may name other files."""
        raise ValueError("A drawing may not hold declarations.")

    def unknown_decl(self, data: str) -> None:
        """Refuse marked sections."""
        raise ValueError("A drawing may not hold marked sections.")

    def handle_pi(self, data: str) -> None:
        """Refuse processing instructions."""
        raise ValueError("A drawing may not hold processing instructions.")


def drawn_only(svg: str) -> Markup:
    """Return a drawing as markup; raise ValueError if it is not one SVG of shapes and words alone."""
    text = svg.strip()
    if not text.startswith("<svg") or not text.endswith("</svg>"):
        raise ValueError("A drawing must be one SVG element.")
    reading = _Reading(convert_charrefs=True)
    reading.feed(text)
    reading.close()
    return Markup(text)  # noqa: S704 - only shapes and words, as was just read
