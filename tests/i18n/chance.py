# SPDX-License-Identifier: MIT
"""Random flows with a text in every place that has one, random texts, and
files of translations as people write them."""

import json

WORDS = ["lights", "the plug", "it's", 'a "quote"', "back\\slash", "\\n", "# no",
         "key: value", "- dash", "100 %", "{brace}", "[list]", "'", "&a *b",
         "é", "ñandú", "модем", "مرحبا", "漢字", "\U0001f50c", "a\u200db",
         "\u00a0", "x\ty", "| pipe", "> more", "!tag", "@at", "`tick`", "~",
         "null", "yes", "1.5", "0x1F", "---", "...", "?", "%d", "$x", "}"]
VALUES = ["red", "a/b", "x~y", "yes", "no", "12", "über", "two words", "A:b",
          "it's", "-", "*x"]
BRACES = ["{{ who }}", "{{ who or 'x' }}", "{{tries}}",
          "{{ tries == 1 and \"one\" or \"more\" }}"]


def text(chance, long=False, braces=True):
    words = chance.choices(WORDS, k=chance.randint(1, 30 if long else 6))
    if braces and chance.random() < 0.3:
        words.insert(chance.randrange(len(words) + 1), chance.choice(BRACES))
    out = words[0]
    for word in words[1:]:
        out += chance.choice([" ", " ", " ", " ", "\n", "  ", "\n\n"]) + word
    if chance.random() < 0.1:
        out += "\n"
    if chance.random() < 0.05:
        out = "\n" + out
    return out


def said(chance, entry):
    """A translation of an entry: other words, the same braces, and line feeds
    at the ends where those are, as msgfmt asks for."""
    import re
    out = text(chance, braces=False, long=chance.random() < 0.3).strip("\n")
    for brace in sorted(set(re.findall(r"\{\{.*?\}\}", entry.id))):
        out += chance.choice(["", " ", "\n"]) + brace
    out = chance.choice(["", "", "", " "]) + out + chance.choice(["", "", " "])
    if entry.id.startswith("\n"):
        out = "\n" + out.lstrip("\n")
    if entry.id.endswith("\n"):
        out = out.rstrip("\n") + "\n"
    return out


def flow(chance, name, steps=None):
    """One that leads from step to step."""
    rows = ["tier1: 1", f"id: {name}", f"title: {one(chance, braces=False)}"]
    if chance.random() < 0.5:
        rows.append(f"summary: {one(chance, braces=False)}")
    rows += ["language: en", "vars:", "  who: {type: text, default: Kim}",
             "  tries: {type: integer, default: 3}"]
    if chance.random() < 0.4:
        rows.append("anywhere:")
        rows += choices(chance, "  ", ["help_me", "q/x"], go="done")
    rows.append("steps:")
    for n in range(steps or chance.randint(2, 7)):
        rows += step(chance, n)
    rows += ["  done:", f"    resolve: {one(chance)}"]
    return "\n".join(rows) + "\n"


def one(chance, **more):
    return json.dumps(text(chance, **more), ensure_ascii=False)


def worded(chance, indent, key, split=True):
    """One text for all, or other words for each."""
    kind = chance.random()
    if not split or kind < 0.7:
        return [f"{indent}{key}: {one(chance)}"]
    if kind < 0.9:
        return [f"{indent}{key}:", f"{indent}  agent: {one(chance)}",
                f"{indent}  customer: {one(chance)}"]
    return [f"{indent}{key}: {{agent: {one(chance)}, "
            f"customer: {one(chance)}}}"]


def choices(chance, indent, values, go=None):
    rows = []
    for value in values:
        key = json.dumps(value, ensure_ascii=False)
        if not go and chance.random() < 0.4:
            rows.append(f"{indent}{key}: {one(chance)}")
            continue
        rows.append(f"{indent}{key}:")
        rows += worded(chance, indent + "  ", "label")
        if chance.random() < 0.4:
            rows += worded(chance, indent + "  ", "help")
        if go:
            rows.append(f"{indent}  goto: {go}")
    return rows


def question(chance, indent):
    kind = chance.choice(["choice", "number", "scale", "text"])
    rows = [f"{indent}type: {kind}"]
    if kind == "choice":
        rows.append(f"{indent}choices:")
        rows += choices(chance, indent + "  ", chance.sample(VALUES, 3))
    elif kind == "number":
        rows.append(f"{indent}unit: {one(chance, braces=False)}")
    elif kind == "scale":
        rows += [f"{indent}min: 1", f"{indent}max: 5",
                 f"{indent}labels: [{one(chance)}, {one(chance)}]"]
    return rows


