"""csv_is_safe CSV JSON: no cell of the CSV is a formula, and without their marks its cells are what the JSON says."""

import csv
import json
import sys

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def value(cell):
    return cell[1:] if cell.startswith("'") else cell


with open(sys.argv[1], encoding="utf-8", newline="") as file:
    raw = file.read()
assert raw.endswith("\r\n") and not raw.startswith("\ufeff")
rows = list(csv.DictReader(raw.splitlines(keepends=True), strict=True))
with open(sys.argv[2], encoding="utf-8") as file:
    expected = json.load(file)["rows"]

marked = 0
assert len(rows) == len(expected)
for row, want in zip(rows, expected):
    for cell in row.values():
        assert not cell.lstrip(" ").startswith(FORMULA), cell
        marked += cell.startswith("'")
    assert value(row["number"]) == str(want["number"])
    assert value(row["from"]) == want["from"]["title"]
    assert value(row["to"]) == want["to"]["title"]
    assert value(row["address"]) == want["address"]
    assert value(row["text"]) == want["text"], (row["text"], want["text"])
print(f"{len(rows)} rows, {marked} cells marked")
