"""The metrics of a candidate."""

import math


def find_metric_name(metric):
    """Prefers StandardMetricName, which includes LogLoss and InferenceLatency. Old jobs only have MetricName."""
    return metric.get("StandardMetricName") or metric.get("MetricName")


def find_metric_value(metric):
    """The value, or None if it is missing, infinite or NaN, which SQL cannot store."""
    value = metric.get("Value")
    return value if value is not None and math.isfinite(value) else None


def read_objective(candidate):
    """
    The objective metric of a candidate as (name, value, direction). Each is None if AWS does not report it.
    direction: 'Maximize' or 'Minimize'.
    """
    metric = (candidate or {}).get("FinalAutoMLJobObjectiveMetric") or {}
    return find_metric_name(metric), find_metric_value(metric), metric.get("Type")
