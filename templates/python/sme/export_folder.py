"""
The folders and files of an export. Users can call the UDFs with any request, so these only touch files that an export
writes.
"""

import re

from sme.errors import format_error

# The folder of a single run of a training or a batch prediction. sme.run_reservation makes its token from time, session
# and statement.
EXPORT_FOLDER = re.compile(r".*/(?:train|batch/[A-Za-z0-9-]+/in)/[0-9-]+/", re.DOTALL)
COMPRESSED_FILE = re.compile(r"part-[0-9]{4,6}\.csv\.gz")
# A batch prediction exports plain files without a header.
PLAIN_FILE = re.compile(r"part-[0-9]{4,6}\.csv")


def find_folder_problems(prefix):
    return [] if EXPORT_FOLDER.fullmatch(prefix) else [format_error("E-SME-270", prefix=prefix)]
