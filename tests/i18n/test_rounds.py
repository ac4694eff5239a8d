# SPDX-License-Identifier: MIT
"""Out, translated, in, and out again: the same, to the byte; and a walk in
that language shows it."""

import os
import random

import chance as made
import po
import runner

SEED = int(os.environ.get("I18N_SEED", "1"))
FLOWS = int(os.environ.get("I18N_FLOWS", "240"))
FOLDERS = 8


def is_for(entry, audience):
    """Is it shown to them, and not to the other alone?"""
    other = "customer" if audience == "agent" else "agent"
    if entry.context.endswith("/" + other):
        return False
    return not (audience == "customer" and
                any(row.startswith("#. A note for the agent")
                    for row in entry.comments))


def filled(text):
    """As it is shown."""
    for brace, value in (("{{ who }}", "Kim"), ("{{ who or 'x' }}", "Kim"),
                         ("{{tries}}", "3"),
                         ('{{ tries == 1 and "one" or "more" }}', "more")):
        text = text.replace(brace, value)
    return text


class Rounds(po.Case):
    def flows(self, chance, folder):
        for n in range(FLOWS // FOLDERS):
            name = f"f{n}"
            self.put(f"{folder}/{name}.yaml",
                     made.linked(made.flow(chance, name)))

    def hold(self, folder, entries, file):
        """The file goes in, comes out the same, and is shown."""
        self.put("x.po", file)
        self.accepted("x.po")
        self.assertEqual(self.tool("msgcat", "--no-wrap", "x.po")[0], file)
        self.tier1("i18n", "merge", folder, "x.po")
        self.assertEqual(self.extract(folder, language="xx"), file)
        for audience in ("agent", "customer"):
            self.shows(folder, entries, audience)

    def shows(self, folder, entries, audience):
        names = sorted(f"{folder}/{name}" for name in
                       os.listdir(os.path.join(self.folder, folder))
                       if name.count(".") == 1)
        shown = self.shown("xx", audience, *names)
        looked = 0
        for entry in entries:
            if not entry.said or entry.fuzzy or not is_for(entry, audience):
                continue
            name = entry.context.split("/")[0]
            texts = shown[f"{folder}/{name}.yaml"]
            if filled(entry.said) not in texts:
                self.fail(f"{entry.context}: {filled(entry.said)!r} is not "
                          f"among {texts}")
            looked += 1
        self.assertGreater(looked, 20)

    def test_fresh(self):
        for k in range(FOLDERS):
            chance = random.Random(SEED * 1000 + k)
            folder = f"fresh{k}"
            self.flows(chance, folder)
            self.put("x.pot", self.extract(folder))
            self.accepted("x.pot", template=True)
            header, *entries = po.parse(self.extract(folder, language="xx"))
            for entry in entries:
                entry.said = made.said(chance, entry)
            self.hold(folder, entries, po.joined([header, *entries]))

    def test_by_hand(self):
        """Files that somebody wrote, in all forms, keep their comments, and
        what is not in the PO file."""
        for k in range(FOLDERS):
            chance = random.Random(SEED * 1000 + 500 + k)
            folder = f"hand{k}"
            self.flows(chance, folder)
            header, *entries = po.parse(self.extract(folder, language="xx"))
            before = {}
            for n in range(FLOWS // FOLDERS):
                some = [(e.context.split("/", 1)[1], made.said(chance, e))
                        for e in entries if e.context.startswith(f"f{n}/") and
                        chance.random() < 0.5]
                path = f"{folder}/f{n}.xx.yaml"
                before[path] = made.old_file(chance, f"f{n}", "xx", some)
                self.put(path, before[path])
            self.tier1("compile", folder, "-o", "x.tier1")  # no errors
            header, *entries = po.parse(self.extract(folder, language="xx"))
            self.assertGreater(sum(e.said != "" for e in entries),
                               len(entries) // 4)
            for entry in entries:  # some of it, then all of it
                if chance.random() < 0.3:
                    entry.said = made.said(chance, entry)
            self.hold(folder, entries, po.joined([header, *entries]))
            for entry in entries:
                if chance.random() < 0.5 or not entry.said:
                    entry.said = made.said(chance, entry)
            self.hold(folder, entries, po.joined([header, *entries]))
            for path, old in before.items():
                notes = [row.strip() for row in old.splitlines()
                         if row.strip().startswith("# ")]
                after = [row.strip() for row in self.get(path).splitlines()
                         if row.strip().startswith("# ")]
                self.assertEqual([row for row in after if row in notes], notes)
                self.assertEqual(self.get(path).count("# behind"),
                                 old.count("# behind"))


runner.main()
