#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Packets against their schema: validate.py SCHEMA [FILE|FOLDER…]

Without a file, packets are read from standard input: one, or several behind
one another. Beyond the schema: keys stand in the order of the format, nothing
is empty that should be absent, the path is in order."""

import json
import os
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key stands twice")
    return dict(pairs)


def packets(text):
    decoder = json.JSONDecoder(object_pairs_hook=unique)
    at = 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        packet, at = decoder.raw_decode(text, at)
        yield packet


def texts(paths):
    if not paths:
        yield "standard input", sys.stdin.buffer.read().decode("utf-8")
    for path in paths:
        names = [path]
        if os.path.isdir(path):
            names = sorted(os.path.join(path, n) for n in os.listdir(path)
                           if n.endswith(".json"))
        for name in names:
            with open(name, encoding="utf-8") as file:
                yield name, file.read()


def in_order(found, schema, place):
    """Keys stand in the order in which the schema lists them."""
    wanted = [key for key in schema["properties"] if key in found]
    if wanted != list(found):
        yield f"{place}: keys are {' '.join(found)}"
    for key, value in found.items():
        inner = schema["properties"].get(key, {})
        if isinstance(value, dict) and "properties" in inner:
            yield from in_order(value, inner, f"{place}/{key}")
        if isinstance(value, list):
            for i, item in enumerate(value):
                yield from item_order(item, inner.get("items", {}),
                                      f"{place}/{key}/{i}")


def item_order(item, schema, place):
    for one in schema.get("oneOf", []):
        if set(item) <= set(one["properties"]):
            schema = one
    if "properties" in schema:
        yield from in_order(item, schema, place)


def problems(packet, validator):
    for error in validator.iter_errors(packet):
        yield f"/{'/'.join(map(str, error.path))}: {error.message}"
    if isinstance(packet, dict):
        yield from in_order(packet, validator.schema, "")
        seqs = [step.get("seq", 0) for step in packet.get("path", [])]
        if seqs != sorted(seqs):
            yield "/path: is not in order"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    count = failed = 0
    for name, text in texts(sys.argv[2:]):
        for packet in packets(text):
            count += 1
            for problem in problems(packet, validator):
                failed += 1
                print(f"{name}: {problem}")
    print(f"{count} packets, {failed} problems")
    sys.exit(1 if failed or count == 0 else 0)


main()
