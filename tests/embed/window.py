#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Walks a person through a flow in the window of examples/gtk.c, by mouse and
keyboard, on a screen of its own.

window.py PROGRAM FLOW [PICTURE]

FLOW is printer-does-not-print.yaml. PICTURE is where one page is kept as a PNG."""

import json
import os
import struct
import subprocess
import sys
import tempfile
import time
import zlib

WIDTH, HEIGHT = 720, 640
ASIDE = 40  # of the screen, where the mouse rests
SETTINGS = """[Settings]
gtk-cursor-blink=false
gtk-enable-animations=false
"""

# What the shipped one has not; and texts that would be markup.
FLOW = """tier1: 1
id: wait
title: "<b>Waiting</b> & _more"
steps:
  advice:
    consult: Is there a fault in the <street>?
    to: network
    type: yes_no
    timeout: 1s
    on_timeout: lamps
    next: lamps
  lamps:
    ask: "Which lamps <i>are on & off?"
    type: multi
    choices: {power: "_Power & <b>more", dsl: DSL, wifi: Wi-Fi}
    next: photo
  photo:
    ask: Take a photo.
    type: file
    accept: [image/png]
    max_size: 100000
    optional: true
    next: pin
  pin:
    ask: What is the number on the label?
    type: text
    sensitive: true
    next: look
  look: {tell: "Look at **this**.", next: over}
  over: {resolve: "Good, {{ count(lamps) }} lamps & <b>."}
