"""The other reader: expat, as Python has it. Documents come with their length before them; an answer goes the same way."""

import struct
import sys
from xml.parsers import expat

SEPARATOR = "\x01"


def judge(document):
    """Names, attributes and text in one canonical form, or how expat refuses the document."""
    out = []
    # Expat refuses namespaces that have the separator in them: it is one that no document can have.
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    parser.ordered_attributes = True

    def start(name, attributes):
        names = [name.replace(SEPARATOR, " ") for name in attributes[::2]]
        pairs = sorted(zip(names, attributes[1::2]))
        out.append("<" + name.replace(SEPARATOR, " ") + "".join("|%s=%s" % pair for pair in pairs) + ">")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: out.append("</>")
    parser.CharacterDataHandler = out.append
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        return "!%d" % error.code
    return "".join(out)


def main():
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while True:
        length = source.read(4)
        if len(length) < 4:
            return
        try:
            answer = judge(source.read(struct.unpack("<I", length)[0])).encode("utf-8", "surrogatepass")
        except ValueError:  # an encoding that Python does not know
            answer = b"!18"
        sink.write(struct.pack("<I", len(answer)) + answer)
        sink.flush()


main()
