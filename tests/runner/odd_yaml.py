# SPDX-License-Identifier: MIT
"""YAML as people write it: random documents in odd styles; and what a
document says, told without tier1: its events, and its comments."""

import yaml

LINE_FEEDS = ("\n", "\r\n")
WORDS = ("a", "steps", "cases", "id", "x1", "no", "say", "ü€", "b-c", "1.0",
         "über", "null", "k_2", "日本", "flow")
TEXTS = ("plain", "two words", "it's", "say \"no\"", "a: b", "#no", "x #y",
         "tab\there", "", "  led", "trailed ", "- dash", "{{ x }}", "[a, b]",
         "10", "true", "ä\\n", "%x", "@x", "a,b", "?", "é {x}", "---", "*a",
         "&b", "!c", "a:", ":b", "x: {y: 1}")


def events(text):
    """What a reader of YAML is told: kinds, texts, styles, anchors, tags."""
    told = []
    for e in yaml.parse(text, Loader=yaml.CLoader):
        told.append((type(e).__name__, getattr(e, "value", None),
                     getattr(e, "style", None), getattr(e, "anchor", None),
                     getattr(e, "tag", None), getattr(e, "flow_style", None),
                     getattr(e, "explicit", None)))
    return told


def comments(text):
    """The comments, in order: what begins with a # behind a blank, and is in
    no token that holds letters."""
    text = text.replace("\r\n", "\n").lstrip("\ufeff")
    inside = [False] * (len(text) + 1)
    for token in yaml.scan(text, Loader=yaml.CLoader):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            if token.style in ("|", ">"):
                # the head may have a comment; rows behind are the text's, as
                # far as they are indented
                start = text.find("\n", start)
                start = end if start < 0 else start
            for i in range(start, end):
                inside[i] = True
    found = []
    at = 0
    while at < len(text):
        begins = at == 0 or text[at - 1] in " \t\n"
        if text[at] == "#" and begins and not inside[at]:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            found.append(text[at:end].rstrip(" \t"))
            at = end
        at += 1
    return found


