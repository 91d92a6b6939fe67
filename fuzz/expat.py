"""The other reader: expat, as Python has it. Documents come with their length before them; an answer goes the same way."""

import struct
import sys
from xml.parsers import expat


def judge(document):
    """Names, attributes and text in one canonical form, or how expat refuses the document."""
    out = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.ordered_attributes = True

    def start(name, attributes):
        pairs = sorted(zip(attributes[::2], attributes[1::2]))
        out.append("<" + name + "".join("|%s=%s" % pair for pair in pairs) + ">")

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
