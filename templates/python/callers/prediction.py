import json

from sme.fast_dates import speed_up_dates
from sme.prediction import Predictor

SETTINGS = json.loads("{{settings}}")
PREDICTORS = []


def run(ctx):
    if not PREDICTORS:
        speed_up_dates(globals())
        PREDICTORS.append(Predictor(exa, SETTINGS))  # noqa: F821  # pyright: ignore
    if SETTINGS["statistics"]:
        PREDICTORS[0].emit_statistics(ctx)
    else:
        PREDICTORS[0].emit_predictions(ctx)


def cleanup():
    for predictor in PREDICTORS:
        predictor.close()
