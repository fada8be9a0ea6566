"""Everything about AWS that can be known to be wrong before a row is exported."""

from sme.automl_api import describe_job, is_missing
from sme.aws_client import describe_failure, make_client
from sme.bucket_address import parse_bucket_address
from sme.create_job_request import find_request_faults
from sme.credentials import read_credentials, show_value, word_problem
from sme.tag_rules import find_tag_problems

WRONG_REGION_CODES = ("AuthorizationHeaderMalformed", "PermanentRedirect", "301", "IllegalLocationConstraintException")
REFUSED_KEY_CODES = (
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
    "InvalidSignatureException",
    "InvalidClientTokenId",
)


def check_training(exa, request, client_of=make_client):
    """
    request: connection, bucket, prefix and what training_start takes; absent is what Lua found wrong already.
    Returns {'problems': texts, 'failures': failures of AWS calls for Lua to word}.
    """
    credentials, address, problems = read_credentials(exa, request["connection"])
    problems += find_tag_problems(request.get("tags"))
    failures = []
    region, bucket = request.get("region"), request.get("bucket")
    if address is not None:
        problems += check_address(request["connection"], address, bucket, region)
    if credentials and region and bucket:
        found, failed = check_bucket(client_of("s3", credentials, region), bucket, region, request.get("prefix"))
        problems += found
        failures += failed
    keys_refused = any(failure["code"] in REFUSED_KEY_CODES for failure in failures)
    if credentials and region and request.get("job_name") and not keys_refused:
        sagemaker = client_of("sagemaker", credentials, region)
        problems += check_request(sagemaker, request)
        found, failed = check_job_name(sagemaker, request["job_name"])
        problems += found
        failures += failed
    if credentials and region and request.get("role") and not keys_refused:
        problems += check_account(lambda: client_of("sts", credentials, region, attempts=1), request["role"])
    return {"problems": problems, "failures": failures}


def check_account(make_sts, role):
    """
    SageMaker passes only roles of the caller's own account. Every key may ask for its account; where the service
    cannot be reached, the question stays open, and CreateAutoMLJob answers it.
    """
    try:
        account = make_sts().get_caller_identity().get("Account")
    except Exception:
        return []
    named = role.split(":")[4]
    if not account or account == named:
        return []
    return [
        word_problem(
            "E-SME-294",
            "iam_sagemaker_role '{}' is in the account {}, but the keys of the connection are in {}.".format(
                show_value(role), named, account
            ),
            "Use a role of the keys' account: SageMaker does not accept roles of other accounts.",
        )
    ]


def check_address(name, address, bucket, region):
    """EXPORT writes to the connection's address; SageMaker reads s3_bucket_uri: both must be one place."""
    named = parse_bucket_address(address)
    if named is None:
        return [
            word_problem(
                "E-SME-94",
                "The address of the connection '{}' is '{}', which is no bucket of S3.".format(
                    name, show_value(address)
                ),
                "It has to be https://<bucket>.s3.<region>.amazonaws.com.",
            )
        ]
    problems = []
    if named["path"]:
        problems.append(
            word_problem(
                "E-SME-95",
                "The address of the connection '{}' has the path '{}'.".format(name, show_value(named["path"])),
                "It has to end with the host; the path belongs into s3_output_path.",
            )
        )
    if bucket and named["bucket"] != bucket:
        problems.append(
            word_problem(
                "E-SME-96",
                "s3_bucket_uri names the bucket '{}', but the connection '{}' leads to '{}'.".format(
                    bucket, name, show_value(named["bucket"])
                ),
                "Both have to be the same: EXPORT writes to the one, SageMaker reads from the other.",
            )
        )
    if region and named["region"] and named["region"] != region:
        problems.append(
            word_problem(
                "E-SME-97",
                "aws_region is '{}', but the connection '{}' leads to '{}'.".format(region, name, named["region"]),
                "SageMaker reads only buckets of its own region.",
            )
        )
    return problems


def check_bucket(s3, bucket, region, prefix):
    """One listing answers four questions: keys accepted? bucket there? in this region? prefix empty?"""
    try:
        listing = s3.list_objects_v2(Bucket=bucket, Prefix=prefix or "", MaxKeys=1)
        actual = read_bucket_region(listing)
    except Exception as error:
        failure = describe_failure("s3:ListBucket", error)
        if failure["code"] == "NoSuchBucket":
            return [
                word_problem(
                    "E-SME-98", "The bucket '{}' does not exist.".format(bucket), "Check s3_bucket_uri, or create it."
                )
            ], []
        if failure["code"] in WRONG_REGION_CODES:
            return [word_other_region(bucket, region, None)], []
        return [], [failure]
    if actual and actual != region:
        return [word_other_region(bucket, region, actual)], []
    objects = listing.get("Contents", [])
    if prefix and objects:
        return [
            word_problem(
                "E-SME-100",
                "s3://{}/{} already holds objects, such as '{}'.".format(bucket, prefix, show_value(objects[0]["Key"])),
                "SageMaker would train on them. Leave them to the run that wrote them; set another s3_output_path.",
            )
        ], []
    return [], []


def read_bucket_region(listing):
    """AWS names the bucket's region in a header of each answer; boto3 follows to another region without a word."""
    return listing.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("x-amz-bucket-region")


def word_other_region(bucket, region, actual):
    where = "'{}'".format(actual) if actual else "another region"
    return word_problem(
        "E-SME-99",
        "The bucket '{}' is in {}, not in '{}'.".format(bucket, where, region),
        "Set aws_region and the connection's address to the bucket's region: SageMaker reads only buckets of its own.",
    )


def check_request(sagemaker, request):
    """An old boto3 knows fewer parameters, and would say so only after the export."""
    if any(request.get(key) is None for key in ("role", "train_uri", "target")):
        return []
    faults = find_request_faults(sagemaker, request)
    if not faults:
        return []
    return [
        word_problem(
            "E-SME-102",
            "The boto3 of the script language container cannot ask for this job: {}.".format(
                "; ".join(faults.split("\n"))
            ),
            "Leave these parameters out, or deploy with --language-alias and an alias of a newer container.",
        )
    ]


def check_job_name(sagemaker, job_name):
    try:
        job = describe_job(sagemaker, job_name)
    except Exception as error:
        failure = describe_failure("sagemaker:DescribeAutoMLJob", error)
        return [], [] if is_missing(failure) else [failure]
    return [
        word_problem(
            "E-SME-101",
            "SageMaker already has a job '{}' ({}).".format(job_name, job.get("AutoMLJobStatus", "status unknown")),
            "AWS never frees a job name, even of a failed job: take another one.",
        )
    ], []
