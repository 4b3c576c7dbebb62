"""Keras's legacy weights layout (model.save_weights("….h5") of TensorFlow 2.4), without Keras."""
import h5py
import numpy as np

BATCH_NORM = ("gamma", "beta", "moving_mean", "moving_variance")


def array(tensor):
    return np.ascontiguousarray(tensor.detach().numpy(), dtype=np.float32)


def convolution_weights(name, module):
    """Keras's kernels are (height, width, in, out); depthwise ones (height, width, channels, 1)."""
    if module.groups > 1:
        return [("depthwise_kernel", array(module.weight.permute(2, 3, 0, 1)))]
    return [("kernel", array(module.weight.permute(2, 3, 1, 0)))]


def norm_weights(norm):
    parts = (norm.weight, norm.bias, norm.running_mean, norm.running_var)
    return list(zip(BATCH_NORM, map(array, parts)))


def relu_name(convolution):
    return {"Conv1": "Conv1_relu", "Conv_1": "out_relu"}.get(convolution, convolution + "_relu")


def layers(network):
    """(name, [(weight's name, array)]) of all of Keras's layers, in Keras's order."""
    yield "input_1", []
    for name, norm_name, module in network.named_layers():
        if module.groups > 1 and module.stride == 2:
            yield name.replace("depthwise", "pad"), []
        yield name, convolution_weights(name, module)
        yield norm_name, norm_weights(module.norm)
        if module.relu:
            yield relu_name(name), []
        if name.endswith("_project") and name.startswith("block_"):
            if network.blocks[int(name.split("_")[1])].adds:
                yield name.replace("project", "add"), []
    yield "global_average_pooling2d", []
    head = network.predictions
    yield "predictions", [("kernel", array(head.weight.t())), ("bias", array(head.bias))]


def fixed_length(names):
    return np.array([name.encode() for name in names]) if names else np.zeros(0)


def write(path, network):
    with h5py.File(path, "w") as file:
        every = list(layers(network))
        file.attrs["layer_names"] = fixed_length([name for name, _ in every])
        file.attrs["backend"] = np.bytes_("tensorflow")
        file.attrs["keras_version"] = np.bytes_("2.4.0")
        for name, weights in every:
            group = file.create_group(name)
            full_names = [f"{name}/{weight}:0" for weight, _ in weights]
            group.attrs["weight_names"] = fixed_length(full_names)
            for full_name, (_, value) in zip(full_names, weights):
                group.create_dataset(full_name, data=value)
