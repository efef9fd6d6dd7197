"""Invenio-OAuth2Server as its documents set it up, on SQLite with the cache of codes in Redis: the application that
gunicorn serves, and, run by itself, what makes its database and prints the tokens that the loads need.

PEER_HOME is the folder of its database, REDIS_URL its cache.
"""

import json
import os
import secrets

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # Loopback only.

from flask import Flask, jsonify  # noqa: E402
from flask_mail import Mail  # noqa: E402
from flask_menu import Menu  # noqa: E402
from invenio_accounts import InvenioAccountsREST  # noqa: E402
from invenio_db import InvenioDB, db  # noqa: E402
from invenio_i18n import InvenioI18N  # noqa: E402
from invenio_oauth2server import InvenioOAuth2Server, InvenioOAuth2ServerREST  # noqa: E402
from invenio_oauth2server.decorators import require_api_auth, require_oauth_scopes  # noqa: E402
from invenio_oauth2server.models import Client, Scope, Token  # noqa: E402
from invenio_oauth2server.views import server_blueprint  # noqa: E402

app = Flask("invenio", instance_path=os.environ["PEER_HOME"])
app.config.update(
    SECRET_KEY="only-measured", SECURITY_PASSWORD_SALT="only-measured", WTF_CSRF_ENABLED=False, REST_CSRF_ENABLED=False,
    CACHE_REDIS_URL=os.environ["REDIS_URL"] + "/0", OAUTH2_CACHE_TYPE="redis",
    ACCOUNTS_SESSION_REDIS_URL=os.environ["REDIS_URL"] + "/1", ACCOUNTS_USE_CELERY=False, MAIL_SUPPRESS_SEND=True,
    SQLALCHEMY_DATABASE_URI=f"sqlite:///{os.environ['PEER_HOME']}/invenio.db", SQLALCHEMY_TRACK_MODIFICATIONS=False,
    DB_VERSIONING=False, APP_THEME=["semantic-ui"], APP_ALLOWED_HOSTS=None, TRUSTED_HOSTS=None)
for extend in (InvenioI18N, Mail, Menu, InvenioDB, InvenioAccountsREST, InvenioOAuth2Server, InvenioOAuth2ServerREST):
    extend(app)
app.extensions["invenio-oauth2server"].register_scope(Scope("read", help_text="Read", group="data"))
app.register_blueprint(server_blueprint)


@app.get("/alive")
def alive():
    return jsonify({})


@app.get("/ping")
@require_api_auth()
@require_oauth_scopes("read")
def ping():
    return jsonify({"ping": "pong"})


def seed(client, secret):
    """A user, their client, and a token of theirs, which is answered."""
    db.create_all()
    users = app.extensions["security"].datastore
    user = users.create_user(email="alice@example.org", password=secrets.token_hex(8), active=True)
    db.session.commit()
    db.session.add(Client(
        client_id=client, client_secret=secret, name=client, description="", is_confidential=True, user_id=user.id,
        website="http://127.0.0.1:9999/", _redirect_uris="http://127.0.0.1:9999/callback", _default_scopes="read"))
    token = Token.create_personal("measured", user.id, scopes=["read"])
    db.session.commit()
    return token.access_token


def chains(client, count):
    """Fresh refresh tokens, of a user each: it keeps one for a client and user."""
    users, made = app.extensions["security"].datastore, []
    for _ in range(int(count)):
        user = users.create_user(email=f"{secrets.token_hex(8)}@example.org", password="x", active=True)
        db.session.commit()
        token = Token(
            client_id=client, user_id=user.id, token_type="bearer", access_token=secrets.token_urlsafe(24),
            refresh_token=secrets.token_urlsafe(24), _scopes="read", is_personal=False, is_internal=False)
        db.session.add(token)
        db.session.commit()
        made.append(token.refresh_token)
    return made


if __name__ == "__main__":
    import sys

    with app.app_context():
        print(json.dumps({"seed": seed, "chains": chains}[sys.argv[1]](*sys.argv[2:])))
