"""The status of many endpoints of one account and region, by one list instead of one call for each."""

ENDPOINT_MISSING = "missing"
ENDPOINT_PAGE_SIZE = 100
# Endpoints of other programs may fill the pages of an account.
ENDPOINT_PAGES_PER_RUN = 5


def list_endpoint_states(client, names):
    """
    Returns {name: status of AWS, or ENDPOINT_MISSING}. Names that the pages of this run do not contain, although there
    are more pages, are left out: not seen does not mean missing.
    """
    sought = {name.lower(): name for name in names}
    states = {}
    request = {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": ENDPOINT_PAGE_SIZE}
    for _page in range(ENDPOINT_PAGES_PER_RUN):
        page = client.list_endpoints(**request)
        for summary in page["Endpoints"]:
            name = sought.get(summary["EndpointName"].lower())
            if name is not None:
                states[name] = summary["EndpointStatus"]
        if len(states) == len(sought):
            return states
        if not page.get("NextToken"):
            return dict({name: ENDPOINT_MISSING for name in sought.values()}, **states)
        request["NextToken"] = page["NextToken"]
    return states
