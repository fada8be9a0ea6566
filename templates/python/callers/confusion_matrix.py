from sme.aws_client import handle_json_request
from sme.confusion_matrix import read_confusion_matrix


def run(ctx):
    return handle_json_request(ctx.request, lambda request: read_confusion_matrix(exa, request))  # noqa: F821  # pyright: ignore
