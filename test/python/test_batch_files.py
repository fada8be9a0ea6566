import unittest
from typing import Any, Dict

from batch_responses import BATCH, FOLDER, JOB_ARN, NOT_FOUND, PREFIX, TOKEN, make_transform_job
from doubles import ServiceStubber, StubExa, make_clients, real_client
from endpoint_responses import MISSING, MODEL, OTHER_TAGS, OWN_TAGS
from sme.batch_output import read_batch_output
from sme.batch_removal import remove_batch
from sme.batch_states import read_batch_states
from sme.batch_stop import stop_batch

INPUT = PREFIX + "in/" + TOKEN + "/part-{:04d}.csv"
SUMMARY_KEYS = ("TransformJobName", "TransformJobArn", "CreationTime", "TransformJobStatus")
OUTPUT = PREFIX + "out/part-{:04d}.csv.out"


class BatchFilesTest(unittest.TestCase):
    def setUp(self):
        self.clients = {service: real_client(service) for service in ("sagemaker", "s3")}
        self.sagemaker, self.s3 = (ServiceStubber(self.clients[service]) for service in ("sagemaker", "s3"))
        self.sagemaker.activate()
        self.s3.activate()

    def call(self, function, request) -> Dict[str, Any]:
        response = function(StubExa(), request, make_clients(**self.clients))
        self.sagemaker.assert_no_pending_responses()
        self.s3.assert_no_pending_responses()
        return response

    def add_job(self, status, **more):
        self.sagemaker.add_response("describe_transform_job", make_transform_job(status, **more))

    def add_objects(self, *keys):
        entries = [{"Key": key, "Size": 10} for key in keys]
        self.s3.add_response(
            "list_objects_v2", {"Contents": entries, "IsTruncated": False}, {"Bucket": "bucket", "Prefix": PREFIX}
        )


class ReadOutputTest(BatchFilesTest):
    def read(self, **more):
        return self.call(read_batch_output, dict(FOLDER, **more))

    def test_reads_no_files_while_the_job_runs(self):
        self.add_job("InProgress")
        response = self.read()
        self.assertEqual("InProgress", response["state"]["status"])
        self.assertNotIn("outputs", response)

    def test_pairs_outputs_with_inputs_by_name(self):
        self.add_job("Failed", FailureReason="ClientError", DataProcessing={"OutputFilter": "$[0,-1]"})
        deep = PREFIX + "out/deep/part-0003.csv.out"
        old_input = PREFIX + "in/1-2-3/part-0009.csv"
        self.add_objects(INPUT.format(1), INPUT.format(2), INPUT.format(3), old_input, OUTPUT.format(1), deep)
        response = self.read()
        self.assertEqual([deep, OUTPUT.format(1)], response["outputs"])
        self.assertEqual(["part-0002.csv"], response["missing"])
        self.assertEqual((True, "ClientError"), (response["has_filter"], response["state"]["failure_reason"]))

    def test_ignores_files_with_other_names(self):
        self.add_job("Completed")
        self.add_objects(INPUT.format(1), OUTPUT.format(1), PREFIX + "out/notes.txt", PREFIX + "out/part-1.csv.out")
        response = self.read()
        self.assertEqual([OUTPUT.format(1)], response["outputs"])
        self.assertFalse(response["has_filter"])

    def test_rejects_two_outputs_of_one_input(self):
        self.add_job("Completed")
        self.add_objects(INPUT.format(1), OUTPUT.format(1), PREFIX + "out/again/part-0001.csv.out")
        self.assertIn("part-0001.csv", self.read()["problems"][0])

    def test_reports_a_missing_job(self):
        self.sagemaker.add_client_error("describe_transform_job", *NOT_FOUND)
        self.assertIsNone(self.read()["state"])

    def test_reports_that_the_bucket_cannot_be_listed(self):
        self.add_job("Completed")
        self.s3.add_client_error("list_objects_v2", "AccessDenied", "no")
        self.assertEqual("s3:ListBucket", self.read()["failures"][0]["operation"])

    def test_rejects_another_folder(self):
        self.assertIn("E-SME-270", self.read(prefix="p/churn/train/")["problems"][0])


