"""The parts of host.py, as a package, so that their names cannot hide modules that a UDF imports."""
