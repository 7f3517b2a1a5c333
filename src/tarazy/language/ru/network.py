"""The convolutional encoder of slovnet's models, computed with fewer and larger matrix products than slovnet's own code.

The numbers are the same but for the order of summation. A convolution of width three is one product with all three taps
side by side and a sum of shifted blocks, so no windows are copied; in the first layer the words' part is computed once for
each different word of a batch and the shapes' part is a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
TAPS = 3


@dataclass(frozen=True, slots=True)
class _Layer:
    """Convolution (inputs × taps · filters, with bias), then ReLU, then the normalisation as ``x · scale + shift``."""

    weight: Numbers
    bias: Numbers
    scale: Numbers
    shift: Numbers

    def __call__(self, products: Numbers, pad: NDArray[np.bool_]) -> Numbers:
        """From the products with all taps (batch × words × taps · filters) to the layer's output (batch × words × filters)."""
        filters = len(self.bias)
        output: Numbers = products[..., filters : 2 * filters] + self.bias
        output[:, 1:] += products[:, :-1, :filters]
        output[:, :-1] += products[:, 1:, 2 * filters :]
        np.maximum(output, 0, out=output)
        output *= self.scale
        output += self.shift
        output[pad] = 0
        return output


class Encoder:
    """Word and shape embeddings and the convolutional layers of one slovnet model."""

    def __init__(self, model: Any) -> None:
        self._embed = model.emb.word
        self._layers = [_layer(layer) for layer in model.encoder.layers]
        first, width = self._layers[0].weight, int(model.emb.word.dim)
        self._words = np.ascontiguousarray(first[:width])
        self._shapes: Numbers = model.emb.shape.weight.array @ first[width:]

    def __call__(self, words: NDArray[np.int64], shapes: NDArray[np.int64], pad: NDArray[np.bool_]) -> Numbers:
        """What the model's head takes: batch × words × features. ``pad`` is true where a row has no word."""
        different, places = np.unique(words, return_inverse=True)
        products: Numbers = (self._embed(different) @ self._words)[places.reshape(words.shape)]
        products += self._shapes[shapes]
        output = self._layers[0](products, pad)
        for layer in self._layers[1:]:
            rows = output.reshape(-1, output.shape[-1]) @ layer.weight
            output = layer(rows.reshape(*words.shape, -1), pad)
        return output


def _layer(layer: Any) -> _Layer:
    weight, norm = layer.conv.weight.array, layer.norm
    filters, inputs, taps = weight.shape
    if taps != TAPS or layer.conv.padding != 1:
        raise RuntimeError("slovnet's models have another shape than expected: install natasha 1.6.0")
    scale = norm.weight.array / norm.std.array
    return _Layer(
        np.ascontiguousarray(weight.transpose(1, 2, 0).reshape(inputs, taps * filters)),
        layer.conv.bias.array,
        scale,
        norm.bias.array - norm.mean.array * scale,
    )
