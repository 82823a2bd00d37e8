"""`consult remote export`: an act as the paper that missions exchange, a case as one file that is checked without the
host.
"""

from pathlib import Path

import click

from consult.commands.remote.documents import plain_name
from consult.commands.remote.saving import save
from consult.commands.remote.session import Session, works
from consult.i18n import _
from consult.remote import entries
from consult.remote.bundles import made_bundle
from consult.remote.faults import Unfit
from consult.remote.safe import line
from consult.remote.steps import line_of

PAPERS = ("pdf", "docx", "html")


@click.command("export")
@click.argument("case")
@click.option("--act", "n", type=int, help="The paper of this act; without it the whole case as a bundle.")
@click.option("--as", "form", type=click.Choice(PAPERS), default="pdf", show_default=True, help="Form of a paper.")
@click.option("--set", "reach", default="", help="Which set of the case, as the instance names it: full_internal …")
@click.option("--language", default="", help="Language of a paper.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A new file.")
@works
def export(at: Session, case: str, n: int | None, form: str, reach: str, language: str, out: Path | None) -> None:
    """Take a case away as one file (a bundle), or the formal paper of an act as PDF, Word or HTML.

    Check a bundle with `consult remote verify FILE`. To fetch the paper of an act that was served on you proves its
    receipt, as reading it does.
    """
    if n is None:
        target = out or Path(plain_name(f"{case}.zip"))
        if target.exists():
            raise Unfit(_("%(path)s is there already.", path=line(target)))
        made = made_bundle(at.remote, at.case(case), reach)
        save(at, made.part("hrefs").required("content"), target, digest=made.text("digest"))
        return
    place = line_of(at.remote, at.case(case), n)
    asked = f"?language={entries.quoted(language)}" if language else ""
    target = out or Path(plain_name(f"{case}-{n}.{form}"))
    save(at, f"{place.required('href')}/{entries.PAPER}.{form}{asked}", target)
