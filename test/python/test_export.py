import gzip
import io
import json
import unittest
from unittest import mock

from botocore.exceptions import ClientError
from doubles import StubConnection, StubExa
from sme import s3_upload
from sme.export import Exporter

PREFIX = "p/train/20261127195309-17549-3/"


class MemoryS3:
    """Objects in memory. fail: name of a method that raises AccessDenied from its call number `after` on."""

    def __init__(self, fail=None, after=1):
        self.fail = fail
        self.after = after
        self.objects = {}
        self.uploads = {}
        self.arguments = []
        self.calls = []

    def note(self, method, arguments):
        self.calls.append(method)
        self.arguments.append((method, arguments))
        if method == self.fail and self.calls.count(method) >= self.after:
            response = {"Error": {"Code": "AccessDenied", "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": 403}}
            raise ClientError(response, method)

    def put_object(self, **arguments):
        self.note("put_object", arguments)
        self.objects[arguments["Key"]] = arguments["Body"]

    def create_multipart_upload(self, **arguments):
        self.note("create_multipart_upload", arguments)
        self.uploads["u1"] = {}
        return {"UploadId": "u1"}

    def upload_part(self, **arguments):
        self.note("upload_part", arguments)
        self.uploads[arguments["UploadId"]][arguments["PartNumber"]] = arguments["Body"]
        return {"ETag": "e{}".format(arguments["PartNumber"])}

    def complete_multipart_upload(self, **arguments):
        self.note("complete_multipart_upload", arguments)
        parts = self.uploads.pop(arguments["UploadId"])
        numbers = [part["PartNumber"] for part in arguments["MultipartUpload"]["Parts"]]
        assert numbers == sorted(parts)
        assert all(part["ETag"] == "e{}".format(part["PartNumber"]) for part in arguments["MultipartUpload"]["Parts"])
        self.objects[arguments["Key"]] = b"".join(parts[number] for number in numbers)

    def abort_multipart_upload(self, **arguments):
        self.note("abort_multipart_upload", arguments)
        self.uploads.pop(arguments["UploadId"])


class StubContext:
    """The ctx of a SET script: rows are lists of cells behind the request, the node and the part."""

    def __init__(self, request, rows, node=0, part=0):
        self.rows = [[json.dumps(request), node, part] + list(row) for row in rows]
        self.index = 0
        self.emitted = []

    def __getitem__(self, index):
        return self.rows[self.index][index]

    def next(self):
        if self.index + 1 == len(self.rows):
            return False
        self.index += 1
        return True

    def emit(self, *cells):
        self.emitted.append(cells)


