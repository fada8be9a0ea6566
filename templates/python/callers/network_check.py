from sme.aws_client import answer_json
from sme.network_check import check_network


def run(ctx):
    return answer_json(ctx.request, check_network)
