"""
Checks whether UDFs can reach AWS: name resolution, connection, TLS and response of each service, and the clock of the
node. Sends no keys: a service that rejects an unsigned request is reachable and returns its time.
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
DUMMY_KEYS = {"key_id": "none", "secret": "none"}
NETWORK_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")


def check_network(request, create_client=make_client, clock=time.time):
    """
    request: services (names of boto3 clients), region, bucket (None to check S3 without a bucket).
    Returns {'targets', 'variables': names of the proxy and CA variables that are set}. A target: service, host, port,
    via (host and port of the proxy, or None), steps ([{'step', 'ok', 'text'}], ending with the first failed step) and
    skew_seconds (how far this clock is ahead of the service's clock; None without a response).
    """
    targets = [
        probe_service(name, find_url(create_client(name, DUMMY_KEYS, request["region"]), request.get("bucket")), clock)
        for name in request["services"]
    ]
    variables = [name for name in NETWORK_VARIABLES if os.environ.get(name) or os.environ.get(name.lower())]
    return {"targets": targets, "variables": variables}


class RequestHeldBack(Exception):
    """Raised instead of sending a request."""


def find_url(client, bucket):
    """
    The URL that boto3 would call. It depends on boto3's list of partitions, on an endpoint URL in the environment, and
    on whether boto3 puts the bucket's name into the host or the path.
    """
    if not bucket or not hasattr(client, "head_bucket"):
        return client.meta.endpoint_url
    urls = [client.meta.endpoint_url]

    def hold_back(request, **_more):
        urls.append(request.url)
        raise RequestHeldBack()

    client.meta.events.register("before-send.s3.HeadBucket", hold_back)
    try:
        client.head_bucket(Bucket=bucket)
    except RequestHeldBack:
        pass
    return urls[-1]


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
    next_hop = proxy or (url.hostname, port)
    connection = make_connection(url.scheme, (url.hostname, port), proxy)
    steps = [
        ("dns", lambda: resolve(*next_hop)),
        ("connect", lambda: connect(*next_hop)),
        ("tls", lambda: start_tls(connection)),
        ("answer", lambda: send_request(connection, url.path or "/", target, clock)),
    ]
    try:
        for step, run in steps:
            if step == "tls" and url.scheme == "http":
                continue
            try:
                target["steps"].append({"step": step, "ok": True, "text": run()})
            except Exception as error:
                text = "{}: {}".format(type(error).__name__, error)
                target["steps"].append({"step": step, "ok": False, "text": text})
                break
    finally:
        connection.close()
    return target


def find_proxy(scheme, host):
    """(host, port) of the proxy that the environment sets, or None. Its user and password are never reported."""
    address = getproxies().get(scheme)
    if not address or proxy_bypass(host):
        return None
    proxy = urlsplit(address if "//" in address else "//" + address)
    return (proxy.hostname, proxy.port or DEFAULT_PORTS.get(proxy.scheme, 80)) if proxy.hostname else None


def make_connection(scheme, target, proxy):
    next_hop = proxy or target
    if scheme == "http":
        return http.client.HTTPConnection(next_hop[0], next_hop[1], timeout=STEP_TIMEOUT_SECONDS)
    context = ssl.create_default_context(cafile=find_ca_file())
    connection = http.client.HTTPSConnection(next_hop[0], next_hop[1], timeout=STEP_TIMEOUT_SECONDS, context=context)
    if proxy:
        connection.set_tunnel(*target)
    return connection


def find_ca_file():
    """The file of certificate authorities that boto3 trusts."""
    configured = os.environ.get("AWS_CA_BUNDLE") or os.environ.get("REQUESTS_CA_BUNDLE")
    if configured:
        return configured
    from botocore.httpsession import get_cert_path

    return get_cert_path(True)


def resolve(host, port):
    addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return ", ".join(sorted({str(address[4][0]) for address in addresses}))


def connect(host, port):
    with socket.create_connection((host, port), timeout=STEP_TIMEOUT_SECONDS):
        return "port {}".format(port)


def start_tls(connection):
    connection.connect()
    return connection.sock.version()


def send_request(connection, path, target, clock):
    connection.request("HEAD", path, headers={"Host": target["host"]})
    response = connection.getresponse()
    response.read()
    date = response.getheader("Date")
    if date:
        target["skew_seconds"] = int(clock() - parsedate_to_datetime(date).timestamp())
    return "HTTP {}".format(response.status)
