"""What the language container of this database has to offer. Runs also where boto3 is missing."""

import sys


def read_runtime_info():
    """
    Versions as text, None where a package is missing; auto_ml_job_v2 says whether this botocore knows the second
    version of Autopilot's API.
    """
    info = {
        "python": "{}.{}.{}".format(*sys.version_info[:3]),
        "boto3": None,
        "botocore": None,
        "auto_ml_job_v2": False,
    }
    try:
        import boto3
        import botocore
        import botocore.session

        info["boto3"] = boto3.__version__
        info["botocore"] = botocore.__version__
        model = botocore.session.get_session().get_service_model("sagemaker")
        info["auto_ml_job_v2"] = "CreateAutoMLJobV2" in model.operation_names  # pyright: ignore
    except Exception:
        # Missing or broken: both mean that the other UDFs cannot work, and what was found so far says how far it came.
        return info
    return info
