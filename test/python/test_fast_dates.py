"""The faster strptime gives the values and the types that Exasol's wrapper expects."""

import datetime
import unittest
from typing import Any, Dict

import doubles  # noqa: F401
from sme.fast_dates import speed_up_dates

WRAPPER = """
def convert_date(x):
    val = datetime.datetime.strptime(x, "%Y-%m-%d")
    return datetime.date(val.year, val.month, val.day)

def convert_timestamp(x):
    return datetime.datetime.strptime(x, "%Y-%m-%d %H:%M:%S.%f")

def find_type(value):
    if type(value) == datetime.date:
        return "date"
    return "timestamp" if type(value) == datetime.datetime else "other"
"""


def make_wrapper(names):
    namespace: Dict[str, Any] = {name: object() for name in names}
    namespace["datetime"] = datetime
    exec(WRAPPER, namespace)
    return namespace


@unittest.skipUnless(hasattr(datetime.datetime, "fromisoformat"), "Python 3.6 has no fromisoformat")
class FastDatesTest(unittest.TestCase):
    def test_returns_the_values_of_the_original(self):
        original, fast = make_wrapper([]), make_wrapper(["exaiter"])
        speed_up_dates(fast)
        self.assertIsNot(datetime, fast["datetime"])
        for text in ["2024-02-29", "0001-01-01", "9999-12-31"]:
            self.assertEqual(original["convert_date"](text), fast["convert_date"](text))
        for fraction in ["0", "000000", "123", "123456", "1"]:
            text = "2024-12-31 23:59:59." + fraction
            value = fast["convert_timestamp"](text)
            self.assertEqual(original["convert_timestamp"](text), value)
            self.assertIs(datetime.datetime, type(value))

    def test_rejects_the_texts_that_the_original_rejects(self):
        fast = make_wrapper(["exaiter"])
        speed_up_dates(fast)
        with self.assertRaises(ValueError):
            fast["convert_date"]("31.12.2024")

    def test_keeps_types_comparable(self):
        fast = make_wrapper(["exaiter"])
        speed_up_dates(fast)
        values = [
            datetime.date(2024, 1, 2),
            datetime.datetime(2024, 1, 2),
            5,
            fast["convert_timestamp"]("2024-01-02 00:00:00.0"),
        ]
        self.assertEqual(["date", "timestamp", "other", "timestamp"], list(map(fast["find_type"], values)))

    def test_leaves_other_namespaces_unchanged(self):
        for namespace in (make_wrapper([]), {"exaiter": 1, "datetime": datetime.datetime}, {}):
            before = dict(namespace)
            speed_up_dates(namespace)
            self.assertEqual(before, namespace)
