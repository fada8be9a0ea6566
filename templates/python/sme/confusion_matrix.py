"""The confusion matrix of a job's best candidate, from Autopilot's report on model quality."""

from sme.aws_client import make_client
from sme.job_reports import read_job_report

METRIC_GROUPS = ("binary_classification_metrics", "multiclass_classification_metrics")


def read_confusion_matrix(exa, request, create_client=make_client):
    """
    The response of read_job_report with 'cells': [[actual, predicted, rows], ...] sorted by class, or None if no report
    contains a matrix. The name and layout of the file are those of SageMaker Model Monitor's model quality statistics.
    """
    report = {"artifact": "ModelInsights", "file": "statistics.json", "key": "cells", "parse": parse_cells}
    return read_job_report(exa, request, report, create_client)


def parse_cells(document):
    """
    A matrix maps each actual class to the predicted classes and their numbers of rows. AWS does not document which
    class is the outer key; public artifacts show that it is the actual one.
    """
    matrices = [
        document[group]["confusion_matrix"] for group in METRIC_GROUPS if "confusion_matrix" in document.get(group, {})
    ]
    return [
        [str(actual), str(predicted), int(float(rows))]
        for matrix in matrices[:1]
        for actual, row in sorted(matrix.items())
        for predicted, rows in sorted(row.items())
    ]
