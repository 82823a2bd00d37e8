"""The duty to consult where everybody may know of the case: a toy, since OST IX says nothing of publicity."""

from dataclasses import replace

from workflows import Form
from workflows.article_ix.terms import NoticeTerms
from workflows.kernel.language import Procedure
from workflows.ost9 import notice


def open_notice(terms: NoticeTerms) -> Procedure:
    """Build the notice with a public existence, in which nothing is left to be published."""
    base = notice(terms)
    steps = tuple(step for step in base.steps if not step.publishes)
    levels = replace(base.levels, existence="C0", case="C0")
    return replace(base, key="open_notice", prefix="OPEN", steps=steps, levels=levels)


FORMS = (Form("open_notice", "Open notice", NoticeTerms, open_notice),)
