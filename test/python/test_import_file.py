import io
import json
import unittest
from unittest import mock

from botocore.exceptions import ClientError, ReadTimeoutError
from doubles import StubExa
from sme import import_file as module
from sme.import_file import ImportProblem, import_file

KEY = "p/churn/batch/churn-1/out/part-0001.csv.out"


class StubS3:
    """One object, in ranges. faults: exceptions that the next calls raise."""

    def __init__(self, content, faults=()):
        self.content = content
        self.faults = list(faults)
        self.requests = []

    def get_object(self, Bucket, Key, Range, IfMatch=None):
        self.requests.append((Bucket, Key, Range, IfMatch))
        if self.faults:
            raise self.faults.pop(0)
        first, last = (int(text) for text in Range[len("bytes=") :].split("-"))
        if first >= len(self.content):
            raise make_error("InvalidRange", 416)
        part = self.content[first : last + 1]
        span = "bytes {}-{}/{}".format(first, first + len(part) - 1, len(self.content))
        return {"Body": io.BytesIO(part), "ContentRange": span, "ETag": "e"}


def make_error(code, status):
    response = {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "GetObject")


class StubContext:
    def __init__(self, key):
        request = {"connection": "AWS", "region": "eu-central-1", "bucket": "b"}
        self.cells = [json.dumps(request), key]
        self.emitted = []

    def __getitem__(self, index):
        return self.cells[index]

    def emit(self, *cells):
        self.emitted.append(cells)


class ImportFileTest(unittest.TestCase):
    def read(self, content, width=2, key=KEY, faults=()):
        exa = StubExa()
        exa.meta.output_columns = [None] * width
        context = StubContext(key)
        self.s3 = StubS3(content, faults)
        import_file(exa, context, lambda *_arguments, **_options: self.s3)
        return context.emitted

    def refuse(self, *arguments, **options):
        with self.assertRaises(ImportProblem) as caught:
            self.read(*arguments, **options)
        return json.loads(str(caught.exception))

    def test_emits_cells_as_text_and_empty_ones_as_null(self):
        content = '1,"yes, ""really"""\n2,\n3,"two\nlines"\n4,ü'.encode()
        expected = [("1", 'yes, "really"'), ("2", None), ("3", "two\nlines"), ("4", "ü")]
        self.assertEqual(expected, self.read(content))

    def test_reads_ranges_of_one_version_whatever_they_cut(self):
        content = '1,"ü€🎉\n"\n2,b\n'.encode() * 7
        for size in (1, 2, 3, 7):
            with mock.patch.object(module, "RANGE_BYTES", size):
                self.assertEqual([("1", "ü€🎉\n"), ("2", "b")] * 7, self.read(content))
            self.assertEqual([None, "e"], [request[3] for request in self.s3.requests[:2]])

    def test_reads_an_empty_file(self):
        self.assertEqual([], self.read(b""))

    def test_repeats_a_range_after_a_lost_connection(self):
        self.assertEqual([("1", "a")], self.read(b"1,a\n", faults=[ReadTimeoutError(endpoint_url="u")] * 2))
        response = self.refuse(b"1,a\n", faults=[ReadTimeoutError(endpoint_url="u")] * 3)
        self.assertEqual("interrupted", response["failures"][0]["kind"])

    def test_reports_a_refusal_at_once(self):
        response = self.refuse(b"1,a\n", faults=[make_error("ExpiredToken", 400)])
        self.assertEqual("ExpiredToken", response["failures"][0]["code"])
        self.assertEqual(1, len(self.s3.requests))

    def test_names_a_line_with_another_number_of_cells(self):
        self.assertRegex(
            self.refuse(b"1,a\n2\n")["problems"][0], "^E-SME-439: Line 2 of '{}' has 1 cells, not 2".format(KEY)
        )

    def test_reads_only_what_a_batch_prediction_wrote(self):
        for key in ("x", "p/churn/train/1/part-0001.csv.gz", "p/batch/a/in/1/part-0001.csv", "p/out/part-0001.csv.out"):
            self.assertRegex(self.refuse(b"", key=key)["problems"][0], "^E-SME-439: '.*' is not a file")


if __name__ == "__main__":
    unittest.main()
