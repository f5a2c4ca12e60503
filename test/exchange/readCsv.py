"""Reads the CSV in standard input with each separator and each way with quotes; prints all cells as JSON."""
import csv
import io
import json
import sys

text = sys.stdin.buffer.read().decode("utf-8")
ways = [
    {},
    {"quoting": csv.QUOTE_NONE},
    {"skipinitialspace": True},
    {"doublequote": False},
    {"doublequote": False, "escapechar": "\\"},
]
csv.field_size_limit(len(text) + 1)
answer = [
    {"separator": separator, "way": place, "rows": list(csv.reader(io.StringIO(text, newline=newline), delimiter=separator, **way))}
    for separator in [",", ";", "\t", "|"]
    for place, way in enumerate(ways)
    for newline in ["", None]
]
json.dump(answer, sys.stdout)
