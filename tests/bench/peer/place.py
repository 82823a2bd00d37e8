"""Settings of the peer: an SQLite file that waits for the disk like the product's, or PostgreSQL; no part of Django
that it does not need.
"""

import os
from typing import Any

DATABASE = os.environ.get("PEER_DATABASE", "")
SECRET_KEY = "for measuring alone"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django_fsm", "django_fsm_log", "peer"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "peer.web"
ALLOWED_HOSTS = ["127.0.0.1"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
USE_TZ = True
MIGRATION_MODULES = {"peer": None}


def _database() -> dict[str, Any]:
    """Give the settings of the database that the environment names: a file, or folder and name of a PostgreSQL."""
    if " " not in DATABASE:
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        options = {"transaction_mode": "IMMEDIATE", "init_command": pragmas, "timeout": 30}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": DATABASE, "OPTIONS": options, "CONN_MAX_AGE": None}
    host, name = DATABASE.rsplit(" ", 1)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "HOST": host,
        "USER": "postgres",
        "CONN_MAX_AGE": None,
    }


DATABASES = {"default": _database()}
