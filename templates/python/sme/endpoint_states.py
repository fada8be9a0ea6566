"""The status of many endpoints of one account and Region, with list calls instead of one call per endpoint."""

ENDPOINT_MISSING = "missing"
ENDPOINT_PAGE_SIZE = 100
# Endpoints of other applications may fill the pages of an account.
MAX_ENDPOINT_PAGES = 5


def list_endpoint_states(client, names):
    """
    Returns {name: status in AWS, or ENDPOINT_MISSING}. If there are more than MAX_ENDPOINT_PAGES pages, names that were
    not found are left out, because they may be on a later page.
    """
    wanted = {name.lower(): name for name in names}
    states = {}
    request = {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": ENDPOINT_PAGE_SIZE}
    for _page in range(MAX_ENDPOINT_PAGES):
        page = client.list_endpoints(**request)
        for summary in page["Endpoints"]:
            name = wanted.get(summary["EndpointName"].lower())
            if name is not None:
                states[name] = summary["EndpointStatus"]
        if len(states) == len(wanted):
            return states
        if not page.get("NextToken"):
            return dict({name: ENDPOINT_MISSING for name in wanted.values()}, **states)
        request["NextToken"] = page["NextToken"]
    return states
