"""How a server starts, listens, reads its certificate and ends."""

import base64
import datetime
import ipaddress
import json
import os
import signal
import socket
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from person import Person, parameters, request_path
from screen import until
from server import Server, free_port, read_answer

IS_ROOT = os.geteuid() == 0
FORM = {"grant_type": "client_credentials"}


class Certificate:
    """A certificate for 127.0.0.1 that signs itself, in two files."""

    def __init__(self, folder, name="localhost"):
        self.chain, self.key = folder / "chain.pem", folder / "key.pem"
        self.renew(name)

    def renew(self, name):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.datetime.now(datetime.timezone.utc)
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        certificate = (
            x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).add_extension(names, critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
            .sign(key, hashes.SHA256()))
        self.chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        self.key.write_bytes(key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


@pytest.fixture
def certificate(house):
    return Certificate(house.folder)


def serve_tls(serve, house, certificate, **options):
    return serve(house, "--tls-certificate", certificate.chain, "--tls-key", certificate.key,
                 certificate=str(certificate.chain), **options)


def name_of(server):
    """Whom the certificate names that the server shows to a new connection."""
    der = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", server.port), timeout=30))
    return x509.load_der_x509_certificate(der).subject.rfc4514_string()


# Where it listens


def test_it_says_where_it_listens_and_ends_at_sigterm(house, serve):
    server = serve(house)
    assert server.first_line == f"Listening at http://127.0.0.1:{server.port}\n"
    assert server.get("/healthz").text == "ok\n"
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), 1)


def test_it_ends_at_an_interrupt_too(house, serve):
    server = serve(house)
    server.kill(signal.SIGINT)
    assert server.process.wait(30) == 0


