from sme.export import Exporter

EXPORTERS = []


def run(ctx):
    if not EXPORTERS:
        EXPORTERS.append(Exporter(exa))  # noqa: F821  # pyright: ignore
    EXPORTERS[0].emit_file(ctx)
