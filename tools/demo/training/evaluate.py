"""Accuracy of a network on drawings of a series."""
import torch

from drawings import batches

NOTHING = 24
HARDEST_QUARTER = 0.475  # kHardestQuarter, tools/demo/drawings/drawing.h


class Result:
    def __init__(self):
        self.right, self.total = 0, 0
        self.hard_right, self.hard_total = 0, 0
        self.nothing_right, self.nothing_total = 0, 0

    def add(self, batch, answers):
        right = answers == batch.classes
        nothing = batch.classes == NOTHING
        hard = torch.from_numpy(batch.hardness >= HARDEST_QUARTER) & ~nothing
        self.right += int(right.sum())
        self.total += len(right)
        self.hard_right += int(right[hard].sum())
        self.hard_total += int(hard.sum())
        self.nothing_right += int(right[nothing].sum())
        self.nothing_total += int(nothing.sum())

    def __str__(self):
        return (f"accuracy {self.right / self.total:.4f}, "
                f"hardest quarter {self.hard_right / max(1, self.hard_total):.4f}, "
                f"nothing {self.nothing_right / max(1, self.nothing_total):.4f}")


def evaluate(network, program, series, count, side):
    result = Result()
    with torch.no_grad():
        for batch in batches(program, series, 0, count, side, 200):
            result.add(batch, network(batch.network_input()).argmax(1))
    return result