class RemoveBatchTest(BatchFilesTest):
    def remove(self, **more):
        return self.call(remove_batch, dict(FOLDER, **more))

    def add_model(self, tags=OWN_TAGS):
        self.sagemaker.add_response("describe_model", MODEL)
        self.sagemaker.add_response("list_tags", tags)

    def test_deletes_files_of_all_runs_and_the_model(self):
        self.add_job("Completed")
        self.add_model()
        self.sagemaker.add_response("delete_model", {})
        old_input = PREFIX + "in/1-2-3/part-0009.csv"
        keys = [INPUT.format(1), old_input, OUTPUT.format(1)]
        self.add_objects(*keys, PREFIX + "notes.txt", PREFIX + "in/part-0001.csv")
        self.s3.add_response(
            "delete_objects",
            {},
            {"Bucket": "bucket", "Delete": {"Objects": [{"Key": key} for key in keys], "Quiet": True}},
        )
        response = self.remove()
        self.assertEqual(["deleted", "3 deleted"], [entry["result"] for entry in response["objects"]])
        self.assertEqual(([], []), (response["problems"], response["failures"]))

    def test_can_be_repeated(self):
        self.sagemaker.add_client_error("describe_transform_job", *NOT_FOUND)
        self.sagemaker.add_client_error("describe_model", *MISSING)
        self.add_objects()
        response = self.remove()
        self.assertEqual(["did not exist", "0 deleted"], [entry["result"] for entry in response["objects"]])

    def test_deletes_nothing_while_the_job_runs(self):
        self.add_job("Stopping")
        self.assertIn("E-SME-383", self.remove()["problems"][0])

    def test_a_running_job_of_the_same_name_with_other_files_does_not_matter(self):
        self.add_job("InProgress", uri="s3://bucket/other/")
        self.sagemaker.add_client_error("describe_model", *MISSING)
        self.add_objects()
        self.assertEqual([], self.remove()["problems"])

    def test_keeps_the_model_of_another_deployment(self):
        self.add_job("Completed")
        self.add_model(OTHER_TAGS)
        self.assertIn("E-SME-384", self.remove()["problems"][0])

    def test_reports_an_object_that_remains(self):
        self.add_job("Completed")
        self.sagemaker.add_client_error("describe_model", *MISSING)
        self.add_objects(INPUT.format(1))
        error = {"Key": INPUT.format(1), "Code": "AccessDenied", "Message": "no"}
        self.s3.add_response("delete_objects", {"Errors": [error]})
        failure = self.remove()["failures"][0]
        self.assertEqual("s3:DeleteObject", failure["operation"])
        self.assertEqual("AccessDenied", failure["code"])
        self.assertIn(INPUT.format(1), failure["message"])

    def test_rejects_another_folder(self):
        for prefix in ("", "batch/x", "p/batch/../", "p/train/1/", PREFIX + "in/"):
            with self.subTest(prefix=prefix):
                self.assertIn("E-SME-270", self.remove(prefix=prefix)["problems"][0])


class StopBatchTest(BatchFilesTest):
    def stop(self):
        return self.call(stop_batch, BATCH)

    def test_stops_a_running_job_of_this_deployment(self):
        self.add_job("InProgress")
        self.sagemaker.add_response("list_tags", OWN_TAGS, {"ResourceArn": JOB_ARN})
        self.sagemaker.add_response("stop_transform_job", {})
        self.add_job("Stopping")
        self.assertEqual("Stopping", self.stop()["state"]["status"])

    def test_keeps_the_job_of_another_deployment(self):
        self.add_job("InProgress")
        self.sagemaker.add_response("list_tags", OTHER_TAGS)
        self.assertIn("E-SME-382", self.stop()["problems"][0])

    def test_a_job_that_ends_at_the_same_time_keeps_its_status(self):
        self.add_job("InProgress")
        self.sagemaker.add_response("list_tags", OWN_TAGS)
        self.sagemaker.add_client_error("stop_transform_job", "ValidationException", "it has ended")
        self.add_job("Completed")
        self.assertEqual("Completed", self.stop()["state"]["status"])

    def test_reports_a_rejection_if_the_job_still_runs(self):
        self.add_job("InProgress")
        self.sagemaker.add_response("list_tags", OWN_TAGS)
        self.sagemaker.add_client_error("stop_transform_job", "AccessDeniedException", "no")
        self.add_job("InProgress")
        self.assertEqual("AccessDeniedException", self.stop()["failures"][0]["code"])

    def test_reports_a_missing_job(self):
        self.sagemaker.add_client_error("describe_transform_job", *NOT_FOUND)
        self.assertIsNone(self.stop()["state"])


class ReadStatesTest(BatchFilesTest):
    def read(self, *names):
        return self.call(read_batch_states, dict(BATCH, batches=list(names)))

    def add_page(self, names, token=None):
        summaries = [
            {key: make_transform_job("Completed", TransformJobName=name)[key] for key in SUMMARY_KEYS} for name in names
        ]
        page = {"TransformJobSummaries": summaries}
        self.sagemaker.add_response("list_transform_jobs", dict(page, NextToken=token) if token else page)

    def test_stops_listing_when_all_are_found(self):
        self.add_page(["other", "churn-1"], "next")
        self.assertEqual("Completed", self.read("churn-1")["states"]["churn-1"]["status"])

    def test_a_name_on_no_page_is_missing(self):
        self.add_page(["other"], "next")
        self.add_page(["another"])
        self.assertEqual({"churn-1": {"missing": True}}, self.read("churn-1")["states"])

    def test_looks_up_single_jobs_after_many_pages(self):
        for _page in range(5):
            self.add_page(["other"], "next")
        self.add_job("Failed")
        self.assertEqual("Failed", self.read("churn-1")["states"]["churn-1"]["status"])

    def test_an_error_is_not_a_missing_job(self):
        self.sagemaker.add_client_error("list_transform_jobs", "AccessDeniedException", "no")
        response = self.read("churn-1")
        self.assertEqual(({}, "AccessDeniedException"), (response["states"], response["failures"][0]["code"]))


if __name__ == "__main__":
    unittest.main()