"""


class Screen:
    """A screen of Xvfb, which keeps it in a file."""

    def __init__(self, folder):
        self.file = os.path.join(folder, "Xvfb_screen0")
        out, number = os.pipe()
        with open(os.path.join(folder, "log"), "w", encoding="utf-8") as log:
            self.server = subprocess.Popen(
                ["Xvfb", "-displayfd", str(number), "-nolisten", "tcp",
                 "-screen", "0", f"{WIDTH + ASIDE}x{HEIGHT + ASIDE}x24",
                 "-fbdir", folder],
                pass_fds=[number], stdout=log, stderr=log)
        os.close(number)
        with os.fdopen(out) as f:
            self.name = ":" + f.readline().strip()

    def rows(self):
        """The window's rows as bytes: blue, green, red, nothing, for each
        pixel."""
        with open(self.file, "rb") as f:
            xwd = f.read()
        head = struct.unpack(">25I", xwd[:100])
        stride, at = head[12], head[0] + head[19] * 12
        return [xwd[at + y * stride:at + y * stride + 4 * WIDTH]
                for y in range(HEIGHT)]

    def save(self, path):
        def chunk(kind, body):
            return struct.pack(">I", len(body)) + kind + body + \
                struct.pack(">I", zlib.crc32(kind + body))
        data = bytearray()
        for row in self.rows():
            rgb = bytearray(3 * WIDTH)
            rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
            data += b"\0" + rgb
        with open(path, "wb") as f:
            f.write(b"\x89PNG\r\n\x1a\n" +
                    chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT,
                                               8, 2, 0, 0, 0)) +
                    chunk(b"IDAT", zlib.compress(bytes(data), 9)) +
                    chunk(b"IEND", b""))


def is_blue(b, g, r):
    return b > 190 and b - r > 70 and b > g


def is_red(b, g, r):
    return r > 160 and r - b > 90 and r - g > 90


class Window:
    """The program on the screen, and somebody in front of it."""

    def __init__(self, screen, folder, program, flow):
        self.screen = screen
        self.env = dict(os.environ, DISPLAY=screen.name, GDK_BACKEND="x11",
                        GSK_RENDERER="cairo", GTK_A11Y="none", HOME=folder,
                        GSETTINGS_BACKEND="memory", G_DEBUG="fatal-warnings",
                        XDG_CONFIG_HOME=folder, LC_ALL="C.UTF-8")
        os.makedirs(os.path.join(folder, "gtk-4.0"), exist_ok=True)
        with open(os.path.join(folder, "gtk-4.0", "settings.ini"), "w",
                  encoding="utf-8") as f:
            f.write(SETTINGS)
        blank = screen.rows()
        self.process = subprocess.Popen([program, flow], env=self.env,
                                        stdout=subprocess.PIPE, text=True)
        self.settle(blank)
        self.id = self.xdo("search", "--sync", "--onlyvisible", "--pid",
                           str(self.process.pid)).split()[0]
        before = screen.rows()
        self.xdo("windowsize", self.id, str(WIDTH), str(HEIGHT),
                 "windowmove", self.id, "0", "0", "windowfocus", self.id,
                 "mousemove", str(WIDTH + ASIDE // 2), str(HEIGHT))
        self.settle(before)

    def xdo(self, *args):
        return subprocess.run(["xdotool", *args], env=self.env, check=True,
                              stdout=subprocess.PIPE, text=True,
                              timeout=30).stdout

    def settle(self, before, polls=3):
        """Waits until the screen is another one, and stays as it is."""
        last, same, end = before, 0, time.monotonic() + 30
        while same < polls:
            time.sleep(0.03)
            if self.process.poll() is not None:
                sys.exit(f"the program ended: {self.process.returncode}")
            if time.monotonic() > end:
                sys.exit("nothing happened on the screen")
            now = self.screen.rows()
            same = same + 1 if now == last and now != before else 0
            last = now

    def key(self, *names):
        for name in names:
            before = self.screen.rows()
            self.xdo("key", name)
            self.settle(before)

    def type(self, text):
        before = self.screen.rows()
        self.xdo("type", "--delay", "5", text)
        self.settle(before)

    def click(self, x, y):
        before = self.screen.rows()
        self.xdo("mousemove", str(x), str(y), "click", "1",
                 "mousemove", str(WIDTH + ASIDE // 2), str(HEIGHT))
        self.settle(before)

    def find(self, wanted):
        """The centre of the lowest group of rows with such pixels below the
        bar, or None."""
        group = []
        for y, row in reversed(list(enumerate(self.screen.rows()))):
            if y < 60 or y > HEIGHT - 60:
                continue
            xs = [x for x in range(8, WIDTH - 8)
                  if wanted(*row[4 * x:4 * x + 3])]
            if xs:
                group.append((y, xs))
            elif group:
                break
        if not group:
            return None
        xs = [x for _, row in group for x in row]
        return (min(xs) + max(xs)) // 2, (group[0][0] + group[-1][0]) // 2

    def click_blue(self):
        """What has the focus, or the button of a page."""
        self.settle(None, 12)  # what comes next is at another place
        place = self.find(is_blue)
        if place is None:
            sys.exit("there is nothing blue to click at")
        self.click(*place)

    def close(self):
        """Presses the one button that is left; the packet that was printed."""
        self.xdo("key", "Return")
        out, _ = self.process.communicate(timeout=20)
        if self.process.returncode != 0:
            sys.exit(f"the program ended: {self.process.returncode}")
        return json.loads(out)


BACK, PERSON = (40, 26), (520, 26)


def to_the_end(window, picture):
    """A form that is refused and filled in, choices, and back."""
    window.click_blue()
    if window.find(is_red) is None:
        sys.exit("nothing says why the form was refused")
    window.key(*["shift+Tab"] * 4)
    window.type("HP <b>1</b> & co")
    window.key("Tab", "space", "Down", "Return")          # ink
    window.key("Tab", "space", "Down", "Down", "Return")  # Wi-Fi
    window.key("Tab", "space", "Down", "Return")          # Windows
    window.key("Tab", "Return")
    window.click_blue()  # yes, it shows something
    if picture:
        window.screen.save(picture)
    window.key("Return")  # paper is stuck
    window.key("Return")  # it is out
    window.click(*BACK)
    window.key("Tab", "Return")  # there was none
    window.click_blue()          # it prints
    return window.close()


def to_a_person(window):
    """What is typed for a choice of that kind, and a person."""
    window.key(*["Tab", "space", "Down", "Return"] * 3)
    window.key("Tab", "Return")
    window.key("Return")
    window.key(*["Tab"] * 7)
    window.type("E-42 <i>")
    window.key("Return")
    window.click(*PERSON)
    return window.close()


def what_else(window):
    """Somebody who does not advise, boxes to tick, no file, a secret."""
    end = time.monotonic() + 30
    while window.find(is_blue) is None:
        if time.monotonic() > end:
            sys.exit("it waits for ever")
        time.sleep(0.1)
    window.key("space", "Tab", "Tab", "space")
    window.click_blue()
    window.key("Return")
    window.type("1234")
    window.key("Return", "Return")
    return window.close()


def steps(packet):
    """Those that stand, and how many do not."""
    stand = [s["step"] for s in packet["path"]
             if "step" in s and not s.get("undone")]
    return stand, len(packet["path"]) - len(stand)


def answers(packet):
    return {a.get("field", a["step"]): a.get("value") for a in packet["answers"]}


def expect(name, got, want):
    if got != want:
        raise SystemExit(f"{name} is {got}, not {want}")


def main():
    program, flow, *picture = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="tier1-window-") as folder:
        screen = Screen(folder)
        try:
            one = to_the_end(Window(screen, folder, program, flow),
                             picture[0] if picture else None)
            other = to_a_person(Window(screen, folder, program, flow))
            own = os.path.join(folder, "wait.yaml")
            with open(own, "w", encoding="utf-8") as f:
                f.write(FLOW)
            third = what_else(Window(screen, folder, program, own))
        finally:
            screen.server.terminate()
            screen.server.wait()
    expect("the way", steps(one), (
        ["about", "lights_on", "shows", "clear_jam", "test_page", "done"], 3))
    expect("what was answered", answers(one), {
        "model": "HP <b>1</b> & co", "kind": "inkjet", "link_type": "wifi",
        "system": "windows", "lights_on": True, "shows": "jam",
        "test_page": True})
    expect("what was tried", [(t["step"], t["result"]) for t in one["tried"]],
           [("clear_jam", "failed")])
    expect("the other way", steps(other), (
        ["about", "lights_on", "shows", "keep_words", "restart_printer",
         "reach"], 0))
    expect("what was typed", answers(other)["shows"], "E-42 <i>")
    expect("why it ended", other["escalation"]["reason"], "requested")
    expect("the third way", steps(third), (
        ["advice", "lamps", "photo", "pin", "look", "over"], 0))
    expect("what was ticked", answers(third)["lamps"], ["power", "wifi"])
    print("ok: three walks to their ends")


if __name__ == "__main__":
    main()
