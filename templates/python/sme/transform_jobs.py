"""The status of a transform job."""

import time

from sme.aws_times import format_utc
from sme.sagemaker_calls import find

RUNNING_STATUSES = ("InProgress", "Stopping")
FIRST_POLL_PAUSE_SECONDS = 0.5
MAX_POLL_PAUSE_SECONDS = 15
POLL_PAUSE_GROWTH = 1.5


def find_transform_job(client, name):
    """The response of DescribeTransformJob, or None. @raises AwsCallError"""
    return find("DescribeTransformJob", client.describe_transform_job, TransformJobName=name)


def get_input_uri(job):
    """job: a response of DescribeTransformJob."""
    return job["TransformInput"]["DataSource"]["S3DataSource"]["S3Uri"]


def read_state(job):
    """The state in a response of DescribeTransformJob, or in a summary of ListTransformJobs."""
    return {
        "status": job["TransformJobStatus"],
        "created": format_utc(job.get("CreationTime")),
        "ended": format_utc(job.get("TransformEndTime")),
        "failure_reason": job.get("FailureReason"),
    }


def wait_for_end(client, name, timeout_seconds, sleep=time.sleep, clock=time.monotonic):
    """Polls a job until it has ended, at most for timeout_seconds. Returns the last response. @raises AwsCallError"""
    deadline = clock() + timeout_seconds
    pause = FIRST_POLL_PAUSE_SECONDS
    while True:
        job = find_transform_job(client, name)
        remaining = deadline - clock()
        if job is None or job["TransformJobStatus"] not in RUNNING_STATUSES or remaining <= 0:
            return job
        sleep(min(pause, remaining))
        pause = min(pause * POLL_PAUSE_GROWTH, MAX_POLL_PAUSE_SECONDS)
