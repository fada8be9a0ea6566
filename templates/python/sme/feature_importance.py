"""How much each column counts, from the report that SageMaker Clarify wrote about the best candidate."""

from sme.aws_client import make_client
from sme.job_reports import ask_for_report


def read_feature_importance(exa, request, client_of=make_client):
    """
    `features` of the answer: [[column, importance, share], ...], the most important first, or None where no report is
    there; all else as `ask_for_report` says. 'analysis.json' is the report's name in Clarify's samples.
    """
    report = {"artifact": "Explainability", "file": "analysis.json", "key": "features", "read": read_shap_values}
    return ask_for_report(exa, request, report, client_of)


def read_shap_values(document):
    """
    [[column, importance, share], ...] of a report. Importance is the size of the column's SHAP value, averaged over the
    labels of a classification; the shares add up to 1.
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
