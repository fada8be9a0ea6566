"""Calls run(ctx) for groups of rows."""

from .context import FINISHED, make_context_class, raise_disallowed
from .emitter import Emitter
from .group import Group


class Runner:
    """Calls run(ctx) for the groups that this process receives."""

    def __init__(self, pipe, start, scope):
        self.pipe = pipe
        self.scope = scope
        self.columns = start["inputColumns"]
        self.is_set = start["input"] == "SET"
        self.returns_value = start["output"] == "RETURNS"
        self.emitter = Emitter(pipe, start["outputColumns"])
        self.context_class = make_context_class(self.columns)

    def run(self, frame):
        """Runs the UDF for the group that begins with this frame."""
        self.emitter.group = frame["group"]
        group = Group(self.pipe, frame, self.columns, self.is_set)
        context = self.context_class(group, self.emitter)
        if self.is_set:
            self.run_set(context)
        else:
            self.run_scalar(context)
        self.emitter.flush()
        group.drain()
        self.pipe.send({"type": "consumed"})

    def run_set(self, context):
        run, emit = self.scope["run"], context.emit
        if self.returns_value:
            context.emit = raise_disallowed
            emit(run(context))
        else:
            run(context)

    def run_scalar(self, context):
        run, emit, advance = self.scope["run"], context.emit, context.next
        context.next = context.reset = raise_disallowed
        context.size = lambda: len(context._rows)
        if self.returns_value:
            context.emit = raise_disallowed
        if context._row is FINISHED:
            return
        while True:
            if self.returns_value:
                emit(run(context))
            else:
                run(context)
            if not advance():
                return
