"""AWS timestamps as text. They are always in UTC, whatever the time zone of the database or the machine."""

from datetime import datetime, timezone

TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


def format_utc(moment):
    """A datetime of boto3 as '2024-06-18 15:22:13'; None for None. boto3 uses the time zone of the machine."""
    if moment is None:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(timezone.utc)
    return moment.strftime(TIME_FORMAT)


def parse_utc(text):
    return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=timezone.utc)


def seconds_between(start, end):
    """Whole seconds from start to end, never negative, because clocks differ. None if start or end is None."""
    return None if start is None or end is None else max(0, int((end - start).total_seconds()))