class ExporterTest(unittest.TestCase):
    def export(self, rows, s3=None, password="very-secret", node=0, part=0, **changes):
        self.s3 = s3 or MemoryS3()
        request = {
            "connection": "AWS",
            "region": "eu-central-1",
            "bucket": "b",
            "prefix": PREFIX,
            "compression": "gzip",
            "parts": 2,
            "raw": [0],
            "header": '"A","B"',
        }
        request.update(changes)
        self.context = StubContext(request, rows, node, part)
        self.exporter = Exporter(
            StubExa({"AWS": StubConnection(password=password)}), lambda *_arguments, **_options: self.s3
        )
        self.exporter.emit_file(self.context)
        return self.context.emitted[0]

    def test_writes_the_lines_behind_the_header(self):
        self.assertEqual(
            ("part-0004.csv.gz", 3, 11, None), self.export([['"a","1"'], [None], [","]], node=1, part=1)[:4]
        )
        content = gzip.decompress(self.s3.objects[PREFIX + "part-0004.csv.gz"])
        self.assertEqual(b'"A","B"\n"a","1"\n\n,\n', content)

    def test_writes_plain_text_without_a_header(self):
        self.export([["ü"]], compression="none", header=None)
        self.assertEqual({PREFIX + "part-0001.csv": "ü\n".encode()}, self.s3.objects)

    def test_joins_pieces_and_quotes_raw_ones(self):
        self.export([['"x"', 'say "hi"\n', None], [None, None, '"y"']], compression="none", header=None, raw=[0, 1, 0])
        content = self.s3.objects[PREFIX + "part-0001.csv"].decode()
        self.assertEqual('"x","say ""hi""\n",\n,,"y"\n', content)

    def test_uploads_large_files_in_parts_with_the_encryption_of_the_connection(self):
        rows = [["{:06d}".format(number) * 40] for number in range(5000)]
        with mock.patch.object(s3_upload, "FIRST_PART_BYTES", 100000):
            _name, count, size, failure = self.export(
                rows, password="very-secret;sse_type=aws:kms;kms_key_id=k", compression="none"
            )
        self.assertEqual((5000, 5000 * 241, None), (count, size, failure))
        expected = '"A","B"\n' + "".join(row[0] + "\n" for row in rows)
        self.assertEqual(expected.encode(), self.s3.objects[PREFIX + "part-0001.csv"])
        self.assertGreater(self.s3.calls.count("upload_part"), 3)
        created = dict(self.s3.arguments)["create_multipart_upload"]
        self.assertEqual(("aws:kms", "k"), (created["ServerSideEncryption"], created["SSEKMSKeyId"]))
        self.assertEqual({}, self.s3.uploads)

    def test_aborts_a_failed_upload_and_reports_why(self):
        rows = [["x" * 1000]] * 1000
        for method in ("upload_part", "complete_multipart_upload"):
            with mock.patch.object(s3_upload, "FIRST_PART_BYTES", 100000):
                _name, count, _size, failure = self.export(rows, MemoryS3(fail=method), compression="none")
            self.assertEqual(0, count)
            expected = {"operation": "s3:PutObject", "code": "AccessDenied", "message": "no"}
            actual = json.loads(failure)["failures"][0]
            self.assertEqual(expected, {key: actual[key] for key in expected})
            self.assertEqual(({}, {}), (self.s3.uploads, self.s3.objects))

    def test_uploads_nothing_after_a_failure(self):
        self.export([["x"]], MemoryS3(fail="put_object"))
        second = StubContext(json.loads(self.context.rows[0][0]), [["y"]], part=1)
        self.exporter.emit_file(second)
        self.assertEqual(["put_object"], self.s3.calls)
        self.assertIn("AccessDenied", second.emitted[0][3])

    def test_refuses_a_prefix_that_is_not_that_of_an_export(self):
        for prefix in ("", "p/", "p/train/", "p/output/1/", PREFIX + "x/"):
            failure = self.export([["x"]], prefix=prefix)[3]
            self.assertRegex(json.loads(failure)["problems"][0], "^E-SME-270")
            self.assertEqual([], self.s3.calls)

    def test_reports_unusable_credentials(self):
        failure = self.export([["x"]], password="{")[3]
        self.assertRegex(json.loads(failure)["problems"][0], "^E-SME-430")

    def test_keeps_at_most_two_parts_in_memory(self):
        sizes = []

        class WatchingS3(MemoryS3):
            def upload_part(self, **arguments):
                sizes.append(len(arguments["Body"]))
                return super().upload_part(**arguments)

        with mock.patch.object(s3_upload, "FIRST_PART_BYTES", 100000):
            self.export([["x" * 1000]] * 3000, WatchingS3(), compression="none")
        # a block of lines can exceed the size of a part, but only once
        self.assertLess(max(sizes), 100000 + 2 * 256 * 1024)


class GzipTest(unittest.TestCase):
    def test_a_file_is_one_gzip_member(self):
        case = ExporterTest()
        case.export([["x" * 1000]] * 2000)
        content = case.s3.objects[PREFIX + "part-0001.csv.gz"]
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            self.assertEqual(2001, len(file.read().splitlines()))
        self.assertEqual(1, content.count(b"\x1f\x8b\x08"))


if __name__ == "__main__":
    unittest.main()
