import unittest

from botocore.stub import ANY
from connection_check_case import NOW, ROLE, ConnectionCheckTestCase
from doubles import StubConnection


class SimulatePermissionsTest(ConnectionCheckTestCase):
    def test_simulates_passing_the_role(self):
        identity = {"Arn": "arn:aws:iam::1:user/ann", "Account": "1", "UserId": "X"}
        self.stubs["sts"].add_response("get_caller_identity", identity)
        result = {"EvalActionName": "iam:PassRole", "EvalDecision": "implicitDeny"}
        context = {
            "ContextKeyName": "iam:PassedToService",
            "ContextKeyValues": ["sagemaker.amazonaws.com"],
            "ContextKeyType": "string",
        }
        self.stubs["iam"].add_response(
            "simulate_principal_policy",
            {"EvaluationResults": [result]},
            {
                "PolicySourceArn": identity["Arn"],
                "ActionNames": ["iam:PassRole"],
                "ResourceArns": [ROLE],
                "ContextEntries": [context],
            },
        )
        response = self.check("pass_role")
        self.assertEqual({"principal": identity["Arn"], "decision": "implicitDeny"}, response["pass_role"])

    def simulate(self, arn, results, source=None, **more):
        """Runs the check of permissions for a caller, with one answer of the simulator or the code of its error."""
        self.stubs["sts"].add_response("get_caller_identity", {"Arn": arn, "Account": "1", "UserId": "X"})
        if isinstance(results, str):
            self.stubs["iam"].add_client_error("simulate_principal_policy", results, "no", 403)
        elif results is not None:
            expected = {
                "PolicySourceArn": source or arn,
                "ActionNames": ["sagemaker:ListModels"],
                "ResourceArns": ["arn:aws-cn:s3:::my-bucket/eu-central-1/1"],
                "ContextEntries": ANY,
            }
            self.stubs["iam"].add_response("simulate_principal_policy", {"EvaluationResults": results}, expected)
        simulation = {
            "resource": "arn:{partition}:s3:::{bucket}/{region}/{account}",
            "actions": ["sagemaker:ListModels"],
        }
        return self.check("permissions", simulations=[simulation], **more)

    def test_simulates_permissions_with_the_names_of_the_account(self):
        allowed = {"EvalActionName": "sagemaker:ListModels", "EvalDecision": "allowed"}
        response = self.simulate("arn:aws-cn:iam::1:user/ann", [allowed])
        self.assertEqual("arn:aws-cn:iam::1:user/ann", response["permissions"]["principal"])
        self.assertEqual(
            [
                {
                    "resource": "arn:{partition}:s3:::{bucket}/{region}/{account}",
                    "action": "sagemaker:ListModels",
                    "decision": "allowed",
                    "missing_context": [],
                }
            ],
            response["permissions"]["decisions"],
        )

    def test_a_denial_by_the_organization_or_the_boundary_wins(self):
        for detail, decision in (
            ({"OrganizationsDecisionDetail": {"AllowedByOrganizations": False}}, "deniedByOrganization"),
            (
                {"PermissionsBoundaryDecisionDetail": {"AllowedByPermissionsBoundary": False}},
                "deniedByBoundary",
            ),
            ({"PermissionsBoundaryDecisionDetail": {"AllowedByPermissionsBoundary": True}}, "allowed"),
        ):
            result = dict({"EvalActionName": "sagemaker:ListModels", "EvalDecision": "allowed"}, **detail)
            response = self.simulate("arn:aws-cn:iam::1:user/ann", [result])
            self.assertEqual(decision, response["permissions"]["decisions"][0]["decision"])

    def test_simulates_the_role_of_a_session_with_its_path(self):
        session = "arn:aws-cn:sts::1:assumed-role/Training/ann"
        role = {"Path": "/p/", "RoleName": "Training", "RoleId": "X" * 20, "CreateDate": NOW}
        role["Arn"] = "arn:aws-cn:iam::1:role/p/Training"
        self.stubs["iam"].add_response("get_role", {"Role": role}, {"RoleName": "Training"})
        response = self.simulate(session, [], role["Arn"])
        self.assertEqual(role["Arn"], response["permissions"]["principal"])
        self.stubs["iam"].add_client_error("get_role", "AccessDenied", "no", 403)
        response = self.simulate(session, [], "arn:aws-cn:iam::1:role/Training")
        self.assertEqual("arn:aws-cn:iam::1:role/Training", response["permissions"]["principal"])

    def test_simulates_the_role_that_the_connection_names(self):
        role = "arn:aws-cn:iam::111111111111:role/p/Data"
        password = '{"secret_access_key": "very-secret", "role_arn": "%s"}' % role
        session = "arn:aws-cn:sts::111111111111:assumed-role/Data/ann"
        self.stubs["sts"].add_response("get_caller_identity", {"Arn": session, "Account": "1", "UserId": "X"})
        self.stubs["iam"].add_response(
            "simulate_principal_policy",
            {"EvaluationResults": [{"EvalActionName": "iam:PassRole", "EvalDecision": "allowed"}]},
            {"PolicySourceArn": role, "ActionNames": ANY, "ResourceArns": [ROLE], "ContextEntries": ANY},
        )
        response = self.check("pass_role", connection=StubConnection(password=password))
        self.assertEqual({"principal": role, "decision": "allowed"}, response["pass_role"])

    def test_a_simulation_that_is_not_possible_is_a_failure_and_no_decision(self):
        response = self.simulate("arn:aws-cn:iam::1:user/ann", "AccessDenied")
        self.assertEqual([], response["permissions"]["decisions"])
        self.assertEqual("AccessDenied", response["failures"][0]["code"])
        for caller in ("arn:aws:iam::111111111111:root", "arn:aws:sts::1:federated-user/ann"):
            response = self.simulate(caller, None)
            self.assertNotIn("permissions", response)
            self.assertEqual("NotSimulated", response["failures"][0]["code"])
        self.stubs["sts"].add_client_error("get_caller_identity", "ExpiredToken", "no", 403)
        response = self.check("permissions")
        self.assertEqual(["sts:GetCallerIdentity"], [failure["operation"] for failure in response["failures"]])

    def test_reads_all_pages_of_a_simulation(self):
        identity = {"Arn": "arn:aws:iam::1:user/ann", "Account": "1", "UserId": "X"}
        self.stubs["sts"].add_response("get_caller_identity", identity)
        for action, more in (("a:A", {"IsTruncated": True, "Marker": "m"}), ("a:B", {"IsTruncated": False})):
            results = [{"EvalActionName": action, "EvalDecision": "allowed"}]
            self.stubs["iam"].add_response("simulate_principal_policy", dict({"EvaluationResults": results}, **more))
        simulations = [{"resource": "*", "actions": ["a:A", "a:B"]}]
        decisions = self.check("permissions", simulations=simulations)["permissions"]["decisions"]
        self.assertEqual(["a:A", "a:B"], [decision["action"] for decision in decisions])

    def test_reports_a_rejected_simulation(self):
        identity = {"Arn": "arn:aws:iam::1:user/ann", "Account": "1", "UserId": "X"}
        self.stubs["sts"].add_response("get_caller_identity", identity)
        self.stubs["iam"].add_client_error("simulate_principal_policy", "AccessDenied", "no", 403)
        response = self.check("pass_role")
        self.assertEqual({"principal": identity["Arn"], "decision": None}, response["pass_role"])
        self.assertEqual("iam:SimulatePrincipalPolicy", response["failures"][0]["operation"])


if __name__ == "__main__":
    unittest.main()
