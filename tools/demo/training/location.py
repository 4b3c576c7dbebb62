"""Where a class activation map should be highest: inside the symbol's box."""
import torch


def cells_inside(boxes, rows, columns):
    """Which cells of a map have their centre in the box (left, top, right, bottom, in shares of the
    side), or lie nearest to its middle where no centre does: (boxes, rows, columns)."""
    x = (torch.arange(columns) + 0.5) / columns
    y = (torch.arange(rows) + 0.5) / rows
    left, top, right, bottom = boxes.T.unsqueeze(-1)
    across = (x >= left) & (x <= right)
    down = (y >= top) & (y <= bottom)
    inside = down.unsqueeze(2) & across.unsqueeze(1)

    to_middle = (((left + right) / 2 - x) ** 2).unsqueeze(1) \
        + (((top + bottom) / 2 - y) ** 2).unsqueeze(2)
    nearest = to_middle == to_middle.amin((1, 2), keepdim=True)
    return torch.where(inside.any(2).any(1)[:, None, None], inside, nearest)


def location_loss(maps, boxes):
    """-log of the share of softmax(map) that lies in the box; maps: (pictures, rows, columns)."""
    inside = cells_inside(boxes, *maps.shape[1:])
    outside_is_out = maps.masked_fill(~inside, -torch.inf)
    return (maps.logsumexp((1, 2)) - outside_is_out.logsumexp((1, 2))).mean()
