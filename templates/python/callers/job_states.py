from sme.job_states import emit_job_states


def run(ctx):
    emit_job_states(exa, ctx)  # noqa: F821  # pyright: ignore
