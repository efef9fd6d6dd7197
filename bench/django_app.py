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


def access(application, user):
    from django.utils import timezone
    from oauth2_provider.models import AccessToken

    end = timezone.now() + datetime.timedelta(days=1)
    return AccessToken.objects.create(
        user=user, application=application, token=secrets.token_urlsafe(24), expires=end, scope="read")


def seed(client, secret):
    """A user, and clients whose secret is kept as it is, which is the quickest way; answers a token."""
    from django.contrib.auth.models import User
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    user = User.objects.create_user("alice", password=secrets.token_hex(8))
    for name, grant in ((client, Application.GRANT_CLIENT_CREDENTIALS), (client + "-refresh", Application.GRANT_PASSWORD)):
        Application.objects.create(
            name=name, client_id=name, client_secret=secret, hash_client_secret=False, user=user, redirect_uris="",
            client_type=Application.CLIENT_CONFIDENTIAL, authorization_grant_type=grant)
    return access(Application.objects.get(client_id=client), user).token


def chains(client, count):
    """Fresh refresh tokens."""
    from oauth2_provider.models import Application, RefreshToken

    application = Application.objects.get(client_id=client + "-refresh")
    user = application.user
    return [RefreshToken.objects.create(user=user, application=application, token=secrets.token_urlsafe(24),
                                        access_token=access(application, user)).token for _ in range(int(count))]


if __name__ == "__main__":
    import sys

    print(json.dumps({"seed": seed, "chains": chains}[sys.argv[1]](*sys.argv[2:])))
