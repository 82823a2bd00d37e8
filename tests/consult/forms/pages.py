"""Pages under test: the filing with every kind of question, and a notice, as forms and as texts."""

from flask import Flask, render_template_string, request

from consult import forms
from tests.consult.forms.every_kind import BODY, DOCUMENTS, PARTIES, SPEC, ZONE
from workflows.article_ix.notices import Notice
from workflows.kernel.bodies import problems

WRONG = {
    **BODY,
    "title_text": "",
    "objects": "many",
    "earliest": "31 June",
    "mass": {"unknown": True, "given": {"value": "1,5", "unit": "kg"}},
    "site": {"body": "moon", "shape": "circle", "lat": "95"},
    "affected": [],
    "interference": ["laser"],
    "stations": [{"name": ""}],
}
FILINGS = {"every": (SPEC, BODY), "empty": (SPEC, {}), "wrong": (SPEC, WRONG), "notice": (Notice.spec, {})}
MANY = (*PARTIES, *(forms.PartyChoice(f"S{i:03}", f"State number {i}") for i in range(120)))
PAGE = """{% extends "base.html" %}
{% from "macros.html" import csrf %}
{% from "forms/filing.html" import filing_completeness, filing_faults, filing_form, filing_read with context %}
{% block styles %}<link rel="stylesheet" href="{{ asset('forms.css') }}">
<script src="{{ asset('forms.js') }}" defer></script>{% endblock %}
{% block content %}<h1>{{ page.title }}</h1>
<form id="filing" method="post" novalidate>{{ csrf() }}
<button class="visually-hidden" type="submit" name="do" value="save" tabindex="-1" aria-hidden="true">Save</button>
{{ filing_faults(page) }}{{ filing_completeness(page) }}{{ filing_form(page) }}</form>
{% endblock %}"""
TEXT = """{% extends "base.html" %}{% from "forms/filing.html" import filing_read with context %}
{% block styles %}<link rel="stylesheet" href="{{ asset('forms.css') }}">{% endblock %}
{% block content %}<h1>{{ page.title }}</h1><section class="sheet">{{ filing_read(text) }}</section>{% endblock %}"""


def begin(app: Flask) -> None:
    """Put the pages at /under-test."""
    app.add_url_rule("/under-test/<which>", "under_test.form", _form, methods=["GET", "POST"])
    app.add_url_rule("/under-test/<which>/text", "under_test.text", _text)


def _form(which: str) -> str:
    """Draw a form, after a button of a list with what the button did."""
    spec, body = FILINGS[which]
    if request.method == "POST":
        body = forms.press(spec, request.form).body
    faults = [(one.field, one.sentence) for one in problems(spec, body)] if which == "wrong" else []
    view = forms.draw(spec, body, faults, parties=MANY, documents=DOCUMENTS, zones=(ZONE,))
    return render_template_string(PAGE, page=view)


def _text(which: str) -> str:
    """Draw a filing as it is read."""
    spec, body = FILINGS[which]
    names = {one.key: one.name for one in PARTIES}
    text = forms.show(spec, body, party_names=names, documents=DOCUMENTS, redacted={"purpose"})
    return render_template_string(TEXT, page=spec, text=text)
