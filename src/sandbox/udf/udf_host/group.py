"""The rows of one group."""

import json

from .pipe import LENGTH
from .values import read_columns


class Group:
    """
    Reads a frame at a time from the pipe. If is_spooled is True, frames after the first one are stored in a temporary
    file, so that reset() and size() work with any number of rows.
    """

    def __init__(self, pipe, frame, columns, is_spooled):
        self.pipe = pipe
        self.columns = columns
        self.is_spooled = is_spooled
        self.spool = None
        self.spool_end = 0
        self.replay_position = 0
        self.count = frame["count"]
        self.is_complete = frame["last"]
        self.first_frame_rows = read_columns(frame, columns)

    def receive(self):
        self.pipe.send({"type": "consumed"})
        frame = self.pipe.next_frame()
        self.count += frame["count"]
        self.is_complete = frame["last"]
        if self.is_spooled:
            self.store(frame["data"])
        return frame

    def store(self, data):
        if self.spool is None:
            import tempfile

            self.spool = tempfile.TemporaryFile()
        self.spool.seek(self.spool_end)
        self.spool.write(data)
        self.spool_end = self.spool.tell()

    def replay(self):
        assert self.spool is not None
        self.spool.seek(self.replay_position)
        (length,) = LENGTH.unpack(self.spool.read(4))
        frame = json.loads(self.spool.read(length))
        self.replay_position = self.spool.tell()
        return frame

    def next_rows(self):
        """The rows of the next frame that has any; an empty list at the end of the group."""
        while True:
            if self.replay_position < self.spool_end:
                frame = self.replay()
            elif self.is_complete:
                return []
            else:
                frame = self.receive()
                self.replay_position = self.spool_end
            if frame["count"] > 0:
                return read_columns(frame, self.columns)

    def first_rows(self):
        self.replay_position = 0
        return self.first_frame_rows or self.next_rows()

    def size(self):
        while not self.is_complete:
            self.receive()
        return self.count

    def drain(self):
        """Reads the frames that run(ctx) did not read, so that the next frame belongs to the next group."""
        self.is_spooled = False
        while not self.is_complete:
            self.receive()
        if self.spool is not None:
            self.spool.close()
