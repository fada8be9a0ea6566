"""The status of a transform job and, when it has ended, the files that it wrote."""

from sme.aws_client import describe_failure, make_client
from sme.batch_files import BATCH_FOLDER, INPUT_FILE, OUTPUT_FILE, match_outputs
from sme.credentials import find_form, read_credentials
from sme.errors import format_error
from sme.s3_objects import list_objects
from sme.sagemaker_calls import AwsCallError
from sme.transform_jobs import RUNNING_STATUSES, find_transform_job, read_state


def read_batch_output(exa, request, create_client=make_client):
    """
    request: connection, region, batch_name, bucket, prefix (of the batch), token (of the run that exported the files).

    Returns {'state', 'outputs', 'missing', 'has_filter', 'credentials_form', 'problems', 'failures'}. state: see
    read_state, or None if AWS has no such job. credentials_form: see find_form. If the job has ended: outputs, keys of
    the files that it wrote; missing, names of the input files without output; has_filter, False if the output contains
    the inputs, too.
    """
    credentials, _address, problems = read_credentials(exa, request["connection"])
    prefix = request["prefix"]
    if not BATCH_FOLDER.fullmatch(prefix):
        problems.append(format_error("E-SME-270", prefix=prefix))
    if problems:
        return {"problems": problems, "failures": []}
    try:
        client = create_client("sagemaker", credentials, request["region"])
        job = find_transform_job(client, request["batch_name"])
    except AwsCallError as error:
        return {"problems": [], "failures": [error.failure]}
    response = {"state": read_state(job) if job else None, "problems": [], "failures": []}
    response["credentials_form"] = find_form(credentials)
    if job is None or job["TransformJobStatus"] in RUNNING_STATUSES:
        return response
    try:
        s3 = create_client("s3", credentials, request["region"])
        keys = [entry["Key"] for entry in list_objects(s3, request["bucket"], prefix)]
    except Exception as error:
        return dict(response, failures=[describe_failure("s3:ListBucket", error)])
    inputs = [
        key
        for key in keys
        if INPUT_FILE.fullmatch(key[len(prefix) :]) and key.startswith("{}in/{}/".format(prefix, request["token"]))
    ]
    outputs, missing, repeated = match_outputs(
        inputs, [key for key in keys if OUTPUT_FILE.fullmatch(key[len(prefix) :])]
    )
    if repeated:
        problem = format_error("E-SME-381", batch=request["batch_name"], files=", ".join(repeated))
        return dict(response, problems=[problem])
    has_filter = bool((job.get("DataProcessing") or {}).get("OutputFilter", "$") != "$")
    return dict(response, outputs=outputs, missing=missing, has_filter=has_filter)
