"""Checks everything about AWS that can be checked before rows are exported."""

from sme.automl_api import describe_job
from sme.aws_client import describe_failure, is_credential_failure, is_not_found, make_client
from sme.bucket_address import parse_bucket_address
from sme.create_job_request import validate_request
from sme.credentials import find_form, read_credentials
from sme.errors import format_error
from sme.facts import WRONG_REGION_CODES
from sme.security_options import find_security_problems
from sme.tag_rules import find_tag_problems
from sme.upload_encryption import find_key_region_problems


def check_training(exa, request, create_client=make_client):
    """
    request: connection, bucket, prefix and the members that create_job_request reads. Values that Lua has found invalid
    are missing.
    Returns {'problems': error texts, 'failures': of AWS calls, 'credentials_form': see find_form}.
    """
    credentials, address, problems = read_credentials(exa, request["connection"])
    problems += find_tag_problems(request.get("tags")) + find_security_problems(request.get("security"))
    failures = []
    region, bucket = request.get("region"), request.get("bucket")
    problems += find_key_region_problems(request["connection"], credentials, region)
    if address is not None:
        problems += check_address(request["connection"], address, bucket, region)
    if credentials and region and bucket:
        s3 = create_client("s3", credentials, region)
        bucket_problems, bucket_failures = check_bucket(s3, bucket, region, request.get("prefix"))
        problems += bucket_problems
        failures += bucket_failures
    are_keys_refused = any(is_credential_failure(failure) for failure in failures)
    if credentials and region and request.get("job_name") and not are_keys_refused:
        sagemaker = create_client("sagemaker", credentials, region)
        problems += check_request(sagemaker, request)
        name_problems, name_failures = check_job_name(sagemaker, request["job_name"])
        problems += name_problems
        failures += name_failures
    if credentials and region and request.get("role") and not are_keys_refused:
        problems += check_account(lambda: create_client("sts", credentials, region, attempts=1), request["role"])
    return {"problems": problems, "failures": failures, "credentials_form": find_form(credentials)}


def check_account(make_sts, role):
    """
    SageMaker only accepts roles of the caller's account. Every key may call GetCallerIdentity; if STS is unreachable,
    the check is skipped, and CreateAutoMLJob reports the mistake.
    """
    try:
        account = make_sts().get_caller_identity().get("Account")
    except Exception:
        return []
    role_account = role.split(":")[4]
    if not account or account == role_account:
        return []
    return [format_error("E-SME-294", role=role, role_account=role_account, account=account)]


def check_address(name, address, bucket, region):
    """
    EXPORT writes to the address of the connection, and SageMaker reads s3_bucket_uri: both must be the same bucket.

    name: of the connection. bucket, region: None if they are unknown.
    """
    location = parse_bucket_address(address)
    if location is None:
        return [format_error("E-SME-94", name=name, address=address)]
    problems = []
    if location["path"]:
        problems.append(format_error("E-SME-95", name=name, path=location["path"]))
    if bucket and location["bucket"] != bucket:
        problems.append(format_error("E-SME-96", bucket=bucket, name=name, other=location["bucket"]))
    if region and location["region"] and location["region"] != region:
        problems.append(format_error("E-SME-97", region=region, name=name, other=location["region"]))
    return problems


def check_bucket(s3, bucket, region, prefix):
    """
    Checks with a single listing that the keys are valid, the bucket exists and is in this Region, and the prefix is
    empty. Returns (problems, failures).
    """
    try:
        listing = s3.list_objects_v2(Bucket=bucket, Prefix=prefix or "", MaxKeys=1)
        actual_region = read_bucket_region(listing)
    except Exception as error:
        failure = describe_failure("s3:ListBucket", error)
        if failure["code"] == "NoSuchBucket":
            return [format_error("E-SME-98", bucket=bucket)], []
        if failure["code"] in WRONG_REGION_CODES:
            return [format_error("E-SME-99.unknown_region", bucket=bucket, region=region)], []
        return [], [failure]
    if actual_region and actual_region != region:
        return [format_error("E-SME-99.other_region", bucket=bucket, actual=actual_region, region=region)], []
    objects = listing.get("Contents", [])
    if prefix and objects:
        return [format_error("E-SME-100", bucket=bucket, prefix=prefix, key=objects[0]["Key"])], []
    return [], []


def read_bucket_region(listing):
    """AWS returns the bucket's Region in a header of each response. boto3 follows redirects to other Regions."""
    return listing.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("x-amz-bucket-region")


def check_request(sagemaker, request):
    """Finds parameters that an old boto3 does not know, which CreateAutoMLJob would report only after the export."""
    if any(request.get(key) is None for key in ("role", "train_uri", "target")):
        return []
    report = validate_request(sagemaker, request)
    return [format_error("E-SME-102", reason="; ".join(report.split("\n")))] if report else []


def check_job_name(sagemaker, job_name):
    """Returns (problems, failures)."""
    try:
        job = describe_job(sagemaker, job_name)
    except Exception as error:
        failure = describe_failure("sagemaker:DescribeAutoMLJob", error)
        return [], [] if is_not_found(failure) else [failure]
    status = job.get("AutoMLJobStatus", "status unknown")
    return [format_error("E-SME-101", job=job_name, status=status)], []