class Odd:
    """Writes a random document, one choice of style after the other."""

    def __init__(self, random):
        self.r = random
        self.rows = []
        self.anchors = []
        self.fresh = 0

    def often(self, p=0.5):
        return self.r.random() < p

    def blanks(self, least=1):
        return " " * (least + (self.r.choice((0, 0, 0, 0, 1, 2, 7))))

    def note(self, p=0.15):
        """A comment behind something; or blanks; or nothing."""
        if self.often(p):
            return self.blanks() + "#" + self.r.choice(
                (" why", "", "why", "  it's \"x\"", " # {", "!", " a: b  "))
        return self.r.choice(("", "", "", "", " ", "\t", "  \t"))

    def between(self, indent):
        """Rows that say nothing."""
        while self.often(0.15):
            kind = self.r.randrange(3)
            if kind == 0:
                self.rows.append(" " * self.r.choice((0, 0, indent, 3)))
            else:
                column = self.r.choice((0, indent, indent, indent + 1,
                                        max(0, indent - 2), indent + 5))
                self.rows.append(" " * column + "#" + self.r.choice(
                    ("", " one", "two", " - a: b", "---")) +
                    self.r.choice(("", " ")))

    def quoted(self, text, indent, flow):
        del flow
        if self.often():
            body = text.replace("\\", "\\\\").replace('"', '\\"')
            body = body.replace("\t", "\\t").replace("\n", "\\n")
            if self.often(0.2) and " " in body[1:-1]:
                at = body.index(" ", 1)
                body = body[:at] + self.r.choice(
                    (" \\\n", "\n", " \n", "\\ \\\n", "\n\n", "\\ \n")) + \
                    " " * (indent + self.r.randrange(1, 4)) + body[at + 1:]
            return '"' + body + '"'
        body = text.replace("'", "''")
        if self.often(0.2) and " " in body[1:-1]:
            at = body.index(" ", 1)
            body = body[:at] + self.r.choice(("\n", " \n", "\n \n")) + \
                " " * (indent + self.r.randrange(1, 4)) + body[at + 1:]
        return "'" + body + "'"

    def scalar(self, indent, flow, key=False):
        """Of one row where it is a key."""
        text = self.r.choice(TEXTS)
        plain = self.r.choice(WORDS + ("two words", "it's", "a.b", "x-y"))
        if self.often(0.55):
            if key or not self.often(0.15):
                return plain
            return plain + self.r.choice(("\n", "\n\n", " \n")) + " " * (
                indent + self.r.randrange(1, 4)) + "more"
        if key:
            return "'" + text.replace("'", "''") + "'"
        return self.quoted(text, indent, flow)

    def before(self):
        """An anchor or a tag."""
        if self.often(0.06):
            self.fresh += 1
            self.anchors.append(f"n{self.fresh}")
            return f"&n{self.fresh}" + self.blanks()
        return "!!str" + self.blanks() if self.often(0.03) else ""

    def block_text(self, indent):
        """Head and rows; `indent` is the least that it needs."""
        head = self.r.choice("|>")
        column = indent + self.r.randrange(0, 4)
        rows = []
        for _ in range(self.r.randrange(0, 4)):
            rows.append(self.r.choice(
                ("text", "text  ", "  deeper", "", "# none", "a: b", "\tx",
                 "- c", "\t", "   ")))
        given = ""
        if self.often(0.25) or (rows and not rows[0].strip(" ")) or (
                rows and rows[0][:1] in " \t"):
            column = indent + self.r.randrange(0, 3)
            given = str(column - indent + 1)
        chomp = self.r.choice(("", "", "-", "+"))
        head += given + chomp if self.often() else chomp + given
        rows = [" " * column + row if row or self.often(0.3) else ""
                for row in rows]
        rows += [" " * self.r.randrange(0, indent + 1)
                 for _ in range(self.r.choice((0, 0, 0, 1, 2)))]
        return head + self.note(), rows

    def flow(self, indent, depth):
        """A list or map in brackets, maybe on several rows."""
        pad = lambda p=0.1: ("\n" + " " * (indent + self.r.randrange(1, 6))
                             if self.often(p) else
                             self.r.choice(("", "", " ", "  ")))
        break_here = lambda: (" # in" + "\n" + " " * (indent + 2)
                              if self.often(0.04) else "")
        is_map = self.often()
        parts = []
        for n in range(self.r.randrange(0, 4)):
            if depth > 0 and self.often(0.25):
                value = self.flow(indent, depth - 1)
            elif self.anchors and self.often(0.05):
                value = "*" + self.r.choice(self.anchors) + " "
            else:
                value = self.r.choice(
                    ("a", "'b c'", '"d"', "10", "e f", "", "!!str g"))
                if not is_map and not value:
                    value = "''"
            if is_map:
                key = f"k{n}" if self.often() else f'"k{n}"'
                value = key + self.r.choice((": ", " : ", ":  ")) + value
            parts.append(pad() + value + pad() + break_here())
        end = "," if parts and self.often(0.1) else ""
        left, right = "{}" if is_map else "[]"
        return left + ",".join(parts) + end + pad(0.05) + right

    def value(self, lead, indent, least, depth):
        """Something behind `lead`; `indent` is that of its parent, `least`
        what nested rows need."""
        self.between(max(0, least))
        front = lead + self.blanks() + self.before()
        kind = self.r.randrange(10)
        if kind < 2 and depth > 0:
            self.rows.append(front.rstrip() + self.note())
            self.block(indent, least, depth - 1)
        elif kind == 2:
            if self.anchors and "&" not in front and "!" not in front:
                front += "*" + self.r.choice(self.anchors)
            self.rows.append(front.rstrip() + self.note())
        elif kind == 3:
            head, rows = self.block_text(least)
            self.rows.append(front + head)
            self.rows += rows
        elif kind == 4:
            self.rows += (front.replace("!!str", "") +
                          self.flow(indent, 2) + self.note()).split("\n")
        elif kind == 5:
            self.rows.append(front.rstrip() + self.note())
            self.rows += (" " * (least + self.r.randrange(3)) +
                          self.scalar(least, False) + self.note()).split("\n")
        else:
            self.rows += (front + self.scalar(indent, False) +
                          self.note()).split("\n")

    def block(self, indent, least, depth):
        """A map or list on rows of its own."""
        if self.often(0.35):
            column = least + self.r.choice((0, 1, 1, 3))
            for _ in range(self.r.randrange(1, 4)):
                self.item(column, depth)
            return
        column = least + self.r.choice((0, 1, 1, 2, 5))
        self.map(column, depth, first=None)

    def item(self, column, depth):
        dash = " " * column + "-"
        if self.often(0.3) and depth > 0:
            lead = self.blanks()
            self.between(column)
            self.map(column + 1 + len(lead), depth - 1, first=dash + lead)
        else:
            self.value(dash, column, column + 1, depth)

    def map(self, column, depth, first):
        for n in range(self.r.randrange(1, 5)):
            lead = " " * column if first is None else first
            first = None
            key = self.r.choice(WORDS) + str(n)
            if n == 0 and self.often(0.3):
                key = self.r.choice(("steps", "cases"))
            elif self.often(0.1):
                key = "'" + key + " it''s'"
            if self.often(0.04):
                self.rows.append(lead + "? " + key + self.note())
                self.value(" " * column + ":", column, column + 1, depth)
            elif self.often(0.2) and depth > 0:
                # the list may stand right below its key
                self.rows.append(lead + key + ":" + self.note())
                for _ in range(self.r.randrange(1, 3)):
                    self.item(column, depth - 1)
            else:
                self.value(lead + key + self.r.choice(("", "", "", " ")) +
                           ":", column, column + 1, depth)

    def document(self):
        if self.often(0.1):
            self.rows.append("%YAML 1.1")
            self.rows.append("---")
        elif self.often(0.1):
            self.rows.append("---" + self.note())
        self.between(0)
        self.map(self.r.choice((0, 0, 0, 0, 2)), 4, None)
        self.between(0)
        if self.often(0.1):
            self.rows.append("...")
        feed = self.r.choice(LINE_FEEDS)
        text = feed.join(self.rows) + self.r.choice((feed, feed, "", feed * 3))
        if self.often(0.1):
            text = "\ufeff" + text
        return text


def document(random):
    return Odd(random).document()


def damaged(text, random):
    """The same with some letters changed: most of it no YAML any more, some
    of it odd YAML."""
    for _ in range(random.randrange(1, 4)):
        at = random.randrange(len(text) + 1)
        kind = random.randrange(4)
        if kind == 0:
            text = text[:at] + text[at + random.randrange(1, 4):]
        elif kind == 1:
            text = text[:at] + random.choice(
                " \t\n#:-?,[]{}&*!|>'\"%x\r") + text[at:]
        elif kind == 2:
            text = text[:at] + random.choice(
                ("\n\n", "  ", " # c\n", "\n#c\n", " |\n", " >+2\n", "\r\n",
                 "\n- ", "? ", ": ", "---\n", "\n...\n", "&a ", "*a ")) + \
                text[at:]
        else:
            rows = text.split("\n")
            row = random.randrange(len(rows))
            rows[row] = " " * random.randrange(3) + rows[row].lstrip()
            text = "\n".join(rows)
    return text
