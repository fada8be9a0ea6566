"""A test case with a Predictor and an endpoint on a real HTTP server."""

import gc
import os
import unittest
from unittest import mock

from endpoint_server import EndpointServer
from prediction_doubles import StubContext, make_column, make_exa
from sme.prediction import Predictor
from sme.prediction_labels import PredictionError


class PredictorCase(unittest.TestCase):
    def setUp(self):
        self.server = EndpointServer()
        self.addCleanup(self.server.stop)
        environment = mock.patch.dict(os.environ, {"AWS_ENDPOINT_URL": self.server.url})
        environment.start()
        self.addCleanup(environment.stop)
        self.addCleanup(gc.set_threshold, *gc.get_threshold())
        self.addCleanup(getattr(gc, "unfreeze", gc.collect))

    def make_predictor(self, inputs=("DECIMAL(18,0)", "VARCHAR(100)"), target="DECIMAL(18,0)", exa=None, **changes):
        settings = {
            "endpoint": "churn-1",
            "connection": "AWS",
            "region": "eu-central-1",
            "keys": 0,
            "classification": False,
            "response_keys": None,
            "serverless": False,
            "parallel": 4,
        }
        settings.update(changes)
        exa = exa or make_exa(inputs, target)
        if settings.get("errors"):
            exa.meta.output_columns.append(make_column("VARCHAR(2000) UTF8"))
        predictor = Predictor(exa, settings)
        predictor.caller.sleep = lambda seconds: self.pauses.append(seconds)
        self.pauses = []
        self.addCleanup(predictor.threads.shutdown)
        return predictor

    def predict(self, rows, predictor=None, **changes):
        predictor = predictor or self.make_predictor(**changes)
        ctx = StubContext(rows)
        predictor.emit_predictions(ctx)
        self.predictor = predictor
        return ctx.emitted

    def fail_to_predict(self, rows=((1, "a"),), **changes):
        with self.assertRaises(PredictionError) as caught:
            self.predict(rows, **changes)
        return str(caught.exception)
