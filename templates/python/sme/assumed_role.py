"""Sessions of IAM roles that a connection names. All clients of a VM share a session, which botocore renews in time."""

ROLE_SESSIONS = {}
# Longer sessions need a setting of the role, and AWS allows an hour at most if the key itself belongs to a role.
SESSION_SECONDS = 3600


class FixedCredentials:
    """Takes the place of botocore's search for credentials in environment, files and instance metadata."""

    def __init__(self, credentials):
        self.credentials = credentials

    def load_credentials(self):
        return self.credentials


def find_role_session(credentials, region, create_sts):
    """
    Credentials of botocore that assume the role when they are first used, and again before the session expires:
    botocore starts to renew 15 minutes before, in any thread, and one thread at a time.

    credentials: with 'role_arn' and 'session_name'. create_sts: makes a client of STS with the keys of the connection.
    """
    from botocore.credentials import DeferredRefreshableCredentials

    identity = tuple(sorted((key, str(value)) for key, value in credentials.items())) + (region,)
    if identity not in ROLE_SESSIONS:
        ROLE_SESSIONS[identity] = DeferredRefreshableCredentials(
            lambda: assume_role(credentials, create_sts), "assume-role"
        )
    return ROLE_SESSIONS[identity]


def assume_role(credentials, create_sts):
    """Raises what the call raises, with the attribute assumed_role, so that the error can name role and connection."""
    request = {
        "RoleArn": credentials["role_arn"],
        "RoleSessionName": credentials["session_name"],
        "DurationSeconds": SESSION_SECONDS,
    }
    if credentials.get("external_id"):
        request["ExternalId"] = credentials["external_id"]
    try:
        session = create_sts().assume_role(**request)["Credentials"]
    except Exception as error:
        assumed_role = {"role_arn": request["RoleArn"], "has_external_id": "ExternalId" in request}
        setattr(error, "assumed_role", assumed_role)  # noqa: B010 (exceptions declare no such attribute)
        raise
    return {
        "access_key": session["AccessKeyId"],
        "secret_key": session["SecretAccessKey"],
        "token": session["SessionToken"],
        "expiry_time": session["Expiration"].isoformat(),
    }
