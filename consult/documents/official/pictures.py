"""A drawing as a picture: PNG from SVG, with the vendored typefaces, so that the same bytes come out everywhere."""

import json
import unicodedata

from consult.documents.official.shapes import drawn_only
from consult.documents.official.typefaces import spell, typefaces

_FORM = b"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(json(bytes(sys.inputs.svg))), format: "svg")
"""


def write_png(svg: str, density: float = 192.0) -> bytes:
    """Return a drawing as PNG with so many dots an inch; signs without a shape stand as numbers (`spell`)."""
    import typst

    words, _missing = spell(str(drawn_only(svg)))
    return typst.compile(
        _FORM,
        font_paths=typefaces(),
        ignore_system_fonts=True,
        format="png",
        ppi=density,
        sys_inputs={"svg": json.dumps(words, ensure_ascii=False)},
        timestamp=0,
    )


def runs_leftwards(svg: str) -> bool:
    """Say whether a drawing has words of a script that runs from right to left."""
    return not svg.isascii() and any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in svg)
