"""The importance of each column for a job's best candidate, from the report of SageMaker Clarify."""

from sme.aws_client import make_client
from sme.job_reports import read_job_report


def read_feature_importance(exa, request, create_client=make_client):
    """
    The response of read_job_report with 'features': [[column, importance, share], ...] in descending order, or None if
    there is no report. Clarify's samples name the file 'analysis.json'.
    """
    report = {"artifact": "Explainability", "file": "analysis.json", "key": "features", "parse": parse_shap_values}
    return read_job_report(exa, request, report, create_client)


def parse_shap_values(document):
    """
    [[column, importance, share], ...] of a report. Importance is the absolute SHAP value of the column, averaged over
    the labels of a classification; the shares add up to 1.
    """
    labels = document["explanations"]["kernel_shap"]
    tables = [table["global_shap_values"] for table in labels.values() if "global_shap_values" in table]
    sums = {}
    for table in tables:
        for column, value in table.items():
            sums[column] = sums.get(column, 0.0) + abs(float(value))
    total = sum(sums.values())
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return [[column, value / len(tables), value / total if total else None] for column, value in ordered]
