from sme.import_file import import_file


def run(ctx):
    import_file(exa, ctx)  # noqa: F821  # pyright: ignore
