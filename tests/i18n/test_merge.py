# SPDX-License-Identifier: MIT
"""`tier1 i18n merge`: what goes into a translation, and what does not."""

import os
import stat

import po
import runner

FLOW = """tier1: 1
id: modem
title: The modem
language: en
vars:
  who: {type: text, default: Kim}
  age: {type: integer, default: 3}
steps:
  lights:
    ask: Which light, {{ who }}?
    title: Lights
    help: Look at the front.
    choices: {red: Red, green: {label: Green, help: It is on the left}}
    next: rate
  rate:
    ask: How good is it?
    type: scale
    min: 1
    max: 5
    labels: [Bad, Good]
    next: done
  done:
    resolve: Good.
    media:
      - {url: "https://x.org/a", alt: The front}
      - {url: "https://x.org/b", alt: The back}
"""

HEAD = "tier1: 1\ntranslates: modem\nlanguage: gl\n"


def file(said, ids=None, flags=""):
    """A PO file as somebody writes it."""
    ids = {"title": "The modem", "lights/ask": "Which light, {{ who }}?",
           "lights/title": "Lights", "lights/help": "Look at the front.",
           "lights/choices/red": "Red", "lights/choices/green": "Green",
           "lights/choices/green/help": "It is on the left",
           "rate/labels/low": "Bad", "rate/labels/high": "Good",
           "done/resolve": "Good.", "done/media/alt/1": "The front",
           "done/media/alt/2": "The back",
           "lights/title/customer": "Lights", **(ids or {})}
    out = ('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"'
           '\n"Language: gl\\n"\n')
    for place, words in said.items():
        out += "\n" + flags + po.written("msgctxt", "modem/" + place) + \
            po.written("msgid", ids.get(place, "?")) + \
            po.written("msgstr", words)
    return out


