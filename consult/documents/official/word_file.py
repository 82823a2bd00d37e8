"""The Word file around an official document: styles, page, header and footer, properties; and its fixed bytes."""

import io
from datetime import date, datetime

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import _BaseHeaderFooter
from docx.shared import Cm

from consult.documents.official.packing import UNDATED, repack
from consult.documents.official.plan import Plan
from consult.documents.official.texts import direction_in
from consult.documents.official.wordml import DECLARED, Hand, align, write_field, write_fonts

STYLES = (
    # name, identifier, based on, outline level, half points, voice, before, after, more
    ("Title", "Title", "Normal", None, 30, "<w:b/><w:bCs/>", 360, 200, "<w:keepNext/>"),
    ("heading 1", "Heading1", "Normal", 0, 26, "<w:b/><w:bCs/>", 360, 160, "<w:keepNext/>"),
    ("heading 2", "Heading2", "Normal", 1, 23, "<w:b/><w:bCs/>", 280, 140, "<w:keepNext/>"),
    ("heading 3", "Heading3", "Normal", 2, 22, "<w:b/><w:bCs/><w:i/><w:iCs/>", 240, 120, "<w:keepNext/>"),
    ("caption", "Caption", "Normal", None, 20, "", 240, 100, "<w:keepNext/>"),
    ("Organisation", "Organisation", "Normal", None, 28, "", 0, 60, ""),
    ("Side", "Side", "Normal", None, 21, "", 20, 40, ""),
    ("Cell", "Cell", "Normal", None, 18, "", 20, 20, ""),
)


def begin(plan: Plan, dated: date | None) -> WordFile:
    """Return an empty Word file of this plan: its styles, page, header, footer and properties."""
    file = docx.Document()
    _describe(file, plan, dated or UNDATED)
    _set_styles(file, plan)
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.3)
    section.different_first_page_header_footer = True
    if plan.direction == "rtl":
        section._sectPr.insert_element_before(parse_xml(f"<w:bidi {DECLARED}/>"), "w:rtlGutter", "w:docGrid")
    marks = " · ".join(plan.marks)
    for header, words in ((section.first_page_header, ""), (section.header, plan.running)):
        _fill(header, [(marks, "center"), (words, "end")], plan)
    for footer in (section.first_page_footer, section.footer):
        _count(footer, plan)
    return file


def _describe(file: WordFile, plan: Plan, day: date) -> None:
    """Set the properties that a file states of itself, and drop the picture of an empty page that the library adds."""
    told = file.core_properties
    told.title, told.author, told.language = plan.masthead.title[:255], plan.author[:255], plan.language
    told.last_modified_by, told.comments, told.revision = plan.author[:255], "", 1
    told.created = told.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the library wants it without a zone
    package = file.part.package
    for key, link in list(package.rels.items()):
        if link.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]


def _set_styles(file: WordFile, plan: Plan) -> None:
    """Replace the styles of the library's template by those of an official document."""
    styles = file.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    spoken = " ".join(f'w:{kind}="{plan.language}"' for kind in ("val", "eastAsia", "bidi"))
    told = (
        f'<w:docDefaults {DECLARED}><w:rPrDefault><w:rPr>{write_fonts()}<w:sz w:val="21"/><w:szCs w:val="24"/>'
        f"<w:lang {spoken}/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="120" w:line="252" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    defaults.getparent().replace(defaults, parse_xml(told))
    for style in list(styles.findall(qn("w:style"))):
        if style.get(qn("w:type")) != "paragraph" or style.get(qn("w:default")) != "1":
            styles.remove(style)
    for name, key, base, level, size, voice, before, after, more in STYLES:
        outline = "" if level is None else f'<w:outlineLvl w:val="{level}"/>'
        told = (
            f'<w:style {DECLARED} w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="{base}"/><w:qFormat/><w:pPr>{more}'
            f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>{outline}</w:pPr>'
            f'<w:rPr>{voice}<w:sz w:val="{size}"/><w:szCs w:val="{size + 2}"/></w:rPr></w:style>'
        )
        styles.append(parse_xml(told))


def _fill(part: _BaseHeaderFooter, lines: list[tuple[str, str]], plan: Plan) -> None:
    """Write lines into a header."""
    part.is_linked_to_previous = False
    element = part._element
    for old in list(element):
        element.remove(old)
    hand = Hand(plan.direction)
    for words, side in lines:
        if words or side == "end":
            run = hand.run(words, "strong" if side == "center" else "plain", small=True) if words else ""
            element.append(parse_xml(hand.paragraph(run, more=f'|<w:spacing w:after="40"/>{align(side)}')))


def _count(part: _BaseHeaderFooter, plan: Plan) -> None:
    """Write the number of the page into a footer."""
    part.is_linked_to_previous = False
    element = part._element
    for old in list(element):
        element.remove(old)
    hand = Hand(plan.direction)
    before, _, rest = plan.page_of.partition("PAGE")
    middle, _, after = rest.partition("PAGES")
    words = [hand.run(one, small=True) if one else "" for one in (before, middle, after)]
    inside = f"{words[0]}{write_field('PAGE')}{words[1]}{write_field('NUMPAGES')}{words[2]}"
    own = direction_in(plan.page_of, plan.direction)
    element.append(parse_xml(hand.paragraph(inside, more=f"|{align('center')}", direction=own)))


def pack(file: WordFile) -> bytes:
    """Return the bytes of a Word file, its parts in the library's order under one fixed day."""
    written = io.BytesIO()
    file.save(written)
    return repack(written.getvalue())