def test_it_listens_where_the_configuration_says(house, serve):
    port = free_port()
    house.configure(listen=f"127.0.0.1:{port}")
    server = serve(house, port=port, listen=False)
    assert server.get("/.well-known/oauth-authorization-server").json()["issuer"] == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("where", ["", "127.0.0.1", ":5000", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:x", "a b:1"])
def test_an_address_that_is_none_is_refused(house, where):
    house.run("serve", "--listen", where).fails(2, "--listen must be HOST:PORT")


def test_bad_words_are_refused(house, certificate):
    house.run("serve", "--log", "everything").fails(2, '--log takes "requests"')
    house.run("serve", "--workers", "0").fails(2, "--workers")
    house.run("serve", "--tls-certificate", certificate.chain).fails(2, "go together")
    house.run("serve", "--issuer", "http://auth.example.org").fails(2, "--issuer cannot be")
    house.run("serve", "more").fails(2)


def test_a_port_in_use_is_said(house, serve):
    server = serve(house)
    house.run("serve", "--listen", server.address).fails(1, f"Port {server.port} of 127.0.0.1 is in use", "--listen")
    assert server.get("/healthz").status_code == 200


def test_a_management_port_in_use_is_said(house, serve):
    server = serve(house)
    house.configure(managementListen=server.address)
    house.run("serve", "--listen", f"127.0.0.1:{free_port()}").fails(1, f"Port {server.port} of 127.0.0.1 is in use")


def test_a_name_that_is_not_ones_own_is_said(house):
    house.run("serve", "--listen", "192.0.2.1:5000").fails(1, "192.0.2.1", "--listen")
    house.run("serve", "--listen", "nowhere.invalid:5000").fails(1, "nowhere.invalid", "--listen")


def test_without_a_database_it_says_how_to_make_one(bare):
    bare.run("serve", "--listen", f"127.0.0.1:{free_port()}").fails(1, "No database at", 'postern init')


def test_it_warns_when_others_can_listen_in(house, serve):
    loud = serve(house, host="0.0.0.0", ready=False)
    assert loud.first_line == f"Listening at http://0.0.0.0:{loud.port}\n"
    assert "Warning" in loud.log and "without TLS" in loud.log
    assert serve(house).log == ""
    assert "Warning" not in serve(house, host="localhost").log


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
def test_it_warns_when_others_can_see_health_and_metrics(house, serve, certificate, tls):
    port = free_port()
    house.configure(managementListen=f"0.0.0.0:{port}")
    server = serve_tls(serve, house, certificate) if tls else serve(house)
    (warning,) = server.log.splitlines()
    assert warning.startswith("Warning: health and metrics") and f"0.0.0.0:{port}" in warning
    assert server.session.get(f"http://127.0.0.1:{port}/healthz").text == "ok\n"


def test_it_warns_when_the_issuer_is_a_guess(house, serve, certificate):
    loud = serve(house, "--tls-certificate", certificate.chain, "--tls-key", certificate.key, host="0.0.0.0", ready=False)
    (warning,) = loud.log.splitlines()
    assert f"https://localhost:{loud.port}; give --issuer" in warning
    told = serve(house, "--issuer", "https://auth.example.org", "--tls-certificate", certificate.chain, "--tls-key",
                 certificate.key, host="0.0.0.0", ready=False)
    assert told.log == ""


# TLS


def test_tls_is_spoken_with_a_certificate(house, serve, certificate):
    server = serve_tls(serve, house, certificate)
    application = house.add_application()
    assert server.first_line == f"Listening at https://127.0.0.1:{server.port}\n"
    assert server.token(application, **FORM).status_code == 200
    assert "Warning" not in server.log
    context = ssl.create_default_context(cafile=certificate.chain)
    with socket.create_connection(("127.0.0.1", server.port), 30) as plain, \
            context.wrap_socket(plain, server_hostname="127.0.0.1") as secured:
        assert secured.version() == "TLSv1.3"
    assert not server.raw(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP/1.1 2")


@pytest.mark.parametrize("where", ["command line", "configuration"])
def test_under_tls_everything_that_names_the_server_says_https(house, serve, certificate, where):
    application = house.add_application()
    if where == "configuration":
        house.configure(tls={"certificate": str(certificate.chain), "key": str(certificate.key)})
        server = serve(house, certificate=str(certificate.chain))
    else:
        server = serve_tls(serve, house, certificate)
    metadata = server.get("/.well-known/oauth-authorization-server").json()
    assert metadata["issuer"] == server.base
    assert all(value.startswith(server.base) for name, value in metadata.items() if name.endswith("_endpoint"))
    device = server.post("/oauth/device_authorization", {}, auth=(application["client_id"], application["client_secret"])).json()
    assert device["verification_uri"] == f"{server.base}/device"
    assert device["verification_uri_complete"].startswith(f"{server.base}/device?")
    person = Person(server)
    answer = parameters(person.approve(request_path(application)))
    assert answer["iss"] == server.base
    payload = person.look("/account").meta["api-token"].split(".")[1]
    token = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert (token["iss"], token["aud"]) == (server.base, server.base)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_old_tls_is_not_spoken(house, serve, certificate):
    server = serve_tls(serve, house, certificate)
    context = ssl.create_default_context(cafile=certificate.chain)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", server.port), 30) as plain, pytest.raises((ssl.SSLError, ConnectionError)):
        context.wrap_socket(plain, server_hostname="127.0.0.1")


def test_a_hang_up_signal_reads_the_certificate_again(house, serve, certificate):
    server = serve_tls(serve, house, certificate)
    # This connection is open before and after.
    assert server.get("/healthz").status_code == 200
    certificate.renew("renewed.example.org")
    assert name_of(server) == "CN=localhost"
    server.kill(signal.SIGHUP)
    until(lambda: "Read the certificate again." in server.log, lambda: server.log)
    assert name_of(server) == "CN=renewed.example.org"
    assert server.get("/healthz").status_code == 200


def test_a_certificate_that_cannot_be_used_leaves_the_old_one(house, serve, certificate):
    server = serve_tls(serve, house, certificate)
    certificate.chain.write_text("nonsense")
    server.kill(signal.SIGHUP)
    until(lambda: "The certificate stays as it was." in server.log, lambda: server.log)
    assert str(certificate.chain) in server.log
    assert name_of(server) == "CN=localhost"
    certificate.renew("renewed.example.org")
    server.kill(signal.SIGHUP)
    until(lambda: name_of(server) == "CN=renewed.example.org", lambda: server.log)


def test_a_hang_up_signal_without_tls_changes_nothing(house, serve):
    server = serve(house)
    server.kill(signal.SIGHUP)
    assert server.get("/healthz").status_code == 200


@pytest.mark.parametrize("what", ["missing", "directory", "nonsense", "swapped", "of another key"])
def test_a_certificate_that_cannot_be_read_is_said(house, certificate, what):
    words = ["serve", "--listen", f"127.0.0.1:{free_port()}", "--tls-certificate", certificate.chain, "--tls-key",
             certificate.key]
    if what == "missing":
        certificate.chain.unlink()
    elif what == "directory":
        certificate.key.unlink()
        certificate.key.mkdir()
    elif what == "nonsense":
        certificate.chain.write_text("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n")
    elif what == "swapped":
        words[-1], words[-3] = words[-3], words[-1]
    else:
        key = certificate.key.read_bytes()
        certificate.renew("another")
        certificate.key.write_bytes(key)
    done = house.run(*words).fails(1, str(certificate.key if what == "directory" else certificate.chain))
    assert done.err.count("\n") == 1, done


@pytest.mark.skipif(IS_ROOT, reason="root may read everything")
def test_a_key_that_may_not_be_read_is_said(house, certificate):
    certificate.key.chmod(0)
    house.run("serve", "--tls-certificate", certificate.chain, "--tls-key", certificate.key).fails(1, str(certificate.key))


# The end


def test_what_has_begun_is_finished_at_sigterm(house, serve):
    """A request that waits for the database's lock when the signal comes is answered; new connections are not taken."""
    import sqlite3

    server = serve(house)
    application = house.add_application()
    server.saw(application["client_secret"])
    body = (f"grant_type=client_credentials&client_id={application['client_id']}"
            f"&client_secret={application['client_secret']}").encode()
    head = (f"POST /oauth/token HTTP/1.1\r\nHost: {server.address}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n").encode()
    lock = sqlite3.connect(house.database, isolation_level=None)
    with socket.create_connection(("127.0.0.1", server.port), 30) as connection, \
            socket.create_connection(("127.0.0.1", server.port), 30) as idle:
        lock.execute("BEGIN IMMEDIATE")
        connection.sendall(head + body)
        until(lambda: is_waiting(server), "the request has not reached the writer")
        server.kill(signal.SIGTERM)
        until(lambda: refuses(server.port), "it still takes new connections")
        assert server.process.poll() is None
        lock.execute("ROLLBACK")
        lock.close()
        answer = read_answer(connection)
        assert answer.startswith(b"HTTP/1.1 200 "), answer
        server.saw(answer.decode())
        idle.settimeout(30)
        assert idle.recv(1) == b""
    assert server.process.wait(30) == 0
    server.status = 0


def test_who_has_connected_is_not_reset_at_sigterm(house, serve):
    """The system takes connections in for a server that has yet to come round to them; each ends as those it knows, and
    who has asked something already is answered."""
    server = serve(house)
    server.kill(signal.SIGSTOP)
    waiting = [socket.create_connection(("127.0.0.1", server.port), 30) for _ in range(250)]
    asking = [connection for connection in waiting if connection.fileno() % 2]
    for connection in asking:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    server.kill(signal.SIGTERM)
    server.kill(signal.SIGCONT)
    for connection in waiting:
        with connection:
            if connection in asking:
                assert read_answer(connection).split(b" ")[1] in (b"200", b"503")
            assert connection.recv(1) == b""
    assert server.process.wait(30) == 0
    server.status = 0


def is_waiting(server):
    """Whether the server has read all of what was sent to it: nothing lies in its sockets' queues."""
    port = f":{server.port:04X} "
    with open("/proc/net/tcp", encoding="ascii") as table:
        lines = [line.split() for line in table if port in line and line.split()[1].endswith(port.strip())]
    return all(line[4].split(":")[1] == "00000000" for line in lines if line[3] == "01")


def refuses(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return True
    return False


def test_clients_that_dawdle_do_not_keep_it_from_ending(house, serve):
    server = serve(house)
    with socket.create_connection(("127.0.0.1", server.port), 30) as half, \
            socket.create_connection(("127.0.0.1", server.port), 30):
        half.sendall(b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Le")
        server.stop()


def test_a_server_that_was_killed_leaves_nothing_that_hinders_the_next(house, serve):
    server = serve(house)
    application = house.add_application()
    token = server.token(application, **FORM).json()["access_token"]
    server.process.kill()
    assert server.process.wait(30) == -signal.SIGKILL
    server.status = -signal.SIGKILL
    again = serve(house, port=server.port)
    assert again.get("/oauth/ping", token).status_code == 200
    assert house.run("check").ok().out == "ok\n"
