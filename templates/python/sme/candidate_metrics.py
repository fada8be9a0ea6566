"""The metrics of a candidate."""

import math


def metric_name(metric):
    """StandardMetricName covers LogLoss and InferenceLatency, MetricName does not; old jobs only have MetricName."""
    return metric.get("StandardMetricName") or metric.get("MetricName")


def metric_value(metric):
    """The value, or None if it is missing, infinite or NaN, which SQL cannot store."""
    value = metric.get("Value")
    return value if value is not None and math.isfinite(value) else None


def read_objective(candidate):
    """
    The objective metric of a candidate as (name, value, direction). Each is None as long as AWS does not report it.
    direction: 'Maximize' or 'Minimize'.
    """
    metric = (candidate or {}).get("FinalAutoMLJobObjectiveMetric") or {}
    return metric_name(metric), metric_value(metric), metric.get("Type")
