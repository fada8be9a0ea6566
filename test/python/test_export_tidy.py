import gzip
import io
import unittest

from botocore.response import StreamingBody
from botocore.stub import Stubber
from doubles import StubConnection, StubExa, make_clients, real_client
from sme.export_tidy import tidy_export

REQUEST = {"connection": "AWS", "region": "eu-central-1", "bucket": "b", "prefix": "p/", "header_bytes": 20}
HEADER = b'"A","B\nB"\n'


class TidyExportTest(unittest.TestCase):
    def setUp(self):
        self.s3 = real_client("s3")
        self.stub = Stubber(self.s3)
        self.stub.activate()
        self.addCleanup(self.stub.deactivate)

    def holds(self, **contents):
        """Objects by key; a number stands for an object of that size which must not be read."""
        entries = [
            {"Key": "p/" + key, "Size": content if isinstance(content, int) else len(content)}
            for key, content in contents.items()
        ]
        self.stub.add_response(
            "list_objects_v2", {"Contents": entries, "IsTruncated": False}, {"Bucket": "b", "Prefix": "p/"}
        )
        return self

    def read(self, key, content):
        body = StreamingBody(io.BytesIO(content), len(content))
        self.stub.add_response("get_object", {"Body": body}, {"Bucket": "b", "Key": "p/" + key})
        return self

    def removed(self, key):
        self.stub.add_response("delete_object", {}, {"Bucket": "b", "Key": "p/" + key})
        return self

    def tidy(self):
        answer = tidy_export(StubExa(), REQUEST, make_clients(s3=self.s3))
        self.stub.assert_no_pending_responses()
        return answer

    def test_header_only_goes_rows_stay(self):
        header, rows = gzip.compress(HEADER), gzip.compress(HEADER + b"1,2\n")
        self.holds(header=header, rows=rows, large=1000000).read("header", header).removed("header").read("rows", rows)
        self.assertEqual({"files": 2, "removed": 1, "problems": [], "failures": []}, self.tidy())

    def test_an_empty_file_goes(self):
        empty = gzip.compress(b"")
        self.holds(empty=empty).read("empty", empty).removed("empty")
        self.assertEqual(0, self.tidy()["files"])

    def test_what_is_no_gzip_stays(self):
        self.holds(odd=b"A,B").read("odd", b"A,B")
        self.assertEqual(1, self.tidy()["files"])

    def test_no_right_to_delete(self):
        header = gzip.compress(HEADER)
        self.holds(header=header).read("header", header)
        self.stub.add_client_error("delete_object", "AccessDenied", "…", 403)
        answer = self.tidy()
        self.assertEqual(
            ("s3:DeleteObject", "AccessDenied"), (answer["failures"][0]["operation"], answer["failures"][0]["code"])
        )

    def test_a_connection_without_keys(self):
        answer = tidy_export(StubExa({"AWS": StubConnection(user=None)}), REQUEST, make_clients())
        self.assertRegex(answer["problems"][0], "^E-SME-91")


if __name__ == "__main__":
    unittest.main()
