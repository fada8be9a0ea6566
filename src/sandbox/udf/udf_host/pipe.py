"""The pipe between the sandbox and this process."""

import json
import struct

from .errors import PipeClosed

LENGTH = struct.Struct(">I")


class Pipe:
    """Sends and reads frames. Row frames that arrive before the response to a request are queued; they are few."""

    def __init__(self, source, target):
        self.source = source
        self.target = target
        self.queue = []

    def send(self, frame):
        """Returns the number of bytes."""
        data = json.dumps(frame, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
        self.send_bytes(data)
        return len(data)

    def send_bytes(self, data):
        view = memoryview(LENGTH.pack(len(data)) + data)
        try:
            while view:
                view = view[self.target.write(view) :]
        except OSError as error:
            raise PipeClosed() from error

    def read(self):
        header = self.source.read(4)
        if len(header) < 4:
            raise PipeClosed()
        (length,) = LENGTH.unpack(header)
        data = self.source.read(length)
        if len(data) < length:
            raise PipeClosed()
        frame = json.loads(data)
        frame["data"] = header + data
        return frame

    def next_frame(self):
        return self.queue.pop(0) if self.queue else self.read()

    def request(self, kind, name):
        """Requests the object of this name from the sandbox and returns its response."""
        self.send({"type": kind, "name": name})
        while True:
            frame = self.read()
            if frame["type"] == "response":
                return frame
            self.queue.append(frame)
