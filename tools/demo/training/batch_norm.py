"""Batch norm and ReLU6 fused for training (batch_norm.cpp, compiled on first use)."""
import ctypes
import pathlib
import subprocess
import tempfile

import torch

SOURCE = pathlib.Path(__file__).with_name("batch_norm.cpp")


def compiled():
    folder = tempfile.mkdtemp()
    library = f"{folder}/batch_norm.so"
    subprocess.run(["g++", "-std=c++20", "-O3", "-march=native", "-ffast-math", "-fopenmp",
                    "-mprefer-vector-width=512", "-fPIC", "-shared", SOURCE, "-o", library],
                   check=True)
    return ctypes.CDLL(library)


LIBRARY = compiled()


def pointer(tensor):
    return ctypes.c_void_p(tensor.data_ptr())


def rows_of(tensor):
    return ctypes.c_int64(tensor.numel() // tensor.shape[1]), ctypes.c_int64(tensor.shape[1])


class NormRelu(torch.autograd.Function):
    @staticmethod
    def forward(context, x, gamma, beta, epsilon, relu):
        x = x.contiguous(memory_format=torch.channels_last)
        y = torch.empty_like(x)
        mean, variance = torch.empty_like(gamma), torch.empty_like(gamma)
        LIBRARY.normForward(pointer(x), pointer(y), *rows_of(x), pointer(gamma), pointer(beta),
                            ctypes.c_float(epsilon), int(relu), pointer(mean), pointer(variance))
        context.save_for_backward(x, gamma, beta, mean, variance)
        context.epsilon, context.relu = epsilon, relu
        context.mark_non_differentiable(mean, variance)
        return y, mean, variance

    @staticmethod
    def backward(context, gradient, _mean, _variance):
        x, gamma, beta, mean, variance = context.saved_tensors
        gradient = gradient.contiguous(memory_format=torch.channels_last)
        dx, d_gamma, d_beta = map(torch.empty_like, (x, gamma, beta))
        LIBRARY.normBackward(pointer(x), pointer(gradient), pointer(dx), *rows_of(x),
                             pointer(gamma), pointer(beta), ctypes.c_float(context.epsilon),
                             int(context.relu), pointer(mean), pointer(variance),
                             pointer(d_gamma), pointer(d_beta))
        return dx, d_gamma, d_beta, None, None


def train_norm(norm, x, relu):
    """What norm, then ReLU6, would do in training; updates the running statistics."""
    y, mean, variance = NormRelu.apply(x, norm.weight, norm.bias, norm.eps, relu)
    with torch.no_grad():
        norm.num_batches_tracked += 1
        momentum = norm.momentum or 1 / float(norm.num_batches_tracked)
        rows = x.numel() / x.shape[1]
        norm.running_mean.lerp_(mean, momentum)
        norm.running_var.lerp_(variance * (rows / (rows - 1)), momentum)
    return y
