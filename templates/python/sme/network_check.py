"""
Whether AWS can be reached from where UDFs run: name, connection, TLS and answer told apart, and the clock of that
place. Sends no key: who refuses an unsigned request has been reached, and says what time it is.
"""

import http.client
import os
import socket
import ssl
import time
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from sme.aws_client import make_client

STEP_TIMEOUT_SECONDS = 5
DEFAULT_PORTS = {"http": 80, "https": 443}
NO_KEYS = {"key_id": "none", "secret": "none"}
INHERITED_BY_BOTO3 = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")


def check_network(request, client_of=make_client, clock=time.time):
    """
    request: services (names as boto3 has them), region, bucket (or None: S3 as a whole is looked at).
    Returns {'targets', 'variables': names of the proxy and CA variables that are set here}. A target: service, host,
    port, via (host and port of the proxy or None), steps ([{'step', 'ok', 'text'}], up to the first that fails) and
    skew_seconds (how far the clock here is ahead of the service's; None where no answer came).
    """
    targets = [
        probe_service(name, find_url(client_of(name, NO_KEYS, request["region"]), request.get("bucket")), clock)
        for name in request["services"]
    ]
    variables = [name for name in INHERITED_BY_BOTO3 if os.environ.get(name) or os.environ.get(name.lower())]
    return {"targets": targets, "variables": variables}


class NotSent(Exception):
    """Keeps a request from being sent."""


def find_url(client, bucket):
    """
    boto3 itself says where it would call: its list of partitions, an endpoint that the environment sets, a bucket in
    the name of the host or in the path.
    """
    if not bucket or not hasattr(client, "head_bucket"):
        return client.meta.endpoint_url
    seen = [client.meta.endpoint_url]

    def hold_back(request, **_more):
        seen.append(request.url)
        raise NotSent()

    client.meta.events.register("before-send.s3.HeadBucket", hold_back)
    try:
        client.head_bucket(Bucket=bucket)
    except NotSent:
        pass
    return seen[-1]


def probe_service(service, address, clock):
    url = urlsplit(address)
    port = url.port or DEFAULT_PORTS[url.scheme]
    proxy = find_proxy(url.scheme, url.hostname)
    target = {
        "service": service,
        "host": url.hostname,
        "port": port,
        "via": "{}:{}".format(*proxy) if proxy else None,
        "steps": [],
        "skew_seconds": None,
    }
    near = proxy or (url.hostname, port)
    connection = make_connection(url.scheme, (url.hostname, port), proxy)
    steps = [
        ("dns", lambda: resolve(*near)),
        ("connect", lambda: connect(*near)),
        ("tls", lambda: shake_hands(connection)),
        ("answer", lambda: ask(connection, url.path or "/", target, clock)),
    ]
    try:
        for step, work in steps:
            if step == "tls" and url.scheme == "http":
                continue
            try:
                target["steps"].append({"step": step, "ok": True, "text": work()})
            except Exception as error:
                text = "{}: {}".format(type(error).__name__, error)
                target["steps"].append({"step": step, "ok": False, "text": text})
                break
    finally:
        connection.close()
    return target


def find_proxy(scheme, host):
    """Host and port of the proxy that the environment sets. Its user and password are shown to nobody."""
    address = getproxies().get(scheme)
    if not address or proxy_bypass(host):
        return None
    proxy = urlsplit(address if "//" in address else "//" + address)
    return (proxy.hostname, proxy.port or DEFAULT_PORTS.get(proxy.scheme, 80)) if proxy.hostname else None


def make_connection(scheme, target, proxy):
    near = proxy or target
    if scheme == "http":
        return http.client.HTTPConnection(near[0], near[1], timeout=STEP_TIMEOUT_SECONDS)
    connection = http.client.HTTPSConnection(
        near[0], near[1], timeout=STEP_TIMEOUT_SECONDS, context=ssl.create_default_context(cafile=find_authorities())
    )
    if proxy:
        connection.set_tunnel(*target)
    return connection


def find_authorities():
    """The file of certificate authorities that boto3 would trust."""
    named = os.environ.get("AWS_CA_BUNDLE") or os.environ.get("REQUESTS_CA_BUNDLE")
    if named:
        return named
    from botocore.httpsession import get_cert_path

    return get_cert_path(True)


def resolve(host, port):
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return ", ".join(sorted({str(address[4][0]) for address in found}))


def connect(host, port):
    with socket.create_connection((host, port), timeout=STEP_TIMEOUT_SECONDS):
        return "port {}".format(port)


def shake_hands(connection):
    connection.connect()
    return connection.sock.version()


def ask(connection, path, target, clock):
    connection.request("HEAD", path, headers={"Host": target["host"]})
    response = connection.getresponse()
    response.read()
    date = response.getheader("Date")
    if date:
        target["skew_seconds"] = int(clock() - parsedate_to_datetime(date).timestamp())
    return "HTTP {}".format(response.status)
