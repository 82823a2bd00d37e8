"""`consult paper PARTY REF N`: write the formal paper of an act to a file, as a party may read it.

That the operator took it is an entry in the chain of the party, made before the file has its name. What fails leaves
no file.
"""

from pathlib import Path
from typing import IO, Any

import click

from consult import casebook, clock
from consult.commands.installation import Refusal, Unreadable
from consult.commands.log.opened import Installation, opened
from consult.db import reading
from consult.delivery.mail import address_of
from consult.docket import Docket
from consult.documents import Changed
from consult.documents.formal.files import DRAWINGS
from consult.documents.official.pdf import NotSet
from consult.i18n import LANGUAGE_NAMES, _, spoken_languages
from consult.log.disclosing import give_file
from consult.log.own import Own
from consult.pages.formal import Asked, Taken, paper_of_act
from consult.refusals import Closed
from consult.visibility import Viewer


@click.command("paper")
@click.argument("party")
@click.argument("ref")
@click.argument("n", type=click.IntRange(min=1))
@click.option("--format", "form", type=click.Choice(tuple(DRAWINGS)), default="pdf", show_default=True)
@click.option("--language", type=click.Choice(tuple(LANGUAGE_NAMES)), default="en", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A new file.")
def paper(party: str, ref: str, n: int, form: str, language: str, out: Path) -> None:
    """Write the paper of act N of the case REF as the PARTY may read it; an entry of its log says so."""
    if language not in spoken_languages():
        raise Unreadable(_("Papers are not written in this language here."))
    with opened() as here:
        try:
            taken = _taken(here, party.upper(), ref.upper(), n, language)
            said = Own("export", party.upper(), _said(ref.upper(), n, form), clock.now(), by={"office": "operator"})
            made = give_file(here.engine, out, said, lambda file: _drawn(file, taken, form))
        except (Closed, Changed, NotSet) as fault:
            raise Refusal(str(fault)) from None
        except FileExistsError:
            raise Refusal(_("%(path)s is there already.", path=out)) from None
        except OSError as fault:
            raise Unreadable(f"{out}: {fault.strerror}") from None
    click.echo(_("%(path)s: written; entry %(seq)s says so.", path=out, seq=made))


def _taken(here: Installation, party: str, ref: str, n: int, language: str) -> Taken:
    settings, viewer = here.settings, Viewer(party, prepares=True)
    docket = Docket(
        here.engine, settings.instance, settings.procedures, host=settings.host_name, exercise=settings.exercise
    )
    asked = Asked(language, address_of(settings, ""), here.store.open, settings.exercise)
    with reading(here.engine) as connection:
        seen = docket.seen(connection, casebook.find_case(connection, viewer, ref), clock.now())
        return paper_of_act(connection, viewer, seen, n, asked)


def _said(ref: str, n: int, form: str) -> dict[str, Any]:
    return {"command": "paper", "case": ref, "act": n, "form": form}


def _drawn(file: IO[bytes], taken: Taken, form: str) -> dict[str, Any]:
    file.write(DRAWINGS[form].write(taken.document))
    return {"bytes": file.tell()}
