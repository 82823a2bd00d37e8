"""The pages of cases: list, matter, one act with its receipt, and the steps on offer."""

from consult.pages.cases.act import ActPage, act_page
from consult.pages.cases.listing import CasesPage, NewCasePage, cases_page, new_case_page
from consult.pages.cases.matter import CasePage, case_page
from consult.pages.cases.step import StepPage, first_answers, step_page

__all__ = [
    "ActPage",
    "CasePage",
    "CasesPage",
    "NewCasePage",
    "StepPage",
    "act_page",
    "case_page",
    "cases_page",
    "first_answers",
    "new_case_page",
    "step_page",
]
