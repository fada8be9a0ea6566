from sme.aws_client import handle_json_request
from sme.training_data_removal import remove_training_data


def run(ctx):
    return handle_json_request(ctx.request, lambda request: remove_training_data(exa, request))  # noqa: F821  # pyright: ignore
