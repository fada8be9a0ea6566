import json
import unittest
from datetime import timedelta

from doubles import StubConnection, StubExa, make_clients
from job_responses import CREATED, Wire, make_candidate, make_job, make_summary
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
        self.wire = Wire(self)

    def lists(self, *summaries, more=False, request=None):
        """The next page; `more`: it is not the last."""
        token = {"NextToken": "t"} if more else {}
        self.wire.answers("list_auto_ml_jobs", dict(token, AutoMLJobSummaries=list(summaries)), request)
        return self

    def describes(self, name, job):
        self.wire.answers("describe_auto_ml_job_v2", job, {"AutoMLJobName": name})
        return self

    def run_on(self, rows, **group):
        context = StubContext(rows, **group)
        self.wire.ask(emit_job_states, context)
        return context.emitted

    def test_the_newest_first_back_to_the_oldest_that_is_asked_for(self):
        request = {
            "SortBy": "CreationTime",
            "SortOrder": "Descending",
            "CreationTimeAfter": CREATED - timedelta(days=3),
            "MaxResults": 100,
        }
        self.lists(make_summary("a"), request=request)
        self.wire.answers("describe_auto_ml_job_v2", make_job("Stopping", "Stopping"))
        found = self.run_on([("a", STARTED, None), ("b", "2024-06-17 15:22:13", None)])
        self.assertEqual(("InProgress", "Stopping"), (found["a"]["status"], found["b"]["status"]))

    def test_stops_when_all_were_seen(self):
        self.lists(make_summary("a"), more=True).lists(make_summary("other"), make_summary("B"), more=True)
        found = self.run_on(open_jobs("a", "b"))
        self.assertEqual(["a", "b"], sorted(found))

    def test_best_metric_of_a_job_that_has_ended(self):
        ended = CREATED + timedelta(hours=1)
        self.lists(make_summary("a", "Completed", EndTime=ended), make_summary("f", "Failed", FailureReason="why"))
        self.describes("a", make_job(EndTime=ended, BestCandidate=make_candidate()))
        found = self.run_on(open_jobs("a", "f"))
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

    def test_only_so_many_descriptions_a_run(self):
        names = ["j{}".format(number) for number in range(30)]
        self.lists(*(make_summary(name, "Completed") for name in names))
        for _ in range(20):
            self.wire.answers("describe_auto_ml_job_v2", make_job())
        found = self.run_on(open_jobs(*names))
        self.assertEqual(20, sum(state["is_final"] for state in found.values()))
        self.assertEqual(30, len(found))

    def test_only_so_many_pages_of_other_jobs(self):
        for _ in range(21):
            self.lists(make_summary("foreign"), more=True)
        self.describes("a", make_job("InProgress", "Starting"))
        self.assertEqual("Starting", self.run_on(open_jobs("a"))["a"]["secondary_status"])

    def test_a_job_that_is_known_to_have_ended_is_not_listed(self):
        self.describes("a", make_job(BestCandidate=make_candidate()))
        self.assertEqual("best", self.run_on([("a", STARTED, "Stopped")])["a"]["best_candidate"])

    def test_a_job_that_aws_does_not_have(self):
        self.lists()
        self.wire.refuses("describe_auto_ml_job_v2", "ResourceNotFound")
        self.assertEqual({"a": {"missing": True}}, self.run_on(open_jobs("a")))

    def test_what_was_found_before_a_failure_is_told(self):
        self.lists(make_summary("a"), more=True)
        self.wire.refuses("list_auto_ml_jobs", "ThrottlingException", "Rate exceeded")
        found = self.run_on(open_jobs("a", "b"))
        self.assertEqual("InProgress", found["a"]["status"])
        (failure,) = found[None]["failures"]
        self.assertEqual(("sagemaker:ListAutoMLJobs", "ThrottlingException"), (failure["operation"], failure["code"]))
        self.assertEqual(("AWS", "eu-central-1"), (found[None]["connection"], found[None]["region"]))

    def test_no_region_in_the_row(self):
        self.lists(make_summary("a"))
        self.assertEqual("InProgress", self.run_on(open_jobs("a"), region=None)["a"]["status"])
        context = StubContext(open_jobs("a"), region=None)
        exa = StubExa({"AWS": StubConnection(address="https://b.s3.amazonaws.com")})
        emit_job_states(exa, context, make_clients())
        self.assertRegex(context.emitted[None]["problems"][0], "^E-SME-188: .*'AWS'")

    def test_no_connection(self):
        context = StubContext(open_jobs("a"), connection="GONE")
        emit_job_states(StubExa(), context, make_clients())
        self.assertRegex(context.emitted[None]["problems"][0], "^E-SME-90")
        self.assertEqual([None], list(context.emitted))


if __name__ == "__main__":
    unittest.main()
