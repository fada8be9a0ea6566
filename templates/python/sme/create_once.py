"""Creates something in AWS that must not be created twice, although responses can be lost."""

from sme.facts import NAME_CONFLICT_CODES, THROTTLING_CODES

RETRY_PAUSES_SECONDS = (1, 2, 4)


def create_once(create, find_owner, sleep):
    """
    Returns (outcome, failure). outcome: 'created', 'refused' or 'unknown' (it may still appear).

    create: returns None or a failure. Its client must not repeat the request: if AWS carried it out but its response
    was lost, AWS would reject the second request because the name is taken. find_owner: returns (owner, failure).
    owner: 'own' if the object of this run exists, 'other' if another object has the name, 'missing', or None with a
    failure. Before each retry, it decides whether the object of this run exists.
    """
    is_uncertain, failure = False, None
    for pause in RETRY_PAUSES_SECONDS + (None,):
        failure = create()
        if failure is None:
            return "created", None
        is_uncertain = is_uncertain or failure["kind"] == "interrupted"
        if failure["kind"] == "interrupted" or failure["code"] in NAME_CONFLICT_CODES:
            owner, _failure = find_owner()
            if owner == "own":
                return "created", None
            if owner == "other":
                return "refused", failure
        if pause is None or not is_transient(failure):
            break
        sleep(pause)
    # AWS may still carry out an earlier attempt whose response is missing.
    return "unknown" if is_uncertain else "refused", failure


def is_transient(failure):
    return failure["kind"] in ("interrupted", "unreachable") or failure["code"] in THROTTLING_CODES
