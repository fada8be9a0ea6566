"""Waiting for an endpoint. A Lua script cannot sleep, so this is done within one call of a UDF."""

import time

from sme.endpoint_api import find_endpoint_state

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 15
PAUSE_GROWTH = 1.5


def wait_while(client, name, statuses, seconds, sleep=time.sleep, clock=time.monotonic):
    """
    What DescribeEndpoint says once the status is none of `statuses`, or when the time is up; None once AWS has no such
    endpoint. @raises CallFailed
    """
    deadline = clock() + seconds
    pause = FIRST_PAUSE_SECONDS
    while True:
        endpoint = find_endpoint_state(client, name)
        if endpoint is None or endpoint["EndpointStatus"] not in statuses:
            return endpoint
        left = deadline - clock()
        if left <= 0:
            return endpoint
        sleep(min(pause, left))
        pause = min(pause * PAUSE_GROWTH, LONGEST_PAUSE_SECONDS)
