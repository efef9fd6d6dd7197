"""Authlib's authorization server for Flask as its documents set it up, on SQLite: the application that gunicorn serves,
and, run by itself, what makes its database and prints the tokens that the loads need.

PEER_HOME is the folder of its database.
"""

import json
import os
import secrets
import time

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.integrations.sqla_oauth2 import (
    OAuth2ClientMixin,
    OAuth2TokenMixin,
    create_bearer_token_validator,
    create_query_client_func,
    create_query_token_func,
    create_save_token_func,
)
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config.update(
    SECRET_KEY="only-measured",
    SQLALCHEMY_DATABASE_URI=f"sqlite:///{os.environ['PEER_HOME']}/authlib.db",
    OAUTH2_REFRESH_TOKEN_GENERATOR=True,
)
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40), unique=True)

    def get_user_id(self):
        return self.id


class Client(db.Model, OAuth2ClientMixin):
    id = db.Column(db.Integer, primary_key=True)


class Token(db.Model, OAuth2TokenMixin):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("user.id", ondelete="CASCADE"))
    user = db.relationship("User")


class Refresh(grants.RefreshTokenGrant):
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token):
        token = db.session.query(Token).filter_by(refresh_token=refresh_token).first()
        return None if token is None or token.is_revoked() else token

    def authenticate_user(self, refresh_token):
        return db.session.get(User, refresh_token.user_id)

    def revoke_old_credential(self, refresh_token):
        refresh_token.access_token_revoked_at = refresh_token.refresh_token_revoked_at = int(time.time())
        db.session.commit()


class Introspection(IntrospectionEndpoint):
    def query_token(self, token_string, token_type_hint):
        return create_query_token_func(db.session, Token)(token_string, token_type_hint)

    def check_permission(self, token, client, request):
        return True

    def introspect_token(self, token):
        return {
            "active": True, "client_id": token.client_id, "scope": token.scope, "token_type": token.token_type,
            "exp": token.issued_at + token.expires_in, "iat": token.issued_at,
        }


server = AuthorizationServer(
    app, query_client=create_query_client_func(db.session, Client), save_token=create_save_token_func(db.session, Token))
server.register_grant(grants.ClientCredentialsGrant)
server.register_grant(Refresh)
server.register_endpoint(Introspection)
protect = ResourceProtector()
protect.register_token_validator(create_bearer_token_validator(db.session, Token)())


@app.get("/alive")
def alive():
    return jsonify({})


@app.get("/ping")
@protect("read")
def ping():
    return jsonify({"ping": "pong"})


@app.post("/token")
def token():
    return server.create_token_response()


@app.post("/introspect")
def introspect():
    return server.create_endpoint_response(Introspection.ENDPOINT_NAME)


def give(client, user):
    given = Token(
        client_id=client, user_id=user.id, token_type="Bearer", access_token=secrets.token_urlsafe(32),
        refresh_token=secrets.token_urlsafe(32), scope="read", expires_in=86_400)
    db.session.add(given)
    db.session.commit()
    return given


def seed(client, secret):
    """A user and a client; answers a token."""
    db.create_all()
    user, known = User(name="alice"), Client(client_id=client, client_secret=secret)
    known.set_client_metadata({
        "client_name": client, "scope": "read", "grant_types": ["client_credentials", "refresh_token"],
        "token_endpoint_auth_method": "client_secret_basic"})
    db.session.add_all([user, known])
    db.session.commit()
    return give(client, user).access_token


def chains(client, count):
    """Fresh refresh tokens."""
    user = db.session.query(User).first()
    return [give(client, user).refresh_token for _ in range(int(count))]


if __name__ == "__main__":
    import sys

    with app.app_context():
        print(json.dumps({"seed": seed, "chains": chains}[sys.argv[1]](*sys.argv[2:])))
