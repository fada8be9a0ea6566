from sme.aws_client import handle_json_request
from sme.network_check import check_network


def run(ctx):
    return handle_json_request(ctx.request, check_network)
