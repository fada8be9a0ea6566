"""The rows of one group."""

import json

from .pipe import LENGTH
from .values import read_columns


class Group:
    """Reads from the pipe a chunk at a time; chunks after the first are kept in a file for reset() and size()."""

    def __init__(self, pipe, frame, columns, keeps):
        self.pipe = pipe
        self.columns = columns
        self.keeps = keeps
        self.spool = None
        self.spool_end = 0
        self.replay_at = 0
        self.count = frame["count"]
        self.complete = frame["last"]
        self.first = read_columns(frame, columns)

    def receive(self):
        self.pipe.send({"type": "taken"})
        frame = self.pipe.next_frame()
        self.count += frame["count"]
        self.complete = frame["last"]
        if self.keeps:
            self.keep(frame["data"])
        return frame

    def keep(self, data):
        if self.spool is None:
            import tempfile

            self.spool = tempfile.TemporaryFile()
        self.spool.seek(self.spool_end)
        self.spool.write(data)
        self.spool_end = self.spool.tell()

    def replay(self):
        assert self.spool is not None
        self.spool.seek(self.replay_at)
        (length,) = LENGTH.unpack(self.spool.read(4))
        frame = json.loads(self.spool.read(length))
        self.replay_at = self.spool.tell()
        return frame

    def next_rows(self):
        """The rows after the present ones, none at the end of the group."""
        while True:
            if self.replay_at < self.spool_end:
                frame = self.replay()
            elif self.complete:
                return []
            else:
                frame = self.receive()
                self.replay_at = self.spool_end
            if frame["count"] > 0:
                return read_columns(frame, self.columns)

    def first_rows(self):
        self.replay_at = 0
        return self.first or self.next_rows()

    def size(self):
        while not self.complete:
            self.receive()
        return self.count

    def drain(self):
        """Takes what run(ctx) left, so that the next frame is the next group's."""
        self.keeps = False
        while not self.complete:
            self.receive()
        if self.spool is not None:
            self.spool.close()
