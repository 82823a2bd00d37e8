"""The duty to consult where everybody may know of the case: a toy, since OST IX says nothing of publicity."""

from dataclasses import replace

from workflows import Form
from workflows.article_ix.terms import NoticeTerms
from workflows.kernel.language import Procedure
from workflows.ost9 import notice


def open_notice(terms: NoticeTerms) -> Procedure:
    """Build the notice with a public existence."""
    base = notice(terms)
    return replace(base, key="open_notice", prefix="OPEN", levels=replace(base.levels, existence="C0", case="C0"))


FORMS = (Form("open_notice", "Open notice", NoticeTerms, open_notice),)
