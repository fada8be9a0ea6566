"""The containers of a candidate as a model needs them: which keys an answer has is said in their environments."""

SUPPORTED = "SAGEMAKER_INFERENCE_SUPPORTED"
INPUT = "SAGEMAKER_INFERENCE_INPUT"
OUTPUT = "SAGEMAKER_INFERENCE_OUTPUT"

# Best first. 'probability' means another thing in each mode (of class 1, of the winner): it is the second choice.
KEY_CHOICES = (("predicted_label", "probabilities", "labels"), ("predicted_label", "probability"))


def list_supported(container):
    text = (container.get("Environment") or {}).get(SUPPORTED, "")
    return [key.strip() for key in text.split(",") if key.strip()]


def list_deliverable(containers):
    """
    Keys that the last container can answer with values. After a transform and an algorithm, a container decodes labels:
    it knows the labels itself, and has all else from the container before, which may offer less or have no choice.
    """
    delivered = set()
    for index, container in enumerate(containers):
        supported = set(list_supported(container))
        if index >= 2 or INPUT in (container.get("Environment") or {}):
            supported &= delivered | {"predicted_label", "labels"}
        delivered = supported
    return delivered


def choose_response_keys(containers, problem_type):
    """
    The keys to ask for, in the order in which they come back; None where there is nothing to choose: for a regression,
    and where the containers can deliver none of the choices.
    """
    if problem_type == "Regression":
        return None
    deliverable = list_deliverable(containers)
    for choice in KEY_CHOICES:
        if deliverable.issuperset(choice):
            return list(choice)
    return None


def prepare_containers(containers, response_keys):
    """
    Copies of a candidate's containers that answer the keys.

    In a pipeline each container passes on what the next one needs: a key that only the last is told to answer would
    come back empty. Those without a choice pass everything through. A container that knows some of the keys only
    answers those, and its answer is what the next one is told to expect.
    Source: the SageMaker SDK's inference_response_keys and sagemaker_serve of the containers.
    """
    prepared = []
    previous = None
    for container in containers:
        environment = dict(container.get("Environment") or {})
        supported = list_supported(container)
        if not response_keys or not supported:
            previous = None
        else:
            output = ",".join(key for key in response_keys if key in supported)
            environment[OUTPUT] = output
            if previous is not None:
                environment[INPUT] = previous
            previous = output
        made = {"Image": container["Image"], "Environment": environment}
        if container.get("ModelDataUrl"):
            made["ModelDataUrl"] = container["ModelDataUrl"]
        prepared.append(made)
    return prepared
