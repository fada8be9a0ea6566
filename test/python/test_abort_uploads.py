import unittest

from doubles import ServiceStubber, real_client
from sme.abort_uploads import abort_uploads

FOLDER = "p/churn/train/"
PREFIX = FOLDER + "20261127195309-17549-3/"


class AbortUploadsTest(unittest.TestCase):
    def setUp(self):
        self.s3 = real_client("s3")
        self.stub = ServiceStubber(self.s3)
        self.stub.activate()
        self.addCleanup(self.stub.deactivate)

    def test_aborts_the_uploads_of_all_runs_of_the_job_and_nothing_else(self):
        own = [FOLDER + "20260101000000-1-2/part-0001.csv.gz", PREFIX + "part-0002.csv"]
        others = [PREFIX + "notes.txt", FOLDER + "part-0001.csv.gz", PREFIX + "deep/part-0001.csv.gz"]
        uploads = [{"Key": key, "UploadId": key} for key in own + others]
        self.stub.add_response("list_multipart_uploads", {"Uploads": uploads}, {"Bucket": "b", "Prefix": FOLDER})
        for key in own:
            self.stub.add_response("abort_multipart_upload", {}, {"Bucket": "b", "Key": key, "UploadId": key})
        self.assertEqual(2, abort_uploads(self.s3, "b", PREFIX))
        self.stub.assert_no_pending_responses()

    def test_returns_none_if_uploads_cannot_be_listed(self):
        self.stub.add_client_error("list_multipart_uploads", "AccessDenied", "no", 403)
        self.assertIsNone(abort_uploads(self.s3, "b", "p/batch/churn-1/in/20260101000000-1-2/"))


if __name__ == "__main__":
    unittest.main()
