"""The servers that Postern is measured beside, each set up the way its documents say, with what it does by default."""

import gzip
import http.cookiejar
import json
import os
import shlex
import sqlite3
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from base64 import b64encode

from process import Server
from wrk import Load

CLIENT, SECRET = "bench", "bench-secret"
AUTHORIZATION = "Basic " + b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
CALLBACK = "http://127.0.0.1:9999/callback"
CHAINS = 24


class Peer(Server):
    """A server of somebody else's. It is installed when it is missing."""

    scope = "read"

    def make(self):
        """Installs it and makes a fresh database, with a client, a user and tokens."""
        subprocess.run([os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers.sh"), self.folder, self.name],
                       check=True)
        self.home = os.path.join(self.folder, f"{self.name}-home")
        os.makedirs(self.home, exist_ok=True)
        for old in os.listdir(self.home):
            os.unlink(os.path.join(self.home, old))
        self.set_up()
        self.stop()

    def set_up(self):
        raise NotImplementedError

    def write(self, name, text):
        path = os.path.join(self.home, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def post(self, path, form):
        """Posts a form as the client, and reads the JSON of the answer."""
        request = urllib.request.Request(
            self.address + path, urllib.parse.urlencode(form).encode(), {"Authorization": AUTHORIZATION})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def new_chains(self):
        """Refresh tokens that nobody has used yet."""
        raise NotImplementedError

    def refreshing(self, path, authorization=AUTHORIZATION, fields=None):
        chains = self.write("chains", "".join(f"{chain}\n" for chain in self.new_chains()))
        return Load(self.address + path, authorization, script="refresh", file=chains, fields=fields)


class Glewlwyd(Peer):
    """glewlwyd 2.7 of Debian, in C on libmicrohttpd: its OAuth 2 plugin, and the OpenID Connect one for refresh tokens
    that are used once. Client secrets are kept as they are, which is its quickest way."""

    name, port = "glewlwyd", 4593

    CONFIG = """
port = {port}
bind_address = "127.0.0.1"
external_url = "http://127.0.0.1:{port}"
login_url = "login.html"
api_prefix = "api"
cookie_secure = 0
session_expiration = 86400
session_key = "GLEWLWYD"
admin_scope = "g_admin"
profile_scope = "g_profile"
admin_session_authentication = "cookie"
profile_session_authentication = "cookie"
log_mode = "console"
log_level = "ERROR"
user_module_path = "/usr/lib/glewlwyd/user"
client_module_path = "/usr/lib/glewlwyd/client"
user_auth_scheme_module_path = "/usr/lib/glewlwyd/scheme"
plugin_module_path = "/usr/lib/glewlwyd/plugin"
hash_algorithm = "SHA512"
database = {{ type = "sqlite3"; path = "{home}/glewlwyd.db"; }};
"""
    PLUGIN = {
        "jwt-type": "sha", "jwt-key-size": "256", "key": "0123456789abcdef0123456789abcdef", "code-duration": 600,
        "access-token-duration": 3600, "refresh-token-duration": 86_400, "refresh-token-rolling": True,
        "auth-type-client-enabled": True, "auth-type-code-enabled": True, "auth-type-implicit-enabled": False, "auth-type-password-enabled": True,
        "auth-type-refresh-enabled": True, "pkce-allowed": True, "introspection-revocation-allowed": True,
        "introspection-revocation-allow-target-client": True,
    }

    FORM = {"grant_type": "password", "scope": "read", "username": "alice", "password": "alice-password"}

    def words(self):
        return ["/usr/bin/glewlwyd", f"--config-file={self.home}/glewlwyd.conf"]

    def probe(self):
        return "/config"

    def set_up(self):
        self.write("glewlwyd.conf", self.CONFIG.format(port=self.port, home=self.home))
        with gzip.open("/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz", "rt", encoding="utf-8") as script:
            database = sqlite3.connect(os.path.join(self.home, "glewlwyd.db"))
            database.executescript(script.read())
            database.close()
        self.start()
        admin = self.signed_in("admin", "password")
        self.call(admin, "scope/", {"name": "read", "display_name": "read", "password_required": False})
        self.call(admin, "mod/plugin/", {
            "module": "oauth2-glewlwyd", "name": "glwd", "display_name": "glwd", "enabled": True,
            "parameters": self.PLUGIN})
        key = subprocess.run(["openssl", "ecparam", "-genkey", "-name", "prime256v1", "-noout"],
                             capture_output=True, text=True, check=True).stdout
        public = subprocess.run(["openssl", "ec", "-pubout"], input=key, capture_output=True, text=True, check=True)
        self.call(admin, "mod/plugin/", {
            "module": "oidc", "name": "oidc", "display_name": "oidc", "enabled": True,
            "parameters": {**self.PLUGIN, "iss": self.address, "allow-non-oidc": True, "jwt-type": "ecdsa", "key": key,
                           "cert": public.stdout, "refresh-token-one-use": "always"}})
        self.call(admin, "client/", {
            "client_id": CLIENT, "name": CLIENT, "confidential": True, "enabled": True, "client_secret": SECRET,
            "token_endpoint_auth_method": ["client_secret_basic"], "redirect_uri": [CALLBACK], "scope": ["read"],
            "authorization_type": ["code", "client_credentials", "refresh_token", "password"]})
        self.call(admin, "user/", {
            "username": "alice", "name": "Alice", "email": "alice@example.org", "password": "alice-password",
            "enabled": True, "scope": ["read", "g_profile"]})
        alice = self.signed_in("alice", "alice-password")
        self.call(alice, f"auth/grant/{CLIENT}", {"scope": "read"}, "PUT")
        self.token = self.post("/api/glwd/token", self.FORM)["access_token"]

    def new_chains(self):
        return [self.post("/api/oidc/token", self.FORM)["refresh_token"] for _ in range(CHAINS)]

    def signed_in(self, name, password):
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.call(opener, "auth/", {"username": name, "password": password})
        return opener

    def call(self, opener, path, value, method="POST"):
        request = urllib.request.Request(
            f"{self.address}/api/{path}", json.dumps(value).encode(), {"Content-Type": "application/json"},
            method=method)
        try:
            opener.open(request, timeout=30).close()
        except urllib.error.HTTPError as error:
            raise SystemExit(f"glewlwyd refuses {path}: {error.read().decode(errors='replace')}") from error

    def loads(self):
        return {
            "bearer": Load(self.address + "/api/glwd/profile", authorization=f"Bearer {self.token}"),
            "introspection": Load(self.address + "/api/glwd/introspect", AUTHORIZATION, f"token={self.token}"),
            "client credentials": Load(
                self.address + "/api/glwd/token", AUTHORIZATION, "grant_type=client_credentials&scope=read"),
            "refresh": self.refreshing("/api/oidc/token"),
        }


class Application(Peer):
    """A library of PyPI in an application of this folder, with gunicorn: a worker for each processor."""

    here = os.path.dirname(os.path.abspath(__file__))
    token_path, introspection_path = "/token", "/introspect"
    # How a client shows its secret: in the header, or in fields before the others.
    authorization, fields = AUTHORIZATION, ""

    def program(self, name):
        return os.path.join(self.folder, self.name, "bin", name)

    def words(self):
        return [self.program("gunicorn"), "--workers", str(os.cpu_count()), "--bind", f"127.0.0.1:{self.port}",
                "--keep-alive", "60", "--worker-class", "gthread", "--threads", "8", "--log-level", "error",
                "--chdir", self.here, f"{self.name}_app:{self.callable}"]

    callable = "app"

    def environment(self):
        return {**os.environ, "PEER_HOME": self.home, "AUTHLIB_INSECURE_TRANSPORT": "1"}

    def probe(self):
        return "/alive"

    def ask(self, *words):
        done = subprocess.run([self.program("python"), os.path.join(self.here, f"{self.name}_app.py"), *words],
                              env=self.environment(), capture_output=True, text=True, check=True)
        return json.loads(done.stdout.splitlines()[-1])

    def set_up(self):
        self.token = self.ask("seed", CLIENT, SECRET)

    def new_chains(self):
        return self.ask("chains", CLIENT, str(CHAINS))

    def loads(self):
        loads = {
            "bearer": Load(self.address + "/ping", authorization=f"Bearer {self.token}"),
            "client credentials": Load(
                self.address + self.token_path, self.authorization,
                self.fields + "grant_type=client_credentials&scope=read"),
            "refresh": self.refreshing(self.token_path, self.authorization, self.fields),
        }
        if self.introspection_path:
            loads["introspection"] = Load(
                self.address + self.introspection_path, AUTHORIZATION, f"token={self.token}")
        return loads


class Django(Application):
    """django-oauth-toolkit 3. Client secrets are kept as they are; with the hash that is its default it gives some four
    tokens a second."""

    name, port, callable = "django", 4594, "application"
    token_path, introspection_path = "/o/token/", "/o/introspect/"

    def refreshing(self, path, authorization=AUTHORIZATION, fields=None):
        pair = b64encode(f"{CLIENT}-refresh:{SECRET}".encode()).decode()
        return super().refreshing(path, f"Basic {pair}", fields)


class Authlib(Application):
    """Authlib 1 with Flask."""

    name, port = "authlib", 4595


class Invenio(Application):
    """Invenio-OAuth2Server 6, with a Redis beside it that it keeps codes in. It has no introspection, and takes a client's
    secret in the form alone."""

    name, port = "invenio", 4596
    token_path, introspection_path = "/oauth/token", None
    authorization, fields = None, f"client_id={CLIENT}&client_secret={SECRET}&"

    def environment(self):
        return {**super().environment(), "REDIS_URL": f"redis://127.0.0.1:{self.port + 1}"}

    def words(self):
        # Both end together: they are one process group.
        redis = f"redis-server --port {self.port + 1} --save '' --dir {shlex.quote(self.home)} &"
        return ["/bin/sh", "-c", f"{redis} exec {shlex.join(super().words())}"]


PEERS = {"glewlwyd": Glewlwyd, "django": Django, "authlib": Authlib, "invenio": Invenio}
