"""
Writes rows to S3 in the form in which Exasol's EXPORT writes them, for credentials that EXPORT cannot use. Each group
of rows becomes one file.
"""

import json
import zlib

from sme.aws_client import describe_failure, make_client
from sme.credentials import read_credentials
from sme.export_folder import find_folder_problems
from sme.s3_upload import S3Upload

# Columns of the input: the request, the number of the node, the part of the node, the pieces of the line.
FIRST_PIECE = 3
BLOCK_CHARACTERS = 256 * 1024
# Higher levels take longer than the transfer of what they save.
GZIP_LEVEL = 3
GZIP_FORMAT = 16 + zlib.MAX_WBITS


class Exporter:
    """Serves all groups of a VM, so that they share a client."""

    def __init__(self, exa, create_client=make_client):
        self.exa = exa
        self.create_client = create_client
        self.request = {}
        self.s3 = None
        self.encryption = {}
        self.failure = None

    def emit_file(self, ctx):
        """
        Emits name, rows, bytes of the file and None; or what failed as JSON: {'problems', 'failures'}. After a failure,
        the other groups of this VM upload nothing.
        """
        name, rows, size = None, 0, 0
        if self.failure is None:
            try:
                self.prepare(json.loads(ctx[0]))
            except ImportError as error:
                self.note_failure(describe_failure("import", error))
        if self.failure is None:
            name = self.make_name(int(ctx[1]), int(ctx[2]))
            rows, size = self.export(ctx, name)
        ctx.emit(name, rows, size, self.failure)

    def prepare(self, request):
        if self.s3 is not None:
            return
        credentials, _address, problems = read_credentials(self.exa, request["connection"])
        problems += find_folder_problems(request["prefix"])
        if problems or credentials is None:
            self.failure = json.dumps({"problems": problems, "failures": []})
            return
        self.request = request
        self.encryption = credentials["encryption"]
        self.s3 = self.create_client("s3", credentials, request["region"], attempts=5)

    def note_failure(self, failure):
        self.failure = json.dumps({"problems": [], "failures": [failure]})

    def make_name(self, node, part):
        number = node * int(self.request["parts"]) + part + 1
        return "part-{:04d}.csv{}".format(number, "" if self.request["compression"] == "none" else ".gz")

    def export(self, ctx, name):
        """Returns the number of rows and of bytes that were written."""
        request = self.request
        target = {"Bucket": request["bucket"], "Key": request["prefix"] + name}
        upload = S3Upload(self.s3, target, self.encryption)
        compressor = PlainText() if request["compression"] == "none" else zlib.compressobj(GZIP_LEVEL, 8, GZIP_FORMAT)
        rows, size = 0, 0
        try:
            header = request.get("header")
            blocks = LineReader(ctx, request["raw"])
            if header is not None:
                upload.write(compressor.compress(header.encode("utf-8") + b"\n"))
            for count, block in blocks:
                rows += count
                size += len(block)
                upload.write(compressor.compress(block))
            upload.write(compressor.flush())
            upload.finish()
        except Exception as error:
            upload.abort()
            self.note_failure(describe_failure(upload.operation, error))
            return 0, 0
        return rows, size


class PlainText:
    """A compressor that changes nothing."""

    def compress(self, content):
        return content

    def flush(self):
        return b""


class LineReader:
    """
    Iterates over the rows of a group as (number of rows, their lines in UTF-8).

    raw: for each piece of a line, whether it is a single cell that still has to be quoted.
    """

    def __init__(self, ctx, raw):
        self.ctx = ctx
        self.raw = raw

    def __iter__(self):
        ctx, advance = self.ctx, self.ctx.next
        read_line = self.read_single if self.raw == [0] else self.read_pieces
        lines, characters = [], 0
        while True:
            line = read_line(ctx)
            lines.append(line)
            characters += len(line)
            has_more = advance()
            if characters >= BLOCK_CHARACTERS or not has_more:
                lines.append("")
                yield len(lines) - 1, "\n".join(lines).encode("utf-8")
                lines, characters = [], 0
            if not has_more:
                return

    @staticmethod
    def read_single(ctx):
        # Exasol stores an empty text as NULL.
        return ctx[FIRST_PIECE] or ""

    def read_pieces(self, ctx):
        pieces = []
        for index, is_raw in enumerate(self.raw):
            piece = ctx[FIRST_PIECE + index]
            if is_raw and piece is not None:
                piece = '"' + piece.replace('"', '""') + '"'
            pieces.append(piece or "")
        return ",".join(pieces)