def step(chance, n):
    kind = chance.choice(["ask", "ask", "tell", "try", "form"])
    if n == 0:  # it has the choices of `anywhere`
        kind = "ask"
    rows = [f"  s{n}:"] + worded(chance, "    ", kind)
    for key in ("title", "help"):
        if chance.random() < 0.3:
            rows += worded(chance, "    ", key)
    if chance.random() < 0.3:
        rows.append(f"    note: {one(chance)}")
    if chance.random() < 0.3:
        count = chance.choice([1, 1, 2, 3])
        alts = [f"{{url: 'https://x.org/{i}', alt: {one(chance)}}}"
                for i in range(count)]
        rows.append("    media: " + (alts[0] if count == 1 and
                                     chance.random() < 0.5
                                     else f"[{', '.join(alts)}]"))
    if kind == "ask":
        rows += question(chance, "    ")
    if kind == "form":
        rows.append("    fields:")
        for i in range(chance.randint(1, 3)):
            rows += [f"      f{n}_{i}:", f"        label: {one(chance)}",
                     "        optional: true"]
            rows += question(chance, "        ")
    if kind == "try":
        rows += [f"    {result}: s{n + 1}_or_done"
                 for result in ("worked", "failed", "skipped")]
    else:
        rows.append(f"    next: s{n + 1}_or_done")
    return rows


def linked(source):
    """The last step leads to the end."""
    import re
    known = set(re.findall(r"^  (s\d+):", source, re.M))
    return re.sub(r"(s\d+)_or_done",
                  lambda m: m[1] if m[1] in known else "done", source)


# ---- files of translations --------------------------------------------------

def comment(chance, indent, rows):
    if chance.random() < 0.25:
        rows.append(f"{indent}# note {chance.randrange(10**6)}: it's so")


def scalar(chance, indent, text):
    """A text in one of YAML's styles."""
    safe = all(c.isalnum() or c in " .,é" for c in text) and \
        text == text.strip() and "  " not in text and text[:1].isalpha()
    style = chance.choice(["json", "single", "plain", "block", "folded"])
    if "\n" in text or "\t" in text or not text.isprintable() or \
            style == "json" or not safe and style != "single":
        return " " + json.dumps(text, ensure_ascii=False)
    if style == "single":
        return " '" + text.replace("'", "''") + "'"
    if style == "plain" and text not in ("yes", "null"):
        return " " + text
    mark = "|-" if style == "block" else ">-"
    return f" {mark}\n{indent}  {text}"


def old_file(chance, name, language, entries):
    """A translation by hand of some entries of a flow, with comments, in short
    and long forms; entries are (place, text)."""
    tree = {}
    for place, words in entries:
        keys = [p.replace("~1", "/").replace("~0", "~")
                for p in place.split("/")]
        if keys[0] in ("title", "summary") and len(keys) == 1:
            tree[keys[0]] = words
            continue
        if keys[0] != "anywhere":
            keys.insert(0, "steps")
        if keys[-1] in ("agent", "customer") and \
                keys[-3] in ("choices", "anywhere"):
            keys.insert(-1, "label")
        if "media" in keys:
            at = keys.index("media")
            if len(keys) > at + 2 or chance.random() < 0.3:
                continue  # lists are for the tests of single shapes
            keys = keys[:at] + ["media", "alt"]
        if "labels" in keys and chance.random() < 0.3:
            continue
        node = tree
        for key in keys[:-1]:
            if not isinstance(node.get(key, {}), dict):
                node[key] = {"label": node[key]}
            node = node.setdefault(key, {})
        if isinstance(node.get(keys[-1]), dict):
            node[keys[-1]]["label"] = words
        else:
            node[keys[-1]] = words
    rows = ["# by hand", "tier1: 1", f"translates: {name}",
            f"language: {language}  # a tag"]
    block(chance, "", tree, rows)
    return "\n".join(rows) + chance.choice(["\n", "", "\n\n# the end\n"])


def flat(tree):
    return "{" + ", ".join(
        json.dumps(k, ensure_ascii=False) + ": " +
        (flat(v) if isinstance(v, dict) else json.dumps(v, ensure_ascii=False))
        for k, v in tree.items()) + "}"


def block(chance, indent, tree, rows):
    for key, value in tree.items():
        comment(chance, indent, rows)
        name = key if key.isidentifier() else json.dumps(key,
                                                         ensure_ascii=False)
        if not isinstance(value, dict):
            row = f"{indent}{name}:" + scalar(chance, indent, value)
            rows.append(row + ("  # behind" if "\n" not in row and
                               chance.random() < 0.2 else ""))
        elif indent and chance.random() < 0.2:
            rows.append(f"{indent}{name}: {flat(value)}" +
                        chance.choice(["", "  # behind"]))
        else:
            rows.append(f"{indent}{name}:")
            block(chance, indent + chance.choice(["  ", "  ", "    "]), value,
                  rows)
