"""The harness's own parts: a judge that never complains, or a cutter of stanzas that loses bytes, would prove nothing."""

import unittest

from raw_client import Cutter
from sequence import judge


class Judge(unittest.TestCase):
    def test_complete(self):
        self.assertTrue(judge([1, 2, 3], range(1, 4)))

    def test_lost(self):
        verdict = judge([1, 3], range(1, 4))
        self.assertFalse(verdict)
        self.assertEqual(verdict.lost, [2])

    def test_all_lost(self):
        self.assertEqual(judge([], range(1, 4)).lost, [1, 2, 3])

    def test_doubled(self):
        verdict = judge([1, 2, 2, 3], range(1, 4))
        self.assertFalse(verdict)
        self.assertEqual((verdict.doubled, verdict.lost, verdict.reordered), ([2], [], []))

    def test_doubled_later_is_not_reordered(self):
        verdict = judge([1, 2, 3, 1], range(1, 4))
        self.assertEqual((verdict.doubled, verdict.reordered), ([1], []))

    def test_reordered(self):
        verdict = judge([1, 3, 2], range(1, 4))
        self.assertFalse(verdict)
        self.assertEqual((verdict.reordered, verdict.lost), ([2], []))

    def test_unknown(self):
        verdict = judge([1, 7], [1])
        self.assertFalse(verdict)
        self.assertEqual(verdict.unknown, [7])

    def test_possible_may_arrive_or_not(self):
        self.assertTrue(judge([1, 2, 4], [1, 4], possible=[2, 3]))

    def test_possible_may_not_arrive_twice(self):
        self.assertEqual(judge([1, 2, 2], [1], possible=[2]).doubled, [2])


class Cuts(unittest.TestCase):
    STREAM = b"<?xml version='1.0'?><s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client'>"
    STANZAS = [
        b"<presence/>",
        b"<presence></presence >",
        b"<message to=\"a>b\"  ><body><![CDATA[</message>]]>/></body><x:y xmlns:x='u'/></message>",
        "<message><body>é€😀</body></message>".encode(),
        b"<iq type='result' id='a/>'/>",
    ]

    def cut(self, pieces):
        cutter, found = Cutter(), []
        for piece in pieces:
            found += [stanza.raw for stanza in cutter.feed(piece)]
        return cutter, found

    def test_in_one_piece(self):
        cutter, found = self.cut([self.STREAM + b" ".join(self.STANZAS)])
        self.assertEqual(found, self.STANZAS)
        self.assertFalse(cutter.closed)

    def test_byte_by_byte(self):
        whole = self.STREAM + b"\n".join(self.STANZAS) + b"</s:stream>"
        cutter, found = self.cut(whole[at : at + 1] for at in range(len(whole)))
        self.assertEqual(found, self.STANZAS)
        self.assertTrue(cutter.closed)


if __name__ == "__main__":
    unittest.main()
