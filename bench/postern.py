"""Postern as it is measured: a house with an application, its tokens, and codes and tokens beyond number."""

import base64
import hashlib
import json
import os
import secrets
import sqlite3
import subprocess
import time
import urllib.request
import zlib

from process import Server
from wrk import Load

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
DIGITS = bytes(ord(ALPHABET[byte % 62]) for byte in range(256))
VERIFIER = "a-verifier-of-the-benchmark-that-is-long-enough"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
REDIRECT = "https://upload.example.org/callback"
SCOPE = "user:email"
CHAINS = 24
TOKENS = 'postern_tokens_issued_total{grant="client_credentials"}'
MANY = 20_000


def secret(prefix):
    """A secret of the house's own form: prefix, date, random text, checksum."""
    body = prefix + base62(milliseconds() % 62**4, 4) + secrets.token_bytes(43).translate(DIGITS).decode()
    return body + base62(zlib.crc32(body.encode()), 6)


def milliseconds():
    return time.time_ns() // 1_000_000


def date(moment):
    """What the digest of something issued begins with: milliseconds since 1970, as far as four characters go."""
    return (moment % 62**4).to_bytes(3, "big")


def base62(number, width):
    digits = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        digits = ALPHABET[digit] + digits
    return digits


def digest(text):
    """What is stored of a secret: its date, and SHA-256 of all of it."""
    moment = 0
    for letter in text[4:8]:
        moment = moment * 62 + ALPHABET.index(letter)
    return date(moment) + hashlib.sha256(text.encode()).digest()


def family():
    """The number of an authorization: when, and some random bits."""
    return milliseconds() << 22 | secrets.randbits(22)


class Hello(Server):
    """The least that libmicrohttpd can do."""

    name, port = "hello", 5311

    def words(self):
        return [os.path.join(self.folder, "hello"), str(self.port), str(os.cpu_count())]

    def build(self):
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hello.c")
        subprocess.run(["cc", "-O2", "-o", self.words()[0], source, "-lmicrohttpd"], check=True)

    def loads(self):
        return {"hello": Load(self.address + "/")}


class Postern(Server):
    """A server on a database of its own."""

    def __init__(self, folder, binary, name="postern", port=5310):
        super().__init__(folder)
        self.binary, self.name, self.port = binary, name, port
        self.database = os.path.join(folder, f"{name}.db")
        self.config = os.path.join(folder, f"{name}.json5")

    def words(self):
        return [self.binary, "serve", "--config", self.config, "--database", self.database,
                "--listen", f"127.0.0.1:{self.port}"]

    def probe(self):
        return "/healthz"

    def run(self, *words):
        done = subprocess.run([self.binary, *words], capture_output=True, text=True, check=True)
        return done.stdout

    def make(self):
        """A database of 1,000 people, 1,000 applications and some thousand tokens, with what the loads need."""
        with open(self.config, "w", encoding="utf-8") as file:
            file.write("{}\n")
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(self.database + suffix):
                os.unlink(self.database + suffix)
        self.run("sample", self.database, "--users", "1000", "--apps", "1000", "--tokens", "1000", "--grants", "1000")
        self.prepare()

    def prepare(self):
        """Adds an application with an access token and chains of refresh tokens."""
        application = json.loads(self.run(
            "app", "add", "--database", self.database, "--user", "1", "--name", f"Bench {secrets.token_hex(4)}",
            "--website", "https://upload.example.org", "--redirect-uri", REDIRECT, "--json"))
        self.client = application["client_id"]
        pair = f"{self.client}:{application['client_secret']}"
        self.authorization = "Basic " + base64.b64encode(pair.encode()).decode()
        self.token = secret("pst_")
        self.tokens = os.path.join(self.folder, f"{self.name}.tokens")
        with self.open() as database, open(self.tokens, "w", encoding="ascii") as file:
            self.row = database.execute("SELECT id FROM clients WHERE client_id = ?", (self.client,)).fetchone()[0]
            database.execute("INSERT INTO grants (user_id, client_id, scopes, created_at) VALUES (2, ?, ?, ?)",
                             (self.row, SCOPE, int(time.time())))
            self.add(database, "access", self.token, 1)
            for family in range(MANY):
                text = secret("pst_")
                self.add(database, "access", text, family + 2)
                file.write(text + "\n")

    def open(self):
        return sqlite3.connect(self.database, timeout=30)

    def add(self, database, kind, text, family):
        now = int(time.time())
        database.execute(
            "INSERT INTO tokens (kind, digest, last_four, user_id, client_id, family, scopes, created_at, expires_at)"
            " VALUES (?, ?, ?, 2, ?, ?, ?, ?, ?)",
            (kind, digest(text), text[-4:], self.row, family, SCOPE, now, now + 86_400))

    def new_chains(self):
        """Writes fresh refresh tokens into a file, a line each."""
        path = os.path.join(self.folder, f"{self.name}.chains")
        with open(path, "w", encoding="ascii") as file, self.open() as database:
            for _ in range(CHAINS):
                text = secret("psr_")
                self.add(database, "refresh", text, family())
                file.write(text + "\n")
        return path

    def new_codes(self, count):
        """Writes fresh authorization codes into a file, a form each."""
        path = os.path.join(self.folder, f"{self.name}.codes")
        now = int(time.time())
        rest = f"&grant_type=authorization_code&redirect_uri={REDIRECT}&code_verifier={VERIFIER}\n"
        with open(path, "w", encoding="ascii") as file, self.open() as database:
            codes = [secret("psc_") for _ in range(count)]
            database.executemany(
                "INSERT INTO authorization_codes (digest, client_id, user_id, redirect_uri, scopes, code_challenge,"
                " family, created_at, expires_at) VALUES (?, ?, 2, ?, ?, ?, ?, ?, ?)",
                ((digest(code), self.row, REDIRECT, SCOPE, CHALLENGE, family(), now, now + 3600)
                 for code in codes))
            file.writelines(f"code={code}{rest}" for code in codes)
        return path

    def commits(self, load, connections):
        """How many transactions it commits for one token; each waits for the disk once. Twice or three times in a
        thousand pages of the log somebody waits for the database file as well, and no request for that."""
        before = self.counted()
        load.run(2, connections)
        after = self.counted()
        commits, tokens = (after[name] - before[name] for name in ("postern_commits_total", TOKENS))
        return commits / tokens

    def counted(self):
        with urllib.request.urlopen(self.address + "/metrics", timeout=30) as answer:
            lines = answer.read().decode().splitlines()
        return {name: float(value) for name, value in (line.split() for line in lines if not line.startswith("#"))}

    def loads(self):
        token, authorization = self.address + "/oauth/token", self.authorization
        return {
            "bearer": Load(self.address + "/oauth/ping", authorization=f"Bearer {self.token}"),
            "bearer, 20,000 tokens": Load(self.address + "/oauth/ping", script="tokens", file=self.tokens),
            "introspection": Load(self.address + "/oauth/introspect", authorization, f"token={self.token}"),
            "client credentials": Load(token, authorization, f"grant_type=client_credentials&scope={SCOPE}"),
        }

    def refreshing(self):
        return Load(self.address + "/oauth/token", self.authorization, script="refresh", file=self.new_chains())

    def exchanging(self, count):
        return Load(self.address + "/oauth/token", self.authorization, script="each", file=self.new_codes(count))
