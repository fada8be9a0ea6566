"""
The inference containers of a candidate, prepared for CreateModel. Their environment variables list the keys that a
response can have and choose the keys that it does have.
"""

SUPPORTED_KEYS = "SAGEMAKER_INFERENCE_SUPPORTED"
INPUT_KEYS = "SAGEMAKER_INFERENCE_INPUT"
OUTPUT_KEYS = "SAGEMAKER_INFERENCE_OUTPUT"

LISTS = ("predicted_label", "probabilities", "labels")
PAIR = ("predicted_label", "probability")


def list_supported_keys(container):
    text = (container.get("Environment") or {}).get(SUPPORTED_KEYS, "")
    return [key.strip() for key in text.split(",") if key.strip()]


def find_available_keys(containers):
    """
    The keys for which the last container can return values, as a set. In a pipeline of transform, algorithm and label
    decoder, the decoder knows the labels itself and gets all other values from the previous container, which may
    support fewer keys or offer no choice.
    """
    available = set()
    for index, container in enumerate(containers):
        supported = set(list_supported_keys(container))
        if index >= 2 or INPUT_KEYS in (container.get("Environment") or {}):
            supported &= available | {"predicted_label", "labels"}
        available = supported
    return available


def list_key_choices(containers, problem_type):
    """
    The lists of keys that can be requested, in the order of the response's columns, the best one first. [None] if there
    is no choice: for a regression, and if the containers support neither list.

    'probability' is that of the predicted class, except for a tuned model (several containers) with two classes, where
    it is that of class 1. So only these need the probabilities of all classes, whose size grows with their number.
    Source: the Developer Guide, autopilot-automate-model-development-container-output.
    """
    if problem_type == "Regression":
        return [None]
    is_of_class_1 = len(containers) > 1 and problem_type != "MulticlassClassification"
    available = find_available_keys(containers)
    choices = [LISTS, PAIR] if is_of_class_1 else [PAIR, LISTS]
    return [list(choice) for choice in choices if available.issuperset(choice)] or [None]


def prepare_containers(containers, response_keys):
    """
    Copies of the containers, configured to return response_keys.

    In a pipeline, each container must return what the next one reads: if only the last container were configured for a
    key, the value of this key would be empty. Containers without a choice pass on all values. A container that supports
    only some of the keys returns those, and the next container is configured to read exactly those.
    Source: inference_response_keys of the SageMaker SDK, and sagemaker_serve of the containers.
    """
    prepared = []
    previous_output = None
    for container in containers:
        environment = dict(container.get("Environment") or {})
        supported = list_supported_keys(container)
        if not response_keys or not supported:
            previous_output = None
        else:
            output = ",".join(key for key in response_keys if key in supported)
            environment[OUTPUT_KEYS] = output
            if previous_output is not None:
                environment[INPUT_KEYS] = previous_output
            previous_output = output
        definition = {"Image": container["Image"], "Environment": environment}
        if container.get("ModelDataUrl"):
            definition["ModelDataUrl"] = container["ModelDataUrl"]
        prepared.append(definition)
    return prepared
