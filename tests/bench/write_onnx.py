#!/usr/bin/python3
"""write_onnx.py WEIGHTS.h5 MODEL.onnx [SIDE [BATCH]]: MobileNetV2 with its top as an ONNX file.

Reads Keras's legacy weights layout with current layer names (needs python3-h5py); the widths are the
weights' own, SIDE is the input's (224). Writes opset
10, which OpenCV 4.6 reads: batch-norms are left for OpenCV to fold, paddings are SAME_UPPER, which
is TensorFlow's "same". The protobuf wire format is written directly; field numbers are those of
onnx/onnx.proto.
"""
import struct
import sys

import h5py
import numpy as np

REPEATS = [(1, 1), (2, 2), (3, 2), (4, 2), (3, 1), (3, 2), (1, 1)]  # blocks, first stride


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytearray([value]))


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def attribute(name, value):
    if isinstance(value, int):
        body, kind = field(3, value), 2
    elif isinstance(value, float):
        body, kind = field(2, value), 1
    elif isinstance(value, str):
        body, kind = field(4, value), 3
    else:
        body, kind = b"".join(field(8, v) for v in value), 7
    return field(5, field(1, name) + body + field(20, kind))


def value_info(name, dims):
    shape = b"".join(field(1, field(1, d)) for d in dims)
    return field(1, name) + field(2, field(1, field(1, 1) + field(2, shape)))


class Graph:
    """Nodes in order; `last` is the name of the newest output."""

    def __init__(self, weights):
        self.weights = weights
        self.nodes = []
        self.tensors = []
        self.last = "input"

    def tensor(self, name, values):
        values = np.ascontiguousarray(values, np.float32)
        dims = b"".join(field(1, d) for d in values.shape)
        self.tensors.append(field(5, dims + field(2, 1) + field(8, name) + field(9, values.tobytes())))
        return name

    def node(self, kind, name, inputs, **attributes):
        body = b"".join(field(1, i) for i in inputs) + field(2, name) + field(3, name)
        body += field(4, kind) + b"".join(attribute(k, v) for k, v in attributes.items())
        self.nodes.append(field(1, body))
        self.last = name

    def read(self, layer):
        group = self.weights[layer]
        return [group[n.decode() if isinstance(n, bytes) else n][()] for n in group.attrs["weight_names"]]

    def convolution(self, layer, norm, stride=1, relu=True):
        kernel = self.read(layer)[0]
        depthwise = layer.endswith("depthwise")
        kernel = kernel.transpose((2, 3, 0, 1) if depthwise else (3, 2, 0, 1))
        side = kernel.shape[2]
        self.node("Conv", layer, [self.last, self.tensor(layer + "/kernel", kernel)],
            kernel_shape=[side, side], strides=[stride, stride], auto_pad="SAME_UPPER",
            group=kernel.shape[0] if depthwise else 1)
        parts = zip(("gamma", "beta", "mean", "variance"), self.read(norm))
        names = [self.tensor(f"{norm}/{part}", values) for part, values in parts]
        self.node("BatchNormalization", norm, [self.last, *names], epsilon=1e-3)
        if relu:
            self.node("Clip", norm + "_relu", [self.last], min=0.0, max=6.0)

    def channels(self, layer, axis):
        return self.read(layer)[0].shape[axis]

    def block(self, prefix, expand, stride):
        start = self.last
        first = prefix + ("expand" if expand else "depthwise")
        residual = stride == 1 and self.channels(first, 2) == self.channels(prefix + "project", 3)
        if expand:
            self.convolution(prefix + "expand", prefix + "expand_BN")
        self.convolution(prefix + "depthwise", prefix + "depthwise_BN", stride)
        self.convolution(prefix + "project", prefix + "project_BN", relu=False)
        if residual:
            self.node("Add", prefix + "add", [start, self.last])

    def classifier(self):
        kernel, bias = self.read("predictions")
        self.node("GlobalAveragePool", "pool", [self.last])
        self.node("Flatten", "flat", [self.last], axis=1)
        self.node("Gemm", "logits",
            [self.last, self.tensor("head/kernel", kernel.T), self.tensor("head/bias", bias)],
            transB=1)
        self.node("Softmax", "predictions", [self.last], axis=1)
        return len(bias)


def model(weights, side, batch):
    graph = Graph(weights)
    graph.convolution("Conv1", "bn_Conv1", stride=2)
    index = 0
    for count, first_stride in REPEATS:
        for i in range(count):
            prefix = f"block_{index}_" if index else "expanded_conv_"
            graph.block(prefix, index > 0, first_stride if i == 0 else 1)
            index += 1
    graph.convolution("Conv_1", "Conv_1_bn")
    classes = graph.classifier()
    body = b"".join(graph.nodes) + field(2, "mobilenetv2") + b"".join(graph.tensors)
    body += field(11, value_info("input", [batch, 3, side, side]))
    body += field(12, value_info("predictions", [batch, classes]))
    return field(1, 5) + field(2, "netlens") + field(7, body) + field(8, field(1, "") + field(2, 10))


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4, 5):
        sys.exit(__doc__)
    with h5py.File(sys.argv[1]) as file, open(sys.argv[2], "wb") as out:
        weights = file["model_weights"] if "model_weights" in file else file
        side, batch = map(int, (sys.argv[3:] + ["224", "1"][len(sys.argv) - 3:])[:2])
        out.write(model(weights, side, batch))
