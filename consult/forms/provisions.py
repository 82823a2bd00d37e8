"""The provision behind a question, looked up in the instruments for its title and its paraphrase."""

from collections.abc import Callable

from consult.forms.views import ProvisionView
from consult.i18n import _
from workflows.instruments import provision
from workflows.kernel.words import Citation


def provision_view(citation: Citation, href: Callable[[Citation], str]) -> ProvisionView:
    """Show a citation; one that the instruments do not hold is shown without title."""
    title, says = _texts(citation)
    name = _("Product default, no provision") if citation.is_product else str(citation)
    return ProvisionView(
        name, citation.instrument, citation.provision, str(citation.binding), str(citation.grade), title, says,
        "" if citation.is_product else href(citation), citation.is_product,
    )  # fmt: skip


def _texts(citation: Citation) -> tuple[str, str]:
    """Answer title and paraphrase of the provision, or of the article that it is a sentence of."""
    for known in (citation.provision, citation.provision.partition(" s")[0]):
        try:
            found = provision(citation.instrument, known)
        except KeyError:
            continue
        return _(found.title), _(found.says) if found.says else ""
    return "", ""
