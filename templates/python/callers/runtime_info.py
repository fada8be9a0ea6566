import json

from sme.runtime_info import read_runtime_info


def run(ctx):
    return json.dumps(read_runtime_info())
