"""
The containers of Exasol 7.1 run UDFs on Python 3.6, which ruff and most machines that run these tests no longer know.
"""

import ast
import glob
import os
import unittest

TEMPLATES = os.path.join(os.path.dirname(__file__), "..", "..", "templates", "python")


class Python36Test(unittest.TestCase):
    def test_every_module_parses_as_python_36(self):
        paths = glob.glob(os.path.join(TEMPLATES, "**", "*.py"), recursive=True)
        self.assertGreater(len(paths), 50)
        for path in paths:
            with self.subTest(os.path.basename(path)), open(path, encoding="utf-8") as file:
                ast.parse(file.read(), path, feature_version=(3, 6))


if __name__ == "__main__":
    unittest.main()
