"""MobileNetV2 as tf.keras.applications makes it (r2.4), in PyTorch, under Keras's layer names.

At stride 2 Keras pads an even side with nothing before and one behind it (correct_pad), PyTorch
with one at both ends. On a picture turned by 180 degrees, with kernels turned likewise, PyTorch's
padding is Keras's: the row before the first is left out and the one behind the last is read. So
the picture is turned once, instead of every tensor copied into a padded one.
"""
import torch
from torch import nn
from torch.nn import functional as F

from batch_norm import train_norm

# channels, repeats, stride of the first
BLOCKS = [(16, 1, 1), (24, 2, 2), (32, 3, 2), (64, 4, 2), (96, 3, 1), (160, 3, 2), (320, 1, 1)]
EPSILON = 1e-3
LAST_CHANNELS = 1280


def make_divisible(value, divisor=8):
    result = max(divisor, int(value + divisor / 2) // divisor * divisor)
    return result + divisor if result < 0.9 * value else result


class Convolution(nn.Module):
    """Convolution without bias, of a turned picture; then batch norm and, if asked, ReLU6."""

    def __init__(self, inputs, outputs, size, stride=1, groups=1, relu=True, momentum=0.03):
        super().__init__()
        self.stride, self.groups, self.relu = stride, groups, relu
        self.weight = nn.Parameter(torch.empty(outputs, inputs // groups, size, size))
        nn.init.kaiming_normal_(self.weight, mode="fan_out" if groups == 1 else "fan_in")
        self.norm = nn.BatchNorm2d(outputs, eps=EPSILON, momentum=momentum)

    def forward(self, x):
        size = self.weight.shape[2]
        x = F.conv2d(x, self.weight.flip((2, 3)), None, self.stride, size // 2, 1, self.groups)
        if self.training:
            return train_norm(self.norm, x, self.relu)
        x = self.norm(x)
        return F.hardtanh(x, 0.0, 6.0) if self.relu else x


class Block(nn.Module):
    """Expand, filter, project; the input is added where the shapes allow it."""

    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        inner = inputs * expansion
        self.expand = Convolution(inputs, inner, 1) if expansion > 1 else None
        self.depthwise = Convolution(inner, inner, 3, stride, groups=inner)
        self.project = Convolution(inner, outputs, 1, relu=False)
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.expand(x) if self.expand else x
        y = self.project(self.depthwise(y))
        return x + y if self.adds else y


class MobileNetV2(nn.Module):
    def __init__(self, alpha, classes):
        super().__init__()
        self.first = Convolution(3, make_divisible(32 * alpha), 3, 2)
        channels = self.first.weight.shape[0]
        self.blocks = nn.ModuleList()
        for outputs, repeats, stride in BLOCKS:
            for i in range(repeats):
                rounded = make_divisible(int(outputs * alpha))
                expansion = 6 if self.blocks else 1
                self.blocks.append(Block(channels, rounded, stride if i == 0 else 1, expansion))
                channels = rounded
        self.last = Convolution(channels, LAST_CHANNELS, 1)
        self.predictions = nn.Linear(LAST_CHANNELS, classes)
        nn.init.normal_(self.predictions.weight, std=0.01)
        nn.init.zeros_(self.predictions.bias)

    def features(self, x):
        """Turned by 180 degrees. Sides are multiples of 32: an odd side is padded otherwise."""
        x = self.first(x.flip((2, 3)))
        for block in self.blocks:
            x = block(x)
        return self.last(x)

    def forward(self, x):
        return self.logits(self.features(x))

    def logits(self, features):
        return self.predictions(features.mean((2, 3)))

    def class_maps(self, features, classes):
        """The class activation map of each picture's class, upright: (pictures, rows, columns)."""
        maps = torch.einsum("nkhw,nk->nhw", features, self.predictions.weight[classes])
        return maps.flip((1, 2))

    def named_layers(self):
        """(Keras's name of the convolution, of its batch norm, the module), in Keras's order."""
        yield "Conv1", "bn_Conv1", self.first
        for i, block in enumerate(self.blocks):
            prefix = f"block_{i}_" if i else "expanded_conv_"
            for part in ("expand", "depthwise", "project"):
                module = getattr(block, part)
                if module is not None:
                    yield prefix + part, prefix + part + "_BN", module
        yield "Conv_1", "Conv_1_bn", self.last
