"""The parts of host.py: a package, so that no module that a UDF imports can be taken for one of them."""
