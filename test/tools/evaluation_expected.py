"""Computes the values that test/contract/evaluation.test.ts expects, with scikit-learn (made with 1.9.1).

Usage: python3 test/tools/evaluation_expected.py > test/support/evaluation-expected.json
"""

import json
import random

import numpy
from sklearn import metrics

random.seed(7)


def label_values(actual, predicted):
    labels = sorted(set(actual) | set(predicted))
    values = {
        "accuracy": metrics.accuracy_score(actual, predicted),
        "balanced_accuracy": metrics.balanced_accuracy_score(actual, predicted),
    }
    for average in ("macro", "weighted"):
        precision, recall, f1, _ = metrics.precision_recall_fscore_support(
            actual, predicted, average=average, zero_division=0
        )
        values.update({"precision_" + average: precision, "recall_" + average: recall, "f1_" + average: f1})
    each = metrics.precision_recall_fscore_support(actual, predicted, labels=labels, zero_division=0)
    for index, label in enumerate(labels):
        for name, column in zip(("precision", "recall", "f1", "support"), each):
            values["{} {}".format(name, label)] = float(column[index])
    matrix = metrics.confusion_matrix(actual, predicted, labels=labels)
    for row, left in enumerate(labels):
        for column, right in enumerate(labels):
            if matrix[row][column]:
                values["confusion {}/{}".format(left, right)] = float(matrix[row][column])
    return values


def make_binary():
    rows = []
    for number in range(600):
        # two decimals, so that many rows have the same score; a few are exactly 0 or 1 and wrong
        score = round(random.random(), 2)
        actual = "yes" if random.random() < score else "no"
        if number < 4:
            score, actual = float(number % 2), "no" if number % 2 else "yes"
        predicted = "yes" if score >= 0.5 else "no"
        rows.append([actual, predicted, score])
    actual, predicted = [row[0] for row in rows], [row[1] for row in rows]
    truth = numpy.array([value == "yes" for value in actual])
    score = numpy.array([row[2] for row in rows])
    values = label_values(actual, predicted)
    values["log_loss"] = metrics.log_loss(truth, score)
    values["roc_auc yes"] = metrics.roc_auc_score(truth, score)
    values["pr_auc yes"] = metrics.average_precision_score(truth, score)
    for step in range(21):
        hits = score >= step / 20
        threshold = "@{:g}".format(step / 20)
        precision, recall, f1, _ = metrics.precision_recall_fscore_support(
            truth, hits, average="binary", zero_division=0
        )
        values["threshold_precision yes" + threshold] = precision
        values["threshold_recall yes" + threshold] = recall
        values["threshold_f1 yes" + threshold] = f1
        (tn, fp), (fn, tp) = metrics.confusion_matrix(truth, hits, labels=[False, True])
        values["threshold_true_negatives yes" + threshold] = float(tn)
        values["threshold_false_positives yes" + threshold] = float(fp)
        values["threshold_false_negatives yes" + threshold] = float(fn)
        values["threshold_true_positives yes" + threshold] = float(tp)
        values["threshold_false_positive_rate yes" + threshold] = float(fp / (fp + tn))
    return {"rows": rows, "values": values}


def make_classes():
    labels = ["drizzle", "fog", "rain", 'it\'s "sun"']
    rows = []
    for _ in range(400):
        actual = random.choice(labels[:3] + labels[2:])
        predicted = actual if random.random() < 0.6 else random.choice(labels)
        rows.append([actual, predicted if predicted != "fog" else "snow"])
    return {
        "rows": rows,
        "values": label_values([row[0] for row in rows], [row[1] for row in rows]),
    }


def make_regression():
    rows = []
    for _ in range(500):
        # far from 0, so that sums of squares would lose digits
        actual = round(1e6 + random.gauss(0, 3), 3)
        rows.append([actual, round(actual + random.gauss(0.1, 1), 3)])
    actual = numpy.array([row[0] for row in rows])
    predicted = numpy.array([row[1] for row in rows])
    values = {
        "rmse": metrics.root_mean_squared_error(actual, predicted),
        "mae": metrics.mean_absolute_error(actual, predicted),
        "median_absolute_error": metrics.median_absolute_error(actual, predicted),
        "max_absolute_error": metrics.max_error(actual, predicted),
        "mean_error": float(numpy.mean(predicted - actual)),
        "mape": metrics.mean_absolute_percentage_error(actual, predicted),
        "r2": metrics.r2_score(actual, predicted),
    }
    for quantile in (0, 0.05, 0.25, 0.5, 0.75, 0.95, 1):
        values["residual_quantile@{}".format(quantile)] = float(numpy.quantile(predicted - actual, quantile))
    return {"rows": rows, "values": values}


document = {"binary": make_binary(), "classes": make_classes(), "regression": make_regression()}
print(json.dumps(document))
