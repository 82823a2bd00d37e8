"""A new version is put into the tree while the server of the one before goes on."""

from pathlib import Path

import pytest
from flask import Flask, render_template
from jinja2 import TemplateNotFound

from consult.web import held
from tests.consult.web.world import World


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """Give an application of two pages, of which none was drawn yet."""
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "show.html").write_text(
        "{% extends 'base.html' %}{% block page %}{{ page.limits }}{% endblock %}"
    )
    (tmp_path / "base.html").write_text("<main>{% block page %}{% endblock %}</main>")
    made = Flask("consult", template_folder=str(tmp_path))
    held.begin(made)
    return made


def test_a_page_that_is_first_drawn_after_a_new_version_was_put_in_place_is_drawn_by_its_own_template(
    app: Flask, tmp_path: Path
) -> None:
    """23 November 2026, an upgrade: the tree is there, the web server is not restarted yet. What the later template
    asks for its page does not have, and another template is gone."""
    (tmp_path / "desk" / "show.html").write_text("{{ page.limits_by_party.items() }}")
    (tmp_path / "base.html").unlink()
    (tmp_path / "new.html").write_text("of the later version")

    with app.app_context():
        drawn = render_template("desk/show.html", page={"limits": "two limits"})
        with pytest.raises(TemplateNotFound):
            render_template("new.html")

    assert "<main>two limits</main>" == drawn


def test_the_server_draws_all_its_pages_so(world: World) -> None:
    """23 November 2026: none is read from its folder once the application was joined; a fault in one is told with the
    file in which it lies."""
    loader = world.app.jinja_loader
    assert isinstance(loader, held.Held)
    text, place, _is_current = loader.get_source(world.app.jinja_env, "errors/error.html")

    assert 150 < len(loader.list_templates())
    assert text == Path(place).read_text(encoding="utf-8")
