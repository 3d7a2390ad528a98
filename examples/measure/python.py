"""The Python half of `measure`: the same rows in CPython's own forms.

On stdin, one JSON document: the names of the columns, the rows of the file (null for unknown), how
many instances to hold, how many of them to time and in how many rounds, the names of the timed
columns, and the sum that reading those must give. On stdout, one JSON document per line: the
version, a line per form held, the times.

The values are made once and shared by all instances, so that what is counted is the instance. Bytes
are counted by tracemalloc: what was asked for, as on the Rust side. Allocations are counted on the
timed instances, since a snapshot of all would be larger than what it describes.
"""

import dataclasses
import gc
import json
import platform
import random
import sys
import time
import tracemalloc


def say(**what):
    print(json.dumps(what), flush=True)


def init(columns):
    """An `__init__` that leaves unknown attributes unbound."""
    lines = ["def __init__(self, %s):" % ", ".join(name for name, _ in columns)]
    for name, optional in columns:
        if optional:
            lines.append("    if %s is not None: self.%s = %s" % (name, name, name))
        else:
            lines.append("    self.%s = %s" % (name, name))
    return compiled("\n".join(lines), "__init__")


def compiled(source, name, **names):
    exec(source, names)
    return names[name]


def forms(columns):
    """Each form: its name, what makes an instance of a row, how values are reached: `.` or `[`."""
    names = [name for name, _ in columns]
    plain = type("Flight", (), {"__init__": init(columns)})
    slots = type("Flight", (), {"__init__": init(columns), "__slots__": names})
    # A field of a dataclass is always bound: unknown is `None` there.
    fields = [(name, object) for name in names]
    data = dataclasses.make_dataclass("Flight", fields, slots=True)

    def entries(*row):
        return {name: value for name, value in zip(names, row) if value is not None}

    return [
        ("class", plain, "."),
        ("class with __slots__", slots, "."),
        ("dataclass(slots=True)", data, "."),
        ("dict", entries, "["),
    ]


def hold(make, table, count):
    held = [None] * count
    for index in range(count):
        held[index] = make(*table[index % len(table)])
    return held


def weigh(make, table, count, sample):
    """Bytes and allocations per instance."""
    # Takes what the interpreter keeps of dead objects for reuse: that would not be counted.
    spare = hold(make, table, 1000)

    def traced(count):
        tracemalloc.start(1)
        before = tracemalloc.get_traced_memory()[0]
        held = hold(make, table, count)
        taken = tracemalloc.get_traced_memory()[0] - before
        return held, taken

    held, _ = traced(sample)
    # Without the list that holds them.
    allocations = len(tracemalloc.take_snapshot().traces) - 1
    tracemalloc.stop()
    del held

    held, taken = traced(count)
    taken -= sys.getsizeof(held)
    tracemalloc.stop()
    del held, spare
    return taken / count, allocations / sample


def passes(how, timed):
    """What is timed, compiled anew for each form: CPython adapts code to the types it meets."""
    if how == ".":
        place, read, write = "o.%s", "getattr(o, %s)", "setattr(o, %s, v)"
    else:
        place, read, write = "o[%r]", "o[%s]", "o[%s] = v"
    known = [place % name for name in timed]
    each = "abcdefgh"[: len(timed)]
    every = "def f(rows, orders, v):\n for o in rows:\n  %s"
    names = ", ".join(each)
    named = "def f(rows, orders, v):\n for o, (" + names + ") in zip(rows, orders):\n  %s"
    sources = {
        "read_field": every % "; ".join(known),
        "read_name": named % "; ".join(read % name for name in each),
        "write_field": every % "; ".join(value + " = v" for value in known),
        "write_name": named % "; ".join(write % name for name in each),
    }
    return {access: compiled(source, "f") for access, source in sources.items()}


def measure_times(kinds, table, task):
    timed = task["timed"]
    generator = random.Random(2013)
    orders = [generator.sample(timed, len(timed)) for _ in range(task["timed_rows"])]
    subjects = []
    for name, make, how in kinds:
        rows = hold(make, table, task["timed_rows"])
        read = getattr if how == "." else dict.__getitem__
        if sum(read(row, column) for row in rows for column in timed) != task["sum"]:
            sys.exit("%s holds other rows than Rust" % name)
        subjects.append((name, rows, passes(how, timed), {}))
    for _ in range(task["rounds"]):
        for _, rows, functions, taken in subjects:
            for access, function in functions.items():
                function(rows, orders, 1000)
                start = time.perf_counter()
                function(rows, orders, 1000)
                taken.setdefault(access, []).append(time.perf_counter() - start)
    accesses = task["timed_rows"] * len(timed) * 1e-9
    for name, _, _, taken in subjects:
        times = {}
        for access, seconds in taken.items():
            seconds.sort()
            times[access] = [seconds[0] / accesses, seconds[len(seconds) // 2] / accesses]
        say(form=name, times=times)


def main():
    if platform.python_implementation() != "CPython":
        return say(unfit="python3 is %s, not CPython" % platform.python_implementation())
    version = platform.python_version()
    if sys.version_info < (3, 10):
        return say(unfit="Python %s has no dataclass(slots=True); 3.10 has" % version)
    task = json.load(sys.stdin)
    say(version=version)
    # Interned, as names in a program are; so each form finds them by their identity.
    task["timed"] = [sys.intern(name) for name in task["timed"]]
    columns = [(sys.intern(name), optional) for name, optional in task["columns"]]
    table = task["table"]
    kinds = forms(columns)
    gc.freeze()
    gc.disable()
    for name, make, _ in kinds:
        size, allocations = weigh(make, table, task["rows"], task["timed_rows"])
        say(form=name, bytes=size, allocations=allocations)
    measure_times(kinds, table, task)


main()
