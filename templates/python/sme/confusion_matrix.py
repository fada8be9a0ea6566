"""Which classes the best candidate takes for which, from the report on model quality that Autopilot wrote about it."""

from sme.aws_client import make_client
from sme.job_reports import ask_for_report

KINDS = ("binary_classification_metrics", "multiclass_classification_metrics")


def read_confusion_matrix(exa, request, client_of=make_client):
    """
    `cells` of the answer: [[actual, predicted, rows], ...] by class, or None where no report has a matrix; all else as
    `ask_for_report` says. The file's name and shape are those of SageMaker Model Monitor's statistics on model quality.
    """
    report = {"artifact": "ModelInsights", "file": "statistics.json", "key": "cells", "read": read_cells}
    return ask_for_report(exa, request, report, client_of)


def read_cells(document):
    """
    A matrix is an object of actual classes, each an object of predicted classes and how many rows there are. That the
    outer key is the actual class is settled from public artefacts.
    """
    matrices = [document[kind]["confusion_matrix"] for kind in KINDS if "confusion_matrix" in document.get(kind, {})]
    return [
        [str(actual), str(predicted), int(float(rows))]
        for matrix in matrices[:1]
        for actual, row in sorted(matrix.items())
        for predicted, rows in sorted(row.items())
    ]
