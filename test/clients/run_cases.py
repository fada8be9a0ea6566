"""Runs the cases of one client and prints one line of JSON for each: name, error or null.

Arguments: name of the module, access to the sandbox as JSON, and optionally --smoke for the first case only.
Every function of the module whose name begins with case_ is a case; its docstring says what it shows.
"""

import importlib
import json
import sys
import traceback


def run(case, access):
    try:
        case(access)
        return None
    except BaseException:
        return traceback.format_exc(limit=-4)


def main():
    module = importlib.import_module(sys.argv[1])
    access = json.loads(sys.argv[2])
    cases = [value for name, value in vars(module).items() if name.startswith("case_")]
    for case in cases[:1] if "--smoke" in sys.argv else cases:
        print(json.dumps({"case": case.__doc__, "error": run(case, access)}), flush=True)


main()
