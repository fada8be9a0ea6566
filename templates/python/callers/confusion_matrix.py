from sme.aws_client import answer_json
from sme.confusion_matrix import read_confusion_matrix


def run(ctx):
    return answer_json(ctx.request, lambda request: read_confusion_matrix(exa, request))  # noqa: F821  # pyright: ignore
