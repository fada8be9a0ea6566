"""Feeds groups of rows to run(ctx)."""

from .context import FINISHED, disallowed, make_context_class
from .emitter import Emitter
from .group import Group


class Runner:
    """Feeds the groups of one VM to run(ctx)."""

    def __init__(self, pipe, start, scope):
        self.pipe = pipe
        self.scope = scope
        self.columns = start["inputColumns"]
        self.is_set = start["input"] == "SET"
        self.returns = start["output"] == "RETURNS"
        self.emitter = Emitter(pipe, start["outputColumns"])
        self.context_class = make_context_class(self.columns)

    def run(self, frame):
        """The group that begins with this frame, to its end."""
        self.emitter.group = frame["group"]
        group = Group(self.pipe, frame, self.columns, self.is_set)
        context = self.context_class(group, self.emitter)
        if self.is_set:
            self.run_set(context)
        else:
            self.run_scalar(context)
        self.emitter.flush()
        group.drain()
        self.pipe.send({"type": "taken"})

    def run_set(self, context):
        run, emit = self.scope["run"], context.emit
        if self.returns:
            context.emit = disallowed
            emit(run(context))
        else:
            run(context)

    def run_scalar(self, context):
        run, emit, advance = self.scope["run"], context.emit, context.next
        context.next = context.reset = disallowed
        context.size = lambda: len(context._rows)
        if self.returns:
            context.emit = disallowed
        if context._row is FINISHED:
            return
        while True:
            if self.returns:
                emit(run(context))
            else:
                run(context)
            if not advance():
                return
