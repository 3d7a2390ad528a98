"""What CPython answers, for the tests beside this file to compare with: `python3.11 cases.py > cases.json`.

"suggestions": a missing name, the candidates (the object's `dir()`), and the name that the interpreter's own
traceback printer offers. "strings", "bytes", "floats": a value, and its `repr`.
"""
import io, json, random, struct, sys

assert sys.version_info[:2] == (3, 11), "the rules are those of CPython 3.11"
rng = random.Random(2013)


def offered(name, candidates):
    class Point:
        __slots__ = ()

        def __dir__(self):
            return candidates

    try:
        getattr(Point(), name)
    except AttributeError as error:
        out, sys.stderr = sys.stderr, io.StringIO()
        try:
            sys.__excepthook__(type(error), error, None)
            text = sys.stderr.getvalue().strip()
        finally:
            sys.stderr = out
    return text.rsplit("Did you mean: '", 1)[1][:-2] if "Did you mean" in text else None


def word(most):
    first = "abcdeXYZA_é"
    return rng.choice(first) + "".join(rng.choice(first + "1") for _ in range(rng.randint(0, most)))


def mutated(name):
    chars = list(name)
    for _ in range(rng.randint(1, 4)):
        at, kind = rng.randrange(len(chars) + 1), rng.randrange(4)
        if kind == 0:
            chars.insert(at, rng.choice("abcXé1"))
        elif at < len(chars):
            if kind == 1:
                del chars[at]
            elif kind == 2:
                chars[at] = rng.choice("abcXé1")
            else:
                chars[at] = chars[at].swapcase()
    return "".join(chars) or "q"


suggestions = []
while len(suggestions) < 3000:
    most = rng.choice((2, 4, 6, 10, 45))
    candidates = sorted({word(most) for _ in range(rng.randint(0, 7))})
    name = mutated(rng.choice(candidates)) if candidates and rng.random() < 0.8 else word(most)
    if name not in candidates:
        suggestions.append([name, candidates, offered(name, candidates)])
for count in (749, 750):
    candidates = sorted(["blech"] + [f"a{i}" for i in range(count - 1)])
    suggestions.append(["blach", candidates, offered("blach", candidates)])

points = [*range(0x20, 0x7F), 0, 7, 9, 10, 13, 27, 0x7F, 0x85, 0xA0, 0xAD, 0xE9, 0x300, 0x200B, 0x2028, 0x20AC,
          0x3042, 0xE000, 0xFEFF, 0xFFFD, 0x1F600, 0x10FFFF]
strings = ["", "'", '"', "'\"", "it's", 'say "it"', "a\\b", "tab\there", "é\u0301"]
strings += [chr(point) for point in points]
strings += ["".join(chr(rng.choice(points)) for _ in range(rng.randint(1, 12))) for _ in range(200)]

floats = [0.0, -0.0, 1.0, 0.1, 1e15, 1e16, 1.5e16, 123456789012345680.0, 1e-4, 1e-5, 9.999e-5, 1e100, 1.7976931348623157e308, 5e-324]
floats += [struct.unpack("<d", rng.randbytes(8))[0] for _ in range(500)]
floats += [rng.uniform(-1e6, 1e6) for _ in range(200)]
floats = [x for x in floats if x == x]

bytestrings = [b"", b"'", b'"', b"'\"", b"\x00\xff\\\n\r\t"] + [rng.randbytes(rng.randint(0, 20)) for _ in range(100)]

json.dump({
    "suggestions": suggestions,
    "strings": [[s, repr(s)] for s in strings],
    # The bits, for JSON readers differ in the last place.
    "floats": [[str(struct.unpack("<Q", struct.pack("<d", x))[0]), repr(x)] for x in floats],
    "bytes": [[list(b), repr(b)] for b in bytestrings],
}, sys.stdout, indent=None, separators=(",", ":"))
print()
