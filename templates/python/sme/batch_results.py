"""Reads the rows that a transform job wrote: the row number and the columns of the response, as text."""

import json

from sme.errors import format_error
from sme.prediction_labels import LabelReader, PredictionError
from sme.prediction_response import ResponseReader


class BatchResults:
    """
    settings: JSON with response_keys (the columns of the response, None for the label only) and classification.
    output_columns: of exa.meta. The last one is the prediction.
    """

    def __init__(self, settings, output_columns):
        values = json.loads(settings)
        self.keys = values.get("response_keys") or ["predicted_label"]
        self.has_probability = bool(values["classification"])
        self.labels = LabelReader(output_columns[-1])
        self.reader = ResponseReader(None, self.keys)

    def read(self, row_number, *cells):
        """The row number, the probability of the predicted label (for a classification) and the prediction."""
        columns = dict(zip(self.keys, ["" if cell is None else cell for cell in cells]))
        text = columns["predicted_label"]
        (label,) = self.labels.read_all([text])
        if not self.has_probability:
            return row_number, label
        return row_number, self.read_probability(row_number, columns), label

    def read_probability(self, row_number, columns):
        if not columns["predicted_label"]:
            return None
        try:
            (probability,) = self.reader.read_probabilities(
                {key: [cell] for key, cell in columns.items()}, [columns["predicted_label"]]
            )
        except (ValueError, IndexError):
            record = ",".join(columns.values())
            raise PredictionError(format_error("E-SME-385", number=row_number, record=record)) from None
        return probability
