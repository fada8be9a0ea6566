"""The files of a batch prediction in S3: what was exported, and what the transform job wrote."""

import re

# <output path>/<job>/batch/<batch>/
BATCH_FOLDER = re.compile(r".*/batch/[A-Za-z0-9](-*[A-Za-z0-9]){0,62}/", re.DOTALL)
# Below that folder. sme.run_reservation makes the token of a run from time, session and statement.
INPUT_FILE = re.compile(r"in/[0-9-]+/part-[0-9]{4,6}\.csv")
# AWS appends .out to the name of the input file. It keeps the relative path, which is not relied upon.
OUTPUT_FILE = re.compile(r"out/(?:[^/]+/)*part-[0-9]{4,6}\.csv\.out", re.DOTALL)
OUTPUT_SUFFIX = ".out"


def match_outputs(input_keys, output_keys):
    """
    Returns (outputs, missing, repeated): keys of the outputs, names of the input files without output, and names of
    those with several outputs. Names count, because the job writes each name below a path that AWS chooses.
    """
    names = [get_name(key) for key in input_keys]
    outputs, repeated, found = [], [], set()
    for key in output_keys:
        name = get_name(key)[: -len(OUTPUT_SUFFIX)]
        if name in found:
            repeated.append(name)
        found.add(name)
        outputs.append(key)
    return sorted(outputs), sorted(name for name in names if name not in found), sorted(set(repeated))


def get_name(key):
    return key.rpartition("/")[2]
