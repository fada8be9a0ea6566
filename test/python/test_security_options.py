import unittest

import doubles  # noqa: F401
from sme.security_options import (
    find_security_problems,
    make_config_security,
    make_job_security,
    make_model_security,
    make_output_security,
    make_resources_security,
)

SECURITY = {
    "vpc": {"subnets": ["subnet-1", "subnet-2"], "security_group_ids": ["sg-1"]},
    "volume_kms_key_id": "v",
    "encrypt_inter_container_traffic": True,
    "network_isolation": True,
    "output_kms_key_id": "o",
}
VPC = {"Subnets": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]}


class SecurityOptionsTest(unittest.TestCase):
    def test_become_members_of_each_request(self):
        job = {"VolumeKmsKeyId": "v", "EnableInterContainerTrafficEncryption": True, "VpcConfig": VPC}
        self.assertEqual(job, make_job_security(SECURITY))
        self.assertEqual({"VpcConfig": VPC, "EnableNetworkIsolation": True}, make_model_security(SECURITY))
        self.assertEqual({"KmsKeyId": "v"}, make_config_security(SECURITY))
        self.assertEqual({"KmsKeyId": "o"}, make_output_security(SECURITY))
        self.assertEqual({"VolumeKmsKeyId": "v"}, make_resources_security(SECURITY))

    def test_add_nothing_without_options(self):
        for security in (None, {}):
            for make in (
                make_job_security,
                make_model_security,
                make_config_security,
                make_output_security,
                make_resources_security,
            ):
                self.assertEqual({}, make(security))

    def test_accepts_what_the_scripts_send(self):
        for security in (None, {}, SECURITY, {"vpc": None}):
            self.assertEqual([], find_security_problems(security))

    def test_refuses_other_values(self):
        for security in (
            "x",
            {"other": True},
            {"vpc": {}},
            {"vpc": {"subnets": ["subnet-1"], "security_group_ids": []}},
            {"vpc": {"subnets": ["subnet-1\n"], "security_group_ids": ["sg-1"]}},
            {"vpc": {"subnets": "subnet-1", "security_group_ids": ["sg-1"]}},
            {"vpc": {"subnets": [7], "security_group_ids": ["sg-1"]}},
            {"volume_kms_key_id": "a b"},
            {"output_kms_key_id": 7},
            {"network_isolation": "yes"},
        ):
            self.assertEqual(["E-SME-505"], [problem.split(":")[0] for problem in find_security_problems(security)])

    def test_cuts_long_values(self):
        [problem] = find_security_problems({"x" * 1000: "y" * 1000})
        self.assertLess(len(problem), 600)


if __name__ == "__main__":
    unittest.main()
