"""The software in the script language container. Also runs in a container without boto3."""

import sys


def read_runtime_info():
    """
    Returns {'python', 'boto3', 'botocore': versions as text, None if the package is missing, 'auto_ml_job_v2': True if
    this botocore knows version 2 of the AutoML API}.
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
        # The packages are missing or broken, so the other UDFs cannot work; the values so far show what is missing.
        return info
    return info
