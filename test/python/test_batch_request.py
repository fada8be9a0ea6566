import unittest

from batch_responses import START
from botocore.validate import ParamValidator
from doubles import real_client
from sme.batch_request import find_batch_problems, make_output_filter, make_transform_request

TAGS = [{"Key": "exasol:schema", "Value": "SME"}]


class BatchRequestTest(unittest.TestCase):
    def validate(self, **more):
        parameters = make_transform_request(dict(START, **more), TAGS)
        shape = real_client("sagemaker").meta.service_model.operation_model("CreateTransformJob").input_shape
        self.assertEqual("", ParamValidator().validate(parameters, shape).generate_report())
        return parameters

    def test_is_valid_in_the_service_model(self):
        self.validate()
        self.validate(max_concurrent_transforms=16, output_kms_key_id="alias/key")

    def test_asks_for_lines_joined_with_the_row_number(self):
        parameters = self.validate()
        self.assertEqual(
            {"InputFilter": "$[1:]", "JoinSource": "Input", "OutputFilter": "$[0,-3,-2,-1]"},
            parameters["DataProcessing"],
        )
        transfer = parameters["TransformInput"]
        self.assertEqual(
            ("Line", "text/csv", "None"),
            tuple(transfer[key] for key in ("SplitType", "ContentType", "CompressionType")),
        )
        self.assertEqual("Line", parameters["TransformOutput"]["AssembleWith"])
        self.assertNotIn("MaxConcurrentTransforms", parameters)

    def test_leaves_the_output_filter_out(self):
        parameters = make_transform_request(START, TAGS, has_filter=False)
        self.assertEqual({"InputFilter": "$[1:]", "JoinSource": "Input"}, parameters["DataProcessing"])

    def test_selects_as_many_columns_as_the_response_has(self):
        self.assertEqual(["$[0,-1]", "$[0,-2,-1]"], [make_output_filter(1), make_output_filter(2)])

    def test_encrypts_the_output_with_the_key(self):
        self.assertEqual("key-1", self.validate(output_kms_key_id="key-1")["TransformOutput"]["KmsKeyId"])

    def test_accepts_what_the_scripts_send(self):
        self.assertEqual([], find_batch_problems(START))

    def test_rejects_foreign_values(self):
        for key, value in (
            ("batch_name", "a_b"),
            ("input_uri", "s3://bucket/other/"),
            ("input_uri", "s3://bucket/p/batch/b/in/../../x/"),
            ("output_uri", "s3://bucket/p/batch/b/"),
            ("instance_type", "large"),
            ("model", {"ExecutionRoleArn": "x"}),
            ("model", dict(START["model"], Containers=[{"Image": "docker.io/evil"}])),
            ("tags", {"k": "a\x00b"}),
        ):
            with self.subTest(key=key, value=value):
                self.assertEqual(1, len(find_batch_problems(dict(START, **{key: value}))))


if __name__ == "__main__":
    unittest.main()
