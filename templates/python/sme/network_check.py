"""
Checks whether UDFs can reach AWS: name resolution, connection, proxy, TLS and response of each service, and the clock
of the node. Sends no keys: a service that rejects an unsigned request is reachable and returns its time.
"""

import http.client
import os
import socket
import ssl
import time
from base64 import b64encode
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit
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
    proxy = find_proxy(url.scheme, url.netloc)
    target = {
        "service": service,
        "host": url.hostname,
        "port": port,
        "via": "{}:{}".format(proxy["host"], proxy["port"]) if proxy else None,
        "steps": [],
        "skew_seconds": None,
    }
    next_hop = (proxy["host"], proxy["port"]) if proxy else (url.hostname, port)
    connection = http.client.HTTPConnection(next_hop[0], next_hop[1], timeout=STEP_TIMEOUT_SECONDS)
    steps = []
    steps.append(("dns", lambda: resolve(*next_hop)))
    steps.append(("connect", lambda: connect(*next_hop)))
    path, headers = url.path or "/", {"Host": url.netloc}
    if url.scheme == "https":
        if proxy:
            steps.append(("proxy", lambda: open_tunnel(connection, url.hostname, port, proxy)))
        steps.append(("tls", lambda: start_tls(connection, url.hostname)))
    elif proxy:
        # without a tunnel, a proxy needs the whole URL and its login with each request
        path = address
        headers.update(proxy["headers"])
    steps.append(("answer", lambda: send_request(connection, path, headers, target, clock)))
    try:
        for step, run in steps:
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
    """
    The proxy that the environment sets, or None: host, port and headers. Only the headers contain its user and
    password, which are never reported.
    """
    address = getproxies().get(scheme)
    if not address or proxy_bypass(host):
        return None
    url = urlsplit(address if "//" in address else "//" + address)
    if not url.hostname:
        return None
    headers = {}
    if url.username is not None:
        login = "{}:{}".format(unquote(url.username), unquote(url.password or ""))
        headers["Proxy-Authorization"] = "Basic " + b64encode(login.encode("utf-8")).decode("ascii")
    return {"host": url.hostname, "port": url.port or DEFAULT_PORTS.get(url.scheme, 80), "headers": headers}


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


def open_tunnel(connection, host, port, proxy):
    connection.set_tunnel(host, port, headers=proxy["headers"])
    connection.connect()
    return "tunnel to {}:{}".format(host, port)


def start_tls(connection, host):
    # A tunnel is connected already.
    connect_once(connection)
    context = ssl.create_default_context(cafile=find_ca_file())
    connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
    return connection.sock.version()


def connect_once(connection):
    if connection.sock is None:
        connection.connect()


def send_request(connection, path, headers, target, clock):
    connection.request("HEAD", path, headers=headers)
    response = connection.getresponse()
    response.read()
    if response.status == 407:
        raise OSError("the proxy requires a login (HTTP 407)")
    date = response.getheader("Date")
    if date:
        target["skew_seconds"] = int(clock() - parsedate_to_datetime(date).timestamp())
    return "HTTP {}".format(response.status)
