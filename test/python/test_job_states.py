import json
import unittest
from datetime import timedelta

from doubles import StubConnection, StubExa, make_clients
from job_responses import CREATED, StubbedAws, make_candidate, make_job, make_summary
from sme.job_states import emit_job_states

STARTED = "2024-06-18 15:22:13"


class StubContext:
    def __init__(self, rows, **group):
        group = dict({"connection": "AWS", "region": "eu-central-1"}, **group)
        self.rows = [((group["connection"], group["region"]) + row + (None,))[:6] for row in rows]
        self.position = 0
        self.emitted = {}

    def __getattr__(self, name):
        names = ("connection", "region", "job_name", "started", "status", "endpoint_name")
        return self.rows[self.position][names.index(name)]

    def next(self):
        self.position += 1
        return self.position < len(self.rows)

    def emit(self, name, state):
        self.emitted[name] = json.loads(state)


def open_jobs(*names):
    return [(name, STARTED, None) for name in names]


class EmitJobStatesTest(unittest.TestCase):
    def setUp(self):
        self.aws = StubbedAws(self)

    def expect_page(self, *summaries, more=False, request=None):
        """Adds a page. more: whether another page follows."""
        token = {"NextToken": "t"} if more else {}
        self.aws.add_response("list_auto_ml_jobs", dict(token, AutoMLJobSummaries=list(summaries)), request)
        return self

    def expect_description(self, name, job):
        self.aws.add_response("describe_auto_ml_job_v2", job, {"AutoMLJobName": name})
        return self

    def run_udf(self, rows, **group):
        context = StubContext(rows, **group)
        self.aws.call(emit_job_states, context)
        return context.emitted

    def test_lists_jobs_back_to_the_oldest_requested_one(self):
        request = {
            "SortBy": "CreationTime",
            "SortOrder": "Descending",
            "CreationTimeAfter": CREATED - timedelta(days=3),
            "MaxResults": 100,
        }
        self.expect_page(make_summary("a"), request=request)
        self.aws.add_response("describe_auto_ml_job_v2", make_job("Stopping", "Stopping"))
        found = self.run_udf([("a", STARTED, None), ("b", "2024-06-17 15:22:13", None)])
        self.assertEqual(("InProgress", "Stopping"), (found["a"]["status"], found["b"]["status"]))

    def test_stops_when_all_jobs_are_found(self):
        self.expect_page(make_summary("a"), more=True).expect_page(make_summary("other"), make_summary("B"), more=True)
        found = self.run_udf(open_jobs("a", "b"))
        self.assertEqual(["a", "b"], sorted(found))

    def test_reads_the_best_metric_of_an_ended_job(self):
        ended = CREATED + timedelta(hours=1)
        self.expect_page(
            make_summary("a", "Completed", EndTime=ended), make_summary("f", "Failed", FailureReason="why")
        )
        self.expect_description("a", make_job(EndTime=ended, BestCandidate=make_candidate()))
        found = self.run_udf(open_jobs("a", "f"))
        self.assertEqual(
            {
                "status": "Completed",
                "secondary_status": "Completed",
                "created": STARTED,
                "ended": "2024-06-18 16:22:13",
                "failure_reason": None,
                "has_ended": True,
                "best_candidate": "best",
                "metric": "F1",
                "value": 0.9,
                "is_final": True,
            },
            found["a"],
        )
        self.assertEqual(("why", True), (found["f"]["failure_reason"], found["f"]["is_final"]))

    def test_limits_the_descriptions_per_run(self):
        names = ["j{}".format(number) for number in range(30)]
        self.expect_page(*(make_summary(name, "Completed") for name in names))
        for _ in range(20):
            self.aws.add_response("describe_auto_ml_job_v2", make_job())
        found = self.run_udf(open_jobs(*names))
        self.assertEqual(20, sum(state["is_final"] for state in found.values()))
        self.assertEqual(30, len(found))

    def test_limits_the_pages_with_other_jobs(self):
        for _ in range(21):
            self.expect_page(make_summary("foreign"), more=True)
        self.expect_description("a", make_job("InProgress", "Starting"))
        self.assertEqual("Starting", self.run_udf(open_jobs("a"))["a"]["secondary_status"])

    def test_does_not_list_jobs_known_to_have_ended(self):
        self.expect_description("a", make_job(BestCandidate=make_candidate()))
        self.assertEqual("best", self.run_udf([("a", STARTED, "Stopped")])["a"]["best_candidate"])

    def test_reports_a_missing_job(self):
        self.expect_page()
        self.aws.add_error("describe_auto_ml_job_v2", "ResourceNotFound")
        self.assertEqual({"a": {"missing": True}}, self.run_udf(open_jobs("a")))

    def test_emits_states_found_before_a_failure(self):
        self.expect_page(make_summary("a"), more=True)
        self.aws.add_error("list_auto_ml_jobs", "ThrottlingException", "Rate exceeded")
        found = self.run_udf(open_jobs("a", "b"))
        self.assertEqual("InProgress", found["a"]["status"])
        (failure,) = found[None]["failures"]
        self.assertEqual(("sagemaker:ListAutoMLJobs", "ThrottlingException"), (failure["operation"], failure["code"]))
        self.assertEqual(("AWS", "eu-central-1"), (found[None]["connection"], found[None]["region"]))

    def test_takes_a_missing_region_from_the_connection(self):
        self.expect_page(make_summary("a"))
        self.assertEqual("InProgress", self.run_udf(open_jobs("a"), region=None)["a"]["status"])
        context = StubContext(open_jobs("a"), region=None)
        exa = StubExa({"AWS": StubConnection(address="https://b.s3.amazonaws.com")})
        emit_job_states(exa, context, make_clients())
        self.assertRegex(context.emitted[None]["problems"][0], "^E-SME-188: .*'AWS'")

    def test_reports_a_missing_connection(self):
        context = StubContext(open_jobs("a"), connection="GONE")
        emit_job_states(StubExa(), context, make_clients())
        self.assertRegex(context.emitted[None]["problems"][0], "^E-SME-90")
        self.assertEqual([None], list(context.emitted))


if __name__ == "__main__":
    unittest.main()
