import gzip
import io
import unittest

from botocore.response import StreamingBody
from doubles import ServiceStubber, StubConnection, StubExa, make_clients, real_client
from sme.remove_empty_files import remove_empty_files

REQUEST = {
    "connection": "AWS",
    "region": "eu-central-1",
    "bucket": "b",
    "prefix": "p/train/20261127195309-17549-3/",
    "header_bytes": 20,
}
KEYS = {
    name: "p/train/20261127195309-17549-3/part-{:04d}.csv.gz".format(number)
    for number, name in enumerate(("header", "rows", "large", "empty", "odd"), start=1)
}
HEADER = b'"A","B\nB"\n'


class RemoveEmptyFilesTest(unittest.TestCase):
    def setUp(self):
        self.s3 = real_client("s3")
        self.stub = ServiceStubber(self.s3)
        self.stub.activate()
        self.addCleanup(self.stub.deactivate)

    def add_objects(self, **contents):
        """Adds objects by short name. A number is the size of an object that must not be read."""
        entries = [
            {"Key": KEYS[key], "Size": content if isinstance(content, int) else len(content)}
            for key, content in contents.items()
        ]
        self.stub.add_response(
            "list_objects_v2",
            {"Contents": entries, "IsTruncated": False},
            {"Bucket": "b", "Prefix": "p/train/20261127195309-17549-3/"},
        )
        return self

    def expect_read(self, key, content):
        body = StreamingBody(io.BytesIO(content), len(content))
        self.stub.add_response("get_object", {"Body": body}, {"Bucket": "b", "Key": KEYS[key]})
        return self

    def expect_deletion(self, key):
        self.stub.add_response("delete_object", {}, {"Bucket": "b", "Key": KEYS[key]})
        return self

    def run_removal(self, **more):
        response = remove_empty_files(StubExa(), dict(REQUEST, **more), make_clients(s3=self.s3))
        self.stub.assert_no_pending_responses()
        return response

    def test_plain_files_of_a_batch_are_empty_if_they_have_no_bytes(self):
        prefix = "p/churn/batch/churn-1/in/20261127195309-17549-3/"
        entries = [{"Key": prefix + "part-0001.csv", "Size": 0}, {"Key": prefix + "part-0002.csv", "Size": 5}]
        self.stub.add_response("list_objects_v2", {"Contents": entries, "IsTruncated": False})
        self.stub.add_response("delete_object", {}, {"Bucket": "b", "Key": prefix + "part-0001.csv"})
        request = dict(REQUEST, prefix=prefix, header_bytes=0)
        response = remove_empty_files(StubExa(), request, make_clients(s3=self.s3))
        self.assertEqual((1, 1), (response["files"], response["removed"]))

    def test_removes_files_with_a_header_only(self):
        header, rows = gzip.compress(HEADER), gzip.compress(HEADER + b"1,2\n")
        self.add_objects(header=header, rows=rows, large=1000000).expect_read("header", header).expect_deletion(
            "header"
        ).expect_read("rows", rows)
        self.assertEqual({"files": 2, "removed": 1, "problems": [], "failures": []}, self.run_removal())

    def test_removes_an_empty_file(self):
        empty = gzip.compress(b"")
        self.add_objects(empty=empty).expect_read("empty", empty).expect_deletion("empty")
        self.assertEqual(0, self.run_removal()["files"])

    def test_touches_only_files_of_an_export(self):
        keys = ["report.csv", "part-0001.csv.gz.bak", "sub/part-0001.csv.gz", "part-1.csv.gz", "part-0001.csv.gz\n"]
        entries = [{"Key": "p/train/20261127195309-17549-3/" + key, "Size": 1} for key in keys]
        self.stub.add_response("list_objects_v2", {"Contents": entries, "IsTruncated": False})
        response = self.run_removal()
        self.assertEqual((0, 0, []), (response["files"], response["removed"], response["failures"]))

    def test_rejects_a_prefix_without_training_data(self):
        for prefix in ("", "p/", "p/train", "p/train/x"):
            self.assertRegex(self.run_removal(prefix=prefix)["problems"][0], "^E-SME-270: The prefix '" + prefix + "'")

    def test_does_not_read_large_files_on_request(self):
        self.add_objects(large=100 * 2**20)
        self.assertEqual(1, self.run_removal(header_bytes=10**12)["files"])

    def test_keeps_a_file_that_unpacks_to_more_than_a_header(self):
        bomb = gzip.compress(b" " * 2**20)
        self.add_objects(rows=bomb).expect_read("rows", bomb)
        self.assertEqual(1, self.run_removal(header_bytes=2000)["files"])

    def test_keeps_files_that_are_not_gzip(self):
        self.add_objects(odd=b"A,B").expect_read("odd", b"A,B")
        self.assertEqual(1, self.run_removal()["files"])

    def test_reports_missing_permission_to_delete(self):
        header = gzip.compress(HEADER)
        self.add_objects(header=header).expect_read("header", header)
        self.stub.add_client_error("delete_object", "AccessDenied", "…", 403)
        response = self.run_removal()
        self.assertEqual(
            ("s3:DeleteObject", "AccessDenied"), (response["failures"][0]["operation"], response["failures"][0]["code"])
        )

    def test_reports_a_connection_without_keys(self):
        response = remove_empty_files(StubExa({"AWS": StubConnection(user=None)}), REQUEST, make_clients())
        self.assertRegex(response["problems"][0], "^E-SME-91")


if __name__ == "__main__":
    unittest.main()
