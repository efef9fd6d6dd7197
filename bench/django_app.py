"""django-oauth-toolkit as its documents set it up, on SQLite: the application that gunicorn serves, and, run by itself,
what makes its database and prints the tokens that the loads need.

PEER_HOME is the folder of its database.
"""

import datetime
import json
import os
import secrets

import django
from django.conf import settings

APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider"]

settings.configure(
    SECRET_KEY="only-measured",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=APPS,
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "CONN_MAX_AGE": 600,
                           "NAME": os.path.join(os.environ["PEER_HOME"], "django.db")}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    OAUTH2_PROVIDER={"SCOPES": {"read": "Read", "introspection": "Introspect"}},
)
django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from oauth2_provider.decorators import protected_resource  # noqa: E402


@protected_resource(scopes=["read"])
def ping(request):
    return JsonResponse({"ping": "pong"})


urlpatterns = [
    path("ping", ping),
    path("alive", lambda request: JsonResponse({})),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]
application = get_wsgi_application()


def seed(client, secret, chains):
    """A client whose secret is kept as it is, which is the quickest way, a user, a token, and chains of refresh tokens."""
    from django.contrib.auth.models import User
    from django.utils import timezone
    from oauth2_provider.models import AccessToken, Application, RefreshToken

    call_command("migrate", verbosity=0)
    user = User.objects.create_user("alice", password=secrets.token_hex(8))
    end = timezone.now() + datetime.timedelta(days=1)

    def register(name, grant):
        return Application.objects.create(
            name=name, client_id=name, client_secret=secret, hash_client_secret=False, user=user, redirect_uris="",
            client_type=Application.CLIENT_CONFIDENTIAL, authorization_grant_type=grant)

    own = register(client, Application.GRANT_CLIENT_CREDENTIALS)
    other = register(client + "-refresh", Application.GRANT_PASSWORD)

    def access(application):
        return AccessToken.objects.create(
            user=user, application=application, token=secrets.token_urlsafe(24), expires=end, scope="read")

    refresh = [secrets.token_urlsafe(24) for _ in range(chains)]
    for text in refresh:
        RefreshToken.objects.create(user=user, application=other, token=text, access_token=access(other))
    print(json.dumps({"token": access(own).token, "chains": refresh}))


if __name__ == "__main__":
    import sys

    seed(sys.argv[1], sys.argv[2], int(sys.argv[3]))
