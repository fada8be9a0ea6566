"""What AWS says of a candidate's quality."""

import math


def name_metric(metric):
    """StandardMetricName has LogLoss and InferenceLatency, which MetricName lacks; old jobs have the latter only."""
    return metric.get("StandardMetricName") or metric.get("MetricName")


def read_metric_value(metric):
    """None for what is no number in SQL either."""
    value = metric.get("Value")
    return value if value is not None and math.isfinite(value) else None


def read_objective(candidate):
    """(metric, value, 'Maximize' | 'Minimize' | None) of a candidate, each None where it is not known yet."""
    metric = (candidate or {}).get("FinalAutoMLJobObjectiveMetric") or {}
    return name_metric(metric), read_metric_value(metric), metric.get("Type")
