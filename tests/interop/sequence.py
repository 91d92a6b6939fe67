"""Numbered messages: what was sent against what arrived."""

from dataclasses import dataclass, field


@dataclass
class Verdict:
    """How the numbers that arrived differ from those that were to arrive."""

    lost: list = field(default_factory=list)
    doubled: list = field(default_factory=list)
    reordered: list = field(default_factory=list)
    unknown: list = field(default_factory=list)

    def __bool__(self):
        return not (self.lost or self.doubled or self.reordered or self.unknown)

    def __str__(self):
        kinds = {"lost": self.lost, "doubled": self.doubled, "reordered": self.reordered, "unknown": self.unknown}
        faults = [f"{kind}: {_some(numbers)}" for kind, numbers in kinds.items() if numbers]
        return "; ".join(faults) or "complete, once each, in order"


def judge(arrived, wanted, possible=()):
    """Judges the numbers in `arrived` (in order of arrival).

    Each of `wanted` is to arrive once; each of `possible` may arrive once; nothing else may. They are to arrive in
    ascending order.
    """
    seen, highest, verdict = set(), None, Verdict()
    allowed = set(wanted) | set(possible)
    for number in arrived:
        if number not in allowed:
            verdict.unknown.append(number)
        elif number in seen:
            verdict.doubled.append(number)
        elif highest is not None and number < highest:
            verdict.reordered.append(number)
        seen.add(number)
        highest = number if highest is None else max(number, highest)
    verdict.lost = sorted(set(wanted) - seen)
    return verdict


def _some(numbers):
    shown = ", ".join(map(str, numbers[:10]))
    return shown if len(numbers) <= 10 else f"{shown}, .. ({len(numbers)} in all)"