class Merge(po.Case):
    def setUp(self):
        super().setUp()
        self.put("modem.yaml", FLOW)

    def merge(self, said, *args, status=0, old=None, **more):
        """What the translation is then, without its stamps; and the notes."""
        if old is not None:
            self.put("modem.gl.yaml", old)
        self.put("gl.po", file(said, **more))
        _, err = self.tier1("i18n", "merge", *args, "modem.yaml", "gl.po",
                            status=status)
        made = os.path.join(self.folder, "modem.gl.yaml")
        text = self.get("modem.gl.yaml") if os.path.exists(made) else ""
        return text.split("\nsources:")[0].rstrip("\n") + "\n", err

    def becomes(self, old, said, new):
        made, err = self.merge(said, old=HEAD + old)
        self.assertEqual(err, "")
        self.assertEqual(made, HEAD + new)
        self.tier1("compile", "modem.yaml", "-o", "x.tier1")

    def test_a_new_file(self):
        made, err = self.merge({"title": "O módem", "lights/choices/red":
                                "Vermella", "lights/ask": "{{ who }}, que?"})
        self.assertEqual(err, "")
        self.assertEqual(made, HEAD + (
            'title: "O módem"\n\nsteps:\n  lights:\n'
            '    ask: "{{ who }}, que?"\n    choices:\n      red: Vermella\n'))
        text = self.get("modem.gl.yaml")
        self.assertEqual(self.tier1("fmt", "--check", "modem.gl.yaml"),
                         ("", ""))
        self.assertEqual(text.count("sources:"), 1)
        before = os.stat(os.path.join(self.folder, "modem.gl.yaml"))
        self.tier1("i18n", "merge", "modem.yaml", "gl.po")
        after = os.stat(os.path.join(self.folder, "modem.gl.yaml"))
        self.assertEqual(before.st_mtime_ns, after.st_mtime_ns)
        self.assertEqual(os.listdir(self.folder).count("modem.gl.yaml"), 1)
        self.assertFalse([name for name in os.listdir(self.folder)
                          if name.endswith(".part")])

    def test_texts_in_their_places(self):
        self.becomes("# top\ntitle: 'O vello' # behind\nsteps:\n  lights:\n"
                     "    # of ask\n    ask: |-\n      {{ who }},\n      que?\n"
                     "\n    # of title\n    title: Luces\n",
                     {"title": "It's", "lights/ask": "Que luz, {{ who }}?"},
                     "# top\ntitle: \"It's\" # behind\nsteps:\n  lights:\n"
                     "    # of ask\n    ask: \"Que luz, {{ who }}?\"\n"
                     "\n    # of title\n    title: Luces\n")

    def test_messages_stay(self):
        said = "messages:\n  # of all flows\n  yes_or_no: Si ou non?\n"
        self.becomes("title: O vello\n" + said, {"title": "O novo"},
                     "title: O novo\n" + said)

    def test_new_keys_in_the_order_of_the_flow(self):
        self.becomes("steps:\n  lights:\n    ask: \"{{ who }}\"\n    help: Axuda"
                     "\n  # of the end\n  done:\n    resolve: Ben\n",
                     {"lights/title": "Luces", "rate/labels/low": "Mal",
                      "rate/labels/high": "Ben", "title": "Modem"},
                     "title: Modem\nsteps:\n  lights:\n"
                     "    ask: \"{{ who }}\"\n    title: Luces\n    help: Axuda"
                     "\n\n  rate:\n    labels:\n      low: Mal\n      high: Ben"
                     "\n  # of the end\n  done:\n    resolve: Ben\n")

    def test_short_forms_become_long(self):
        self.becomes("steps:\n  lights:\n    choices:\n      red: Vermella\n"
                     "      green: Verde # behind\n",
                     {"lights/choices/green/help": "Á esquerda"},
                     "steps:\n  lights:\n    choices:\n      red: Vermella\n"
                     "      green: {label: Verde, help: \"Á esquerda\"} "
                     "# behind\n")
        self.becomes("steps:\n  lights:\n    choices:\n      green: Verde\n",
                     {"lights/choices/green/help": "Á esquerda"},
                     "steps:\n  lights:\n    choices:\n"
                     "      green:\n        label: Verde\n"
                     "        help: \"Á esquerda\"\n")
        self.becomes("steps:\n  lights:\n    help: Verde # behind\n",
                     {"lights/help": "Á esquerda.\nOu á dereita."},
                     "steps:\n  lights:\n    help: \"Á esquerda.\\nOu á "
                     "dereita.\" # behind\n")
        self.becomes("steps: {lights: {choices: {green: Verde}}}\n",
                     {"lights/choices/green/help": "ao lado"},
                     "steps: {lights: {choices: {green: {label: Verde, "
                     "help: ao lado}}}}\n")

    def test_what_is_no_text_stays(self):
        self.becomes("steps:\n  lights:\n    choices:\n"
                     "      red: {label: Verm, also: [\"ver\", roxo]}\n",
                     {"lights/choices/red": "Vermella"},
                     "steps:\n  lights:\n    choices:\n"
                     "      red: {label: Vermella, also: [\"ver\", roxo]}\n")

    def test_labels_of_a_scale(self):
        self.becomes("steps:\n  rate:\n    labels: [Mal, Ben]\n",
                     {"rate/labels/high": "Moi ben"},
                     "steps:\n  rate:\n    labels: [Mal, Moi ben]\n")
        self.becomes("steps:\n  rate:\n    labels: {1: Mal, 5: Ben}\n",
                     {"rate/labels/low": "Moi mal"},
                     "steps:\n  rate:\n    labels: {1: Moi mal, 5: Ben}\n")
        self.becomes("steps:\n  rate:\n    labels: [Igual]\n",
                     {"rate/labels/high": "Ben"},
                     "steps:\n  rate:\n    labels: {low: Igual, high: Ben}\n")
        made, _ = self.merge({"rate/labels/high": "Ben"}, old=HEAD)
        self.assertIn("labels:\n      high: Ben\n", made)
        self.tier1("i18n", "check", "modem.yaml", status=1)

    def test_pictures(self):
        self.becomes("steps:\n  done:\n    media: {alt: Diante}\n",
                     {"done/media/alt/2": "Detrás"},
                     "steps:\n  done:\n    media: [{alt: Diante}, "
                     "{alt: \"Detrás\"}]\n")
        self.becomes("steps:\n  done:\n    media:\n      - {alt: Diante}\n"
                     "      - {alt: Tras}\n", {"done/media/alt/2": "Detrás"},
                     "steps:\n  done:\n    media:\n      - {alt: Diante}\n"
                     "      - {alt: \"Detrás\"}\n")

    def test_other_words_for_each(self):
        self.becomes("steps:\n  lights:\n    title: Luces\n",
                     {"lights/title/customer": "As túas luces"},
                     "steps:\n  lights:\n    title:\n      agent: Luces\n"
                     "      customer: \"As túas luces\"\n")
        entries = po.parse(self.extract("modem.yaml", language="gl"))
        places = {entry.context: entry.said for entry in entries}
        self.assertEqual(places["modem/lights/title/agent"], "Luces")
        self.assertNotIn("modem/lights/title", places)
        # one for all takes the place of both
        self.becomes("steps:\n  lights:\n    title: {agent: A, customer: B}\n",
                     {"lights/title": "Luces"},
                     "steps:\n  lights:\n"
                     "    title: {agent: Luces, customer: Luces}\n")

    def test_long_texts(self):
        long = "unha palabra " * 30 + "fin"
        made, _ = self.merge({"lights/help": long, "done/resolve":
                              "Unha liña.\n\nOutra.\n"})
        self.assertLessEqual(max(map(len, made.splitlines())), 120)
        self.assertIn("resolve: |\n      Unha liña.\n\n      Outra.\n", made)
        entries = {entry.context: entry.said for entry in
                   po.parse(self.extract("modem.yaml", language="gl"))}
        self.assertEqual(entries["modem/lights/help"], long)

    def test_crlf(self):
        old = (HEAD + "# a\nsteps:\n  lights:\n    title: L\n").replace(
            "\n", "\r\n")
        self.merge({"lights/title": "Luces", "lights/help": "Axuda"}, old=old)
        text = self.get("modem.gl.yaml")
        self.assertEqual(text.count("\n"), text.count("\r\n"))
        self.put("crlf.po", file({"lights/title": "Lu"}).replace("\n", "\r\n"))
        self.tier1("i18n", "merge", "modem.yaml", "crlf.po")
        self.assertIn("title: Lu\r\n", self.get("modem.gl.yaml"))

    # ---- what is not taken --------------------------------------------------

    def test_fuzzy_is_left_out(self):
        made, err = self.merge({"title": "X", "lights/title": "Y"},
                               old=HEAD + "title: O\n", flags="#, fuzzy\n")
        self.assertEqual(made, HEAD + "title: O\n")
        self.assertRegex(err, r"^gl.po:7:1: note: 2 fuzzy .*\[po-fuzzy\]\n$")
        self.assertNotIn("sources", self.get("modem.gl.yaml"))

    def test_empty_takes_nothing_away(self):
        made, err = self.merge({"title": "", "lights/title": ""},
                               old=HEAD + "title: O\n")
        self.assertEqual(made, HEAD + "title: O\n")
        self.assertEqual(err.count("note"), 1)
        self.assertIn("gl.po:6:1: note", err)

    def test_obsolete(self):
        self.put("x.po", file({"title": "T"}) +
                 '\n#, fuzzy\n#~ msgctxt "modem/gone"\n#~ msgid "Gone"\n'
                 '#~ msgstr "x"\n\n#~ msgctxt "modem/gone"\n#~ msgid "G"\n'
                 '#~ msgstr ""\n#~ "y"\n')
        _, err = self.tier1("i18n", "merge", "modem.yaml", "x.po")
        self.assertRegex(err, r"^x.po:11:1: note: 2 obsolete .*\n$")
        self.assertIn("title: T\n", self.get("modem.gl.yaml"))

    def test_places_that_are_not_there(self):
        made, err = self.merge({"title": "T", "lights/choises/red": "V",
                                "gone/ask": "X"})
        self.assertIn("title: T\n", made)
        self.assertIn("gl.po:10:1: warning: the flow has no text "
                      "'lights/choises/red' (did you mean "
                      "'lights/choices/red'?) [extra-text]", err)
        self.assertIn("gl.po:14:1: warning: the flow has no text 'gone/ask'",
                      err)
        self.put("x.po", file({"title": "T"}).replace("modem/", "moden/"))
        _, err = self.tier1("i18n", "merge", "modem.yaml", "x.po")
        self.assertIn("did you mean 'modem'?", err)
        self.put("x.po", file({"title": "T"}).replace(
            'msgctxt "modem/title"\n', ""))
        _, err = self.tier1("i18n", "merge", "modem.yaml", "x.po", status=1)
        self.assertRegex(err, r"x.po:6:1: error: .*msgctxt.*po-context")

    def test_placeholders(self):
        old = HEAD + "title: O\n"
        for words, rule in (("Que luz?", "placeholder"),
                            ("{{ age }} {{ who }}", "added-name"),
                            ("{{ who }} {{ 'x' }}", "placeholder"),
                            ("{{ who }} {{ == }}", "lua-syntax"),
                            ("{{ who", "text-brace")):
            made, err = self.merge({"title": "T", "lights/ask": words},
                                   old=old, status=1)
            self.assertRegex(err, r"^gl.po:12:1: error: .*\[" + rule + r"\]\n",
                             words)
            self.assertEqual(made, old)
        made, err = self.merge({"lights/ask": "{{who}}, {{ who }}?"}, old=old)
        self.assertEqual(err, "")

    def test_behind_much_that_is_not_translated(self):
        """What is wrong is found behind any number of other findings."""
        steps = "".join(f"  s{n}: {{tell: Text {n}, next: s{n + 1}}}\n"
                        for n in range(300))
        self.put("modem.yaml", FLOW.replace("  done:\n", steps + "  s300: "
                                            "{tell: 'Hi {{ who }}', next: "
                                            "done}\n  done:\n"))
        _, err = self.merge({"s300/tell": "Ola"}, status=1,
                            ids={"s300/tell": "Hi {{ who }}"})
        self.assertRegex(err, r"^gl.po:8:1: error: .*\[placeholder\]\n$")
        self.put("modem.gl.yaml", HEAD + "steps: {s300: {tell: Ola}}\n")
        out, _ = self.tier1("i18n", "check", "modem.yaml", status=1)
        self.assertIn("1 placeholder differs", out)

    def test_other_words_than_now(self):
        """A file that is behind says so, and what it says is stale."""
        made, err = self.merge({"lights/title": "Luz"},
                               ids={"lights/title": "Light"})
        self.assertRegex(err, r"^gl.po:6:1: warning: .*\[stale-text\]\n$")
        self.assertIn("title: Luz\n", made)
        _, err = self.tier1("i18n", "check", "modem.yaml", status=1)
        self.assertIn("[stale-text]", err)
        # a newer one stays
        self.merge({"lights/title": "Luces"})
        made, err = self.merge({"lights/title": "Luz"},
                               ids={"lights/title": "Light"})
        self.assertIn("title: Luces\n", made)
        self.assertIn("stays", err)

    def test_nothing_is_written_where_anything_is_wrong(self):
        self.put("other.yaml", FLOW.replace("id: modem", "id: other"))
        text = file({"title": "T", "lights/ask": "no"})
        self.put("x.po", text + text[text.index("\nmsgctxt"):].replace(
            "modem/", "other/").replace('"no"', '"{{ who }}"'))
        self.tier1("i18n", "merge", ".", "x.po", status=1)
        self.assertEqual([n for n in os.listdir(self.folder) if ".gl." in n],
                         [])

    # ---- languages and files ------------------------------------------------

    def test_languages(self):
        self.put("x.po", file({"title": "T"}).replace("Language: gl",
                                                      "Language: sr_RS@latin"))
        self.tier1("i18n", "merge", "modem.yaml", "x.po")
        self.assertIn("language: sr-Latn-RS\n",
                      self.get("modem.sr-Latn-RS.yaml"))
        self.tier1("i18n", "merge", "-l", "gl", "modem.yaml", "x.po")
        self.assertIn("title: T\n", self.get("modem.gl.yaml"))
        for bad in ("", "x@y", "g/l", "@latin"):
            self.put("x.po", file({"title": "T"}).replace(
                "Language: gl", "Language: " + bad))
            _, err = self.tier1("i18n", "merge", "modem.yaml", "x.po",
                                status=1)
            self.assertRegex(err, r"x.po:1:1: error: .*--language")
        # that of the flow
        _, err = self.tier1("i18n", "merge", "-l", "en", "modem.yaml", "gl.po",
                            status=3)
        self.put("gl.po", file({"title": "T"}))
        _, err = self.tier1("i18n", "merge", "-l", "en", "modem.yaml", "gl.po",
                            status=1)
        self.assertIn("duplicate-language", err)

    def test_another_case_of_the_tag(self):
        self.put("modem.pt-br.yaml", HEAD.replace("gl", "pt-br") +
                 "title: O\n")
        self.put("x.po", file({"title": "T"}).replace("Language: gl",
                                                      "Language: pt_BR"))
        self.tier1("i18n", "merge", "modem.yaml", "x.po")
        self.assertIn("title: T\n", self.get("modem.pt-br.yaml"))
        self.assertFalse(os.path.exists(
            os.path.join(self.folder, "modem.pt-BR.yaml")))

    def test_output(self):
        self.put("modem.gl.yaml", HEAD + "title: O\n")
        self.put("x.po", file({"title": "T"}))
        out, _ = self.tier1("i18n", "merge", "-o", "-", "modem.yaml", "x.po")
        self.assertTrue(out.startswith(HEAD + "title: T\n"))
        self.assertEqual(self.get("modem.gl.yaml"), HEAD + "title: O\n")
        self.tier1("i18n", "merge", "-o", "y.yaml", "modem.yaml", "x.po")
        self.assertEqual(self.get("y.yaml"), out)
        self.put("other.yaml", FLOW.replace("id: modem", "id: other"))
        self.put("x.po", file({"title": "T"}) +
                 file({"title": "T"}).replace("modem/", "other/").split(
                     "\n\n", 1)[1])
        self.tier1("i18n", "merge", "-o", "y.yaml", ".", "x.po", status=2)
        self.tier1("i18n", "merge", ".", "x.po")
        self.assertIn("title: T\n", self.get("other.gl.yaml"))

    def test_several_files(self):
        """The later one has the last word."""
        self.put("a.po", file({"title": "A", "lights/title": "L"}))
        self.put("b.po", file({"title": "B"}))
        self.tier1("i18n", "merge", "modem.yaml", "a.po", "b.po")
        text = self.get("modem.gl.yaml")
        self.assertIn("title: B\n", text)
        self.assertIn("title: L\n", text)

    def test_what_cannot_be_written(self):
        self.tier1("i18n", "merge", "modem.yaml", status=2)
        self.tier1("i18n", "merge", "modem.yaml", "none.po", status=3)
        self.put("x.po", file({"title": "T"}))
        self.tier1("i18n", "merge", "-o", "none/x.yaml", "modem.yaml", "x.po",
                   status=3)

    def test_no_room(self):
        """What would change more than the text is left as it is."""
        for old, said in (
                ("title: &a O\nsteps: {lights: {title: *a}}\n", "title"),
                ("steps:\n  lights: {title: L, # why\n    help: H}\n",
                 "lights/choices/red"),
                ("steps:\n  lights:\n    title: | # why\n      L\n",
                 "lights/title"),
                ("steps:\n  lights:\n    ? title\n    : O\n",
                 "lights/title/customer")):
            made, err = self.merge({said: "X"}, old=HEAD + old, status=1)
            self.assertRegex(err, r"^modem.gl.yaml:1:1: error: .*\[no-room\]")
            self.assertEqual(made, HEAD + old)

    def test_modes_and_links_stay(self):
        path = self.put("real/x.yaml", HEAD + "title: O\n")
        os.chmod(path, 0o640)
        os.symlink("real/x.yaml", os.path.join(self.folder, "modem.gl.yaml"))
        self.merge({"title": "T"})
        self.assertTrue(os.path.islink(os.path.join(self.folder,
                                                    "modem.gl.yaml")))
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o640)

    # ---- with gettext -------------------------------------------------------

    def test_a_flow_goes_on(self):
        """Its changes come to the old file by msgmerge, and back."""
        self.merge({"title": "O módem", "lights/ask": "{{ who }}?",
                    "lights/title": "Luces", "lights/choices/red": "Vermella",
                    "done/resolve": "Ben."})
        self.put("old.po", self.extract("modem.yaml", language="gl"))
        self.put("modem.yaml", FLOW
                 .replace("title: Lights", "title: The lights")
                 .replace("    help: Look at the front.\n", "")
                 .replace("{red: Red, ", "{")
                 .replace("title: The modem", "title: Your modem"))
        self.put("new.pot", self.extract("modem.yaml"))
        self.tool("msgmerge", "-q", "-o", "merged.po", "old.po", "new.pot")
        self.tool("msgmerge", "-q", "--previous", "-o", "previous.po",
                  "old.po", "new.pot")
        self.accepted("merged.po")
        merged = self.get("merged.po")
        self.assertIn("#, fuzzy", merged)
        self.assertIn("#~ msgctxt \"modem/lights/choices/red\"", merged)
        for name in ("merged.po", "previous.po"):
            _, err = self.tier1("i18n", "merge", "modem.yaml", name)
            self.assertIn("[po-fuzzy]", err)
            self.assertIn("[po-obsolete]", err)
        _, err = self.tier1("i18n", "check", "modem.yaml", status=1)
        self.assertEqual(err.count("[stale-text]"), 2)
        # what the file has is still there, stale as it is
        header, *entries = po.parse(self.extract("modem.yaml", language="gl"))
        fuzzy = {entry.context: entry.said for entry in entries if entry.fuzzy}
        self.assertEqual(fuzzy, {"modem/title": "O módem",
                                 "modem/lights/title": "Luces"})
        for entry in entries:  # a translator looks at them
            entry.comments = [c for c in entry.comments if c != "#, fuzzy"]
        self.put("done.po", po.joined([header, *entries]))
        self.tier1("i18n", "merge", "modem.yaml", "done.po")
        _, err = self.tier1("i18n", "check", "modem.yaml", status=1)
        self.assertNotIn("[stale-text]", err)


runner.main()
