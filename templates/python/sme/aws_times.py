"""Times of AWS as text, always in UTC: the database's own zone has nothing to do with them."""

from datetime import datetime, timezone

TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


def write_utc(moment):
    """'2024-06-18 15:22:13', or None for None. boto3 gives moments with a zone, usually that of the machine."""
    if moment is None:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(timezone.utc)
    return moment.strftime(TIME_FORMAT)


def read_utc(text):
    return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=timezone.utc)


def count_seconds(start, end):
    """Whole seconds from one moment to another, at least 0: clocks differ. None where a moment is missing."""
    return None if start is None or end is None else max(0, int((end - start).total_seconds()))
