"""`create_app`: the one place where configuration, extensions, reference data and pages meet."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from flask_bootstrap import Bootstrap5

from scoping import config as settings
from scoping import extensions, reference
from scoping.web import (
    alternatives,
    answer_files,
    assets,
    blocks,
    catalogues,
    change_orders,
    comments,
    customer,
    differences,
    discovery,
    documents,
    edits,
    engagements,
    errors,
    grants,
    levels,
    links,
    mappings,
    matches,
    people,
    plans,
    portfolio,
    reports,
    requests,
    reviews,
    revisions,
    roster,
    sessions,
    shown,
    typed,
    waves,
    wording,
)
from scoping.web.access import Key, guard

ROOT = Path(__file__).parent.parent
BLUEPRINTS = (
    people.blueprint,
    engagements.blueprint,
    discovery.blueprint,
    reports.blueprint,
    mappings.blueprint,
    waves.blueprint,
    typed.blueprint,
    sessions.blueprint,
    answer_files.blueprint,
    links.blueprint,
    customer.blueprint,
    revisions.blueprint,
    edits.blueprint,
    levels.blueprint,
    differences.blueprint,
    alternatives.blueprint,
    catalogues.blueprint,
    documents.blueprint,
    plans.blueprint,
    wording.blueprint,
    comments.blueprint,
    blocks.blueprint,
    reviews.blueprint,
    change_orders.blueprint,
    grants.blueprint,
    roster.blueprint,
    portfolio.blueprint,
    matches.blueprint,
)


def create_app(config: Mapping[str, Any] | None = None, instance_path: str | None = None) -> Flask:
    """The application; `config` wins over files and variables, `instance_path` over SCOPING_INSTANCE.

    Raises InvalidInput with the file and key of everything wrong in the settings or in the reference data.
    """
    instance = Path(instance_path).resolve() if instance_path else settings.instance_folder(os.environ)
    app = Flask(
        "scoping",
        instance_path=str(instance),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.from_mapping(settings.load(instance, os.environ))
    app.config.update(BOOTSTRAP_SERVE_LOCAL=True)
    app.config.update(config or {})
    app.url_map.converters["key"] = Key
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}

    extensions.bind(app)
    Bootstrap5(app)
    app.extensions["scoping.catalog"] = reference.load(Path(app.config["REFERENCE_DIR"]))
    app.extensions["scoping.letterhead"] = settings.letterhead(instance, app.config)

    guard(app)
    for part in (assets, errors, requests, shown):
        part.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
