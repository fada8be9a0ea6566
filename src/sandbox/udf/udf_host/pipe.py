"""The pipe between the sandbox and this process."""

import json
import struct

from .errors import HostLost

LENGTH = struct.Struct(">I")


class Pipe:
    """Frames both ways. Rows that arrive while an answer is awaited are kept; the sandbox sends few ahead."""

    def __init__(self, source, target):
        self.source = source
        self.target = target
        self.waiting = []

    def send(self, frame):
        data = json.dumps(frame, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
        self.send_bytes(data)
        return len(data)

    def send_bytes(self, data):
        view = memoryview(LENGTH.pack(len(data)) + data)
        try:
            while view:
                view = view[self.target.write(view) :]
        except OSError as error:
            raise HostLost() from error

    def read(self):
        header = self.source.read(4)
        if len(header) < 4:
            raise HostLost()
        (length,) = LENGTH.unpack(header)
        data = self.source.read(length)
        if len(data) < length:
            raise HostLost()
        frame = json.loads(data)
        frame["data"] = header + data
        return frame

    def next_frame(self):
        return self.waiting.pop(0) if self.waiting else self.read()

    def ask(self, kind, name):
        self.send({"type": kind, "name": name})
        while True:
            frame = self.read()
            if frame["type"] == "answer":
                return frame
            self.waiting.append(frame)
