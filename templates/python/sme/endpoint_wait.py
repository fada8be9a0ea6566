"""Waits for an endpoint. Lua scripts cannot sleep, so the wait happens within one UDF call."""

import time

from sme.sagemaker_calls import find_endpoint

CHANGING_STATUSES = ("Creating", "Updating", "SystemUpdating", "RollingBack")
FIRST_POLL_PAUSE_SECONDS = 0.5
MAX_POLL_PAUSE_SECONDS = 15
POLL_PAUSE_GROWTH = 1.5


def wait_while(client, name, statuses, timeout_seconds, sleep=time.sleep, clock=time.monotonic):
    """
    Polls an endpoint as long as its status is one of `statuses`, at most for timeout_seconds. Returns the last response
    of DescribeEndpoint, or None if AWS has no such endpoint. @raises AwsCallError
    """
    deadline = clock() + timeout_seconds
    pause = FIRST_POLL_PAUSE_SECONDS
    while True:
        endpoint = find_endpoint(client, name)
        if endpoint is None or endpoint["EndpointStatus"] not in statuses:
            return endpoint
        remaining = deadline - clock()
        if remaining <= 0:
            return endpoint
        sleep(min(pause, remaining))
        pause = min(pause * POLL_PAUSE_GROWTH, MAX_POLL_PAUSE_SECONDS)
