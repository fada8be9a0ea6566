"""Runs a program on a terminal of its own and types on it.

Reads a plan from stdin, as JSON: argv; columns; steps, each with a text to wait for and keys to press then; seconds
that all may take. Prints what stood on the terminal, how the program exited, and whether the terminal was left as it
was found.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

rows = 24


class Terminal:
    """The side of the terminal where people sit."""

    def __init__(self, argv, columns, seconds):
        self.end = time.monotonic() + seconds
        self.screen = ""
        self.pending = b""
        pid, self.line = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvp(argv[0], argv)
        self.pid = pid
        self.found = self.read_mode()

    def read_mode(self):
        return termios.tcgetattr(self.line)[:4]

    def read(self):
        """More of what the program writes; false when it has ended."""
        ready, _, _ = select.select([self.line], [], [], max(0, self.end - time.monotonic()))
        if not ready:
            os.kill(self.pid, 9)
            raise TimeoutError(self.screen)
        try:
            data = os.read(self.line, 65536)
        except OSError:  # on Linux, when no process has the other side open
            return False
        self.pending += data
        self.screen = self.pending.decode("utf-8", "replace")
        return data != b""

    def wait_for(self, text, start):
        while text not in self.screen[start:]:
            if not self.read():
                raise EOFError(f"{text!r} never came: {self.screen}")
        return self.screen.index(text, start) + len(text)


def main():
    plan = json.load(sys.stdin)
    terminal = Terminal(plan["argv"], plan["columns"], plan["seconds"])
    seen = 0
    for step in plan["steps"]:
        seen = terminal.wait_for(step["wait"], seen)
        os.write(terminal.line, step["keys"].encode())
    while terminal.read():
        pass
    _, status = os.waitpid(terminal.pid, 0)
    report = {
        "screen": terminal.screen,
        "exitCode": os.waitstatus_to_exitcode(status),
        "isAsFound": terminal.read_mode() == terminal.found,
    }
    print(json.dumps(report))


main()
