"""`postern serve` for the tests: started on a house's database, and searched for secrets when it has ended."""

import json
import re
import signal
import socket
import subprocess
import threading

import pytest
import requests

SECONDS = 30
ISSUED = re.compile(r"\bps[trpscd]_[0-9A-Za-z]{20,}")


def free_port():
    """A port where nothing listens at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Session(requests.Session):
    """Requests to one server by paths, without proxies and redirects; what it sees of secrets is remembered."""

    def __init__(self, server):
        super().__init__()
        self.server = server
        self.trust_env = False

    def request(self, method, url, **options):
        options["allow_redirects"] = False
        options.setdefault("timeout", SECONDS)
        if url.startswith("/"):
            url = self.server.base + url
        if self.server.certificate is not None:
            options.setdefault("verify", self.server.certificate)
        answer = super().request(method, url, **options)
        self.server.saw(answer.text, answer.headers.get("Location", ""))
        for cookie in answer.cookies:
            self.server.secret(cookie.value)
        return answer


class Server:
    """A server that runs, what it wrote, and every secret that a test has seen."""

    def __init__(self, house, *words, port=None, host="127.0.0.1", certificate=None, listen=True, log=True, env=None):
        self.house = house
        self.port = port or free_port()
        self.certificate = certificate
        self.address = f"{host}:{self.port}"
        self.base = f"{'http' if certificate is None else 'https'}://{self.address}"
        self.secrets = set()
        self.log_file = house.folder / f"serve-{self.port}.log"
        words = [
            "serve", *(["--listen", self.address] if listen else []), *(["--log", "requests"] if log else []),
            *map(str, words)]
        # In a file, as nobody could read a pipe while the server waits for the test and the test for the server.
        with open(self.log_file, "wb") as log:
            self.process = subprocess.Popen(
                [house.binary, *words], env={**house.environment, **(env or {})}, cwd=house.folder,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        self.first_line = self.process.stdout.readline().decode()
        self.status = None
        if not self.first_line:
            self.status = self.process.wait(SECONDS)
        self.session = Session(self)

    def __repr__(self):
        return f"{self.first_line}--- standard error\n{self.log}"

    @property
    def is_ready(self):
        return self.first_line == f"Listening at {self.base}\n"

    @property
    def log(self):
        """Everything on standard error so far."""
        return self.log_file.read_text()

    @property
    def lines(self):
        """The lines of the log that tell of requests which reached a route or might have."""
        return [line for line in self.all_lines if "path" in line]

    @property
    def all_lines(self):
        """The same with those of what was refused at the gate."""
        return [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]

    def saw(self, *texts):
        """Remembers the secrets in some texts: they shall stand in no log and no file."""
        for text in texts:
            self.secrets.update(ISSUED.findall(text))

    def secret(self, text):
        """Remembers a secret that has no prefix to tell; one too short to be found by itself is none."""
        if len(text) >= 8:
            self.secrets.add(text)
        return text

    # Requests

    def get(self, path, token=None, **options):
        return self.ask("GET", path, token, **options)

    def post(self, path, data=None, token=None, **options):
        return self.ask("POST", path, token, data=data, **options)

    def ask(self, method, path, token=None, **options):
        if token is not None:
            self.saw(token)
            options["headers"] = {**options.get("headers", {}), "Authorization": f"Bearer {token}"}
        return self.session.request(method, path, **options)

    def token(self, application, **form):
        """Asks the token endpoint as an application, by HTTP Basic; a public one says its id in the body."""
        secret = application.get("client_secret")
        if secret is None:
            return self.post("/oauth/token", {"client_id": application["client_id"], **form})
        self.saw(secret)
        return self.post("/oauth/token", form, auth=(application["client_id"], secret))

    def raw(self, data):
        """Sends bytes as they are; answers all that comes until the server closes or has said one whole answer."""
        with socket.create_connection(("127.0.0.1", self.port), SECONDS) as connection:
            connection.sendall(data)
            return read_answer(connection)

    def metric(self, name):
        """One number of the metrics; 0 when it has not been counted yet."""
        for line in self.get("/metrics").text.splitlines():
            if line.startswith(name + " "):
                return float(line.split()[-1])
        return 0

    # Its end

    def kill(self, number):
        self.process.send_signal(number)

    def stop(self):
        """Asks it to end, and looks at what it leaves behind; once it has ended, does nothing."""
        if self.process.stdout.closed:
            return
        if self.status is None:
            self.kill(signal.SIGTERM)
            self.status = self.process.wait(SECONDS)
            assert self.status == 0, f"it ended with {self.status}: {self}"
        rest = self.process.stdout.read().decode()
        assert rest == "", f"more on standard output than its address: {rest!r}"
        self.process.stdout.close()
        self.search()

    def search(self):
        """No secret that the test saw is in the log, nor in any file of the database (SECURITY: at rest)."""
        log = self.log
        assert not ISSUED.search(log), f"a secret in the log: {ISSUED.search(log)}"
        for secret in self.secrets:
            assert secret not in log, f"{secret!r} is in the log"
        for file in self.house.database.parent.glob(self.house.database.name + "*"):
            content = file.read_bytes()
            for secret in self.secrets:
                assert secret.encode() not in content, f"{secret!r} is in {file}"

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if not self.process.stdout.closed:
            self.process.stdout.close()


def read_answer(connection):
    """Reads one answer as its Content-Length says, or all there is until the other end closes."""
    data = b""
    while True:
        head, separator, body = data.partition(b"\r\n\r\n")
        if separator:
            length = re.search(rb"(?im)^content-length: *(\d+)", head)
            if length and len(body) >= int(length.group(1)):
                return data
        try:
            piece = connection.recv(65536)
        except ConnectionResetError:
            piece = b""
        if not piece:
            return data
        data += piece


@pytest.fixture
def serve():
    """Starts servers; none survives the test, and each that still runs at its end must end well."""
    servers = []

    def start(house, *words, ready=True, **options):
        for _ in range(5):
            server = Server(house, *words, **options)
            # Somebody may have taken the port between its choice and its use.
            if server.is_ready or options.get("port") or "in use" not in server.log:
                break
        servers.append(server)
        if ready:
            assert server.is_ready, server
        return server

    yield start
    try:
        for server in servers:
            server.stop()
    finally:
        for server in servers:
            server.close()


@pytest.fixture(scope="module")
def shared(shared_house):
    """A server for all tests of a module, with the application `shared.application`: for tables of requests that change
    nothing."""
    server = Server(shared_house)
    try:
        assert server.is_ready, server
        server.application = shared_house.add_application()
        yield server
        server.stop()
    finally:
        server.close()


@pytest.fixture
def server(house, serve):
    """A server on the house's database, with the configuration that the house has."""
    return serve(house)


def together(count, work):
    """Runs `work(number)` in so many threads that begin at the same moment; answers their answers."""
    gate = threading.Barrier(count)
    answers = [None] * count

    def run(number):
        gate.wait(SECONDS)
        answers[number] = work(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
        assert not thread.is_alive()
    return answers

