import unittest

import doubles  # noqa: F401
from sme.inference_containers import INPUT_KEYS, OUTPUT_KEYS, SUPPORTED_KEYS, list_key_choices, prepare_containers

TRANSFORM = {
    "Image": "t",
    "ModelDataUrl": "s3://b/t.tar.gz",
    "Environment": {"AUTOML_TRANSFORM_MODE": "feature-transform"},
}


ALGORITHM = {
    "Image": "a",
    "ModelDataUrl": "s3://b/a.tar.gz",
    "Environment": {SUPPORTED_KEYS: "predicted_label,probability,probabilities", OUTPUT_KEYS: "predicted_label"},
}


INVERSE = {
    "Image": "i",
    "ModelDataUrl": "s3://b/i.tar.gz",
    "Environment": {
        SUPPORTED_KEYS: "predicted_label,probability,labels,probabilities",
        INPUT_KEYS: "predicted_label",
        OUTPUT_KEYS: "predicted_label",
    },
}


KEYS = ["predicted_label", "probabilities", "labels"]
PAIR = ["predicted_label", "probability"]


def list_keys(containers):
    """(input keys, output keys) of each container."""
    return [
        (container["Environment"].get(INPUT_KEYS), container["Environment"].get(OUTPUT_KEYS))
        for container in containers
    ]


class InferenceContainersTest(unittest.TestCase):
    def test_configures_each_container_for_the_next_one(self):
        self.assertEqual(KEYS, list_key_choices([TRANSFORM, ALGORITHM, INVERSE], "BinaryClassification")[0])
        prepared = prepare_containers([TRANSFORM, ALGORITHM, INVERSE], KEYS)
        self.assertEqual(
            [
                (None, None),
                (None, "predicted_label,probabilities"),
                ("predicted_label,probabilities", "predicted_label,probabilities,labels"),
            ],
            list_keys(prepared),
        )
        self.assertEqual("predicted_label", ALGORITHM["Environment"][OUTPUT_KEYS])

    def test_leaves_containers_of_a_regression_unchanged(self):
        self.assertEqual([None], list_key_choices([TRANSFORM, {"Image": "a"}], "Regression"))
        self.assertEqual([(None, None)] * 2, list_keys(prepare_containers([TRANSFORM, {"Image": "a"}], None)))

    def test_requests_all_probabilities_only_if_one_is_ambiguous(self):
        ensemble = [{"Image": "e", "Environment": {SUPPORTED_KEYS: ",".join([*KEYS, "probability"])}}]
        tuned = [TRANSFORM, ALGORITHM, INVERSE]
        for containers, problem_type, choices in [
            (ensemble, "BinaryClassification", [PAIR, KEYS]),
            (ensemble, "MulticlassClassification", [PAIR, KEYS]),
            (tuned, "MulticlassClassification", [PAIR, KEYS]),
            (tuned, "BinaryClassification", [KEYS, PAIR]),
            (tuned, None, [KEYS, PAIR]),
        ]:
            self.assertEqual(choices, list_key_choices(containers, problem_type))

    def test_requests_only_supported_keys(self):
        older = {"Image": "o", "Environment": {SUPPORTED_KEYS: "predicted_label,probability"}}
        self.assertEqual([PAIR], list_key_choices([older], "BinaryClassification"))
        self.assertEqual([None], list_key_choices([TRANSFORM], "BinaryClassification"))

    def test_drops_keys_that_the_previous_container_lacks(self):
        for supported, keys in [
            ("", None),
            ("predicted_label", None),
            ("predicted_label,probability", ["predicted_label", "probability"]),
            ("predicted_label,probabilities", KEYS),
        ]:
            algorithm = {"Image": "a", "Environment": {SUPPORTED_KEYS: supported} if supported else {}}
            containers = [TRANSFORM, algorithm, INVERSE]
            self.assertEqual(keys, list_key_choices(containers, "BinaryClassification")[0], supported)
        prepared = prepare_containers([TRANSFORM, {"Image": "a"}, INVERSE], None)
        self.assertEqual(INVERSE["Environment"], prepared[2]["Environment"])


if __name__ == "__main__":
    unittest.main()
