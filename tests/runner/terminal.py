# SPDX-License-Identifier: MIT
"""A terminal for the command: keys are typed, and what is shown is kept."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time


# What the command waits behind.
PROMPT = re.compile(rb"(?:> |: |\) )\Z")


class Terminal:
    """A command that runs in one."""

    def __init__(self, command, folder, columns=80, env=None,
                 program=None):
        self.shown = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ.pop("NO_COLOR", None)
            os.environ.update({"TERM": "xterm", "XDG_STATE_HOME": folder,
                               **(env or {})})
            # The size is set before the command looks.
            fcntl.ioctl(0, termios.TIOCSWINSZ,
                        struct.pack("HHHH", 50, columns, 0, 0))
            os.execv(program or command[0], command)

    def read(self):
        """Reads up to the next prompt; False: it has ended."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            ready, _, _ = select.select([self.fd], [], [], 0.05)
            if not ready and PROMPT.search(self.shown):
                return True
            if ready:
                try:
                    more = os.read(self.fd, 4096)
                except OSError:
                    return False
                if not more:
                    return False
                self.shown += more
        raise TimeoutError(self.text())

    def type(self, *lines):
        """Types lines, each at a prompt; "\\x04" ends the input."""
        for line in lines:
            if not self.read():
                break
            self.shown += b"\0"  # so that the prompt before is no prompt
            os.write(self.fd,
                     (line if line == "\x04" else line + "\n").encode())

    def text(self):
        return self.shown.replace(b"\0", b"").decode(
            errors="replace").replace("\r\n", "\n")

    def finish(self):
        """Waits for the end; gives what was shown, and the exit status."""
        while self.read():
            self.type("\x04")
        os.close(self.fd)
        return self.text(), os.waitstatus_to_exitcode(
            os.waitpid(self.pid, 0)[1])

    def kill(self):
        """What a power cut does."""
        os.kill(self.pid, signal.SIGKILL)
        return self.finish()


def walk(command, lines, folder, **more):
    """Types lines at a command, and then ends its input."""
    there = Terminal(command, folder, **more)
    there.type(*lines)
    return there.finish()
