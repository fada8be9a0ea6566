"""Deletes what a batch prediction leaves in AWS: its exported files, the output of its transform job, and its model."""

from sme.aws_client import describe_failure, make_client
from sme.batch_files import BATCH_FOLDER, INPUT_FILE, OUTPUT_FILE
from sme.credentials import read_credentials
from sme.endpoint_owner import Owner
from sme.errors import format_error
from sme.facts import KEPT_RESULT
from sme.s3_objects import delete_objects, list_objects
from sme.sagemaker_calls import AwsCallError
from sme.transform_jobs import RUNNING_STATUSES, find_transform_job, get_input_uri


def remove_batch(exa, request, create_client=make_client):
    """
    request: connection, region, batch_name, model_name, bucket, prefix (of the batch).

    Returns {'objects': [{'object', 'name', 'result'}], 'problems', 'failures'}. Nothing is deleted while the transform
    job runs. Users can call this UDF with any request, so it only deletes files that are named like those of a batch
    prediction, and a model only with the tags of this deployment.
    """
    response = {"objects": [], "problems": [], "failures": []}
    credentials, _address, problems = read_credentials(exa, request["connection"])
    bucket, prefix = request["bucket"], request["prefix"]
    if not BATCH_FOLDER.fullmatch(prefix):
        problems.append(format_error("E-SME-270", prefix=prefix))
    if problems:
        return dict(response, problems=problems)
    uri = "s3://{}/{}".format(bucket, prefix)
    try:
        client = create_client("sagemaker", credentials, request["region"])
        job = find_transform_job(client, request["batch_name"])
        if job is not None and job["TransformJobStatus"] in RUNNING_STATUSES and get_input_uri(job).startswith(uri):
            status = job["TransformJobStatus"]
            return dict(response, problems=[format_error("E-SME-383", batch=request["batch_name"], status=status)])
        result = Owner(client, exa.meta).remove_model(request["model_name"])
    except AwsCallError as error:
        return dict(response, failures=[error.failure])
    response["objects"].append({"object": "model", "name": request["model_name"], "result": result})
    if result.startswith(KEPT_RESULT):
        return dict(response, problems=[format_error("E-SME-384", model=request["model_name"])])
    operation = "s3:ListBucket"
    try:
        s3 = create_client("s3", credentials, request["region"])
        keys = [
            entry["Key"] for entry in list_objects(s3, bucket, prefix) if is_batch_file(entry["Key"][len(prefix) :])
        ]
        operation = "s3:DeleteObject"
        count = delete_objects(s3, bucket, keys)
    except Exception as error:
        return dict(response, failures=[describe_failure(operation, error)])
    response["objects"].append({"object": "files", "name": uri, "result": "{} deleted".format(count)})
    return response


def is_batch_file(path):
    return bool(INPUT_FILE.fullmatch(path) or OUTPUT_FILE.fullmatch(path))
