"""Your layer, as bnspec calls it. Replace the bodies of the methods by your own code or calls of it."""

from copy import deepcopy

import numpy as np

from bnspec import Rejected, serve


class MyLayer:
    """Batch normalization with a state and a mode. The fields of `config` are those of LayerConfig in bnspec.py."""

    def __init__(self, config):
        self.config, self.training, self.latest = config, True, None
        self.others = tuple(k for k in range(config.rank) if k != config.axis)
        vector = lambda value: np.full(config.channels, value, config.parameter_dtype)
        self.kept = {}
        if config.affine:
            self.kept.update(gamma=vector(1), beta=vector(0))
        if config.track_running_stats:
            self.kept.update(running_mean=vector(0), running_var=vector(1), count=0)

    def along(self, values):
        """One value per channel, in a shape that fits x."""
        return values.reshape([-1 if k == self.config.axis else 1 for k in range(self.config.rank)])

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        channels, tracks = self.config.channels, self.config.track_running_stats
        if x.ndim != self.config.rank or x.shape[self.config.axis] != channels:
            raise Rejected(f"x expected {channels} channels, got shape {x.shape}")
        of_batch = self.training or not tracks
        if of_batch:
            if x.size == channels:
                raise Rejected("x expected more than one value per channel")
            mean, variance = x.mean(self.others), x.var(self.others)
        else:
            mean, variance = self.kept["running_mean"], self.kept["running_var"]
        if self.training and tracks:
            self.update(mean, variance, x.size // channels)
        inv_std = 1 / np.sqrt(variance + np.float32(self.config.epsilon))
        x_hat = (x - self.along(mean)) * self.along(inv_std)
        self.latest = x_hat, inv_std, of_batch
        if not self.config.affine:
            return x_hat.copy()
        return x_hat * self.along(self.kept["gamma"]) + self.along(self.kept["beta"])

    def update(self, mean, variance, m):
        """Running statistics move towards those of the batch. Without a momentum they are the mean of all batches."""
        self.kept["count"] += 1
        momentum = self.config.momentum
        weight = np.float32(1 / self.kept["count"] if momentum is None else momentum)
        for name, new in (("running_mean", mean), ("running_var", variance * np.float32(m / (m - 1)))):
            self.kept[name] = (1 - weight) * self.kept[name] + weight * new

    def backward(self, dy):
        """Gradients of the latest forward, in the mode it ran in and with the statistics it used."""
        if self.latest is None:
            raise Rejected("backward expected a forward before it")
        x_hat, inv_std, of_batch = self.latest
        dgamma, dbeta = (dy * x_hat).sum(self.others), dy.sum(self.others)
        m = np.float32(dy.size // self.config.channels)
        dx = dy - self.along(dbeta / m) - x_hat * self.along(dgamma / m) if of_batch else dy
        dx = dx * self.along(inv_std)
        if not self.config.affine:
            return {"dx": dx}
        return {"dx": dx * self.along(self.kept["gamma"]), "dgamma": dgamma, "dbeta": dbeta}

    def state(self):
        return deepcopy(self.kept)

    def load(self, state):
        if {name: np.shape(value) for name, value in state.items()} != {k: np.shape(v) for k, v in self.kept.items()}:
            raise Rejected(f"the state expected {', '.join(self.kept)}, with {self.config.channels} channels")
        self.kept, self.latest = deepcopy(state), None

    def copy(self):
        other = MyLayer(self.config)
        other.training, other.kept = self.training, deepcopy(self.kept)
        return other


# State in the claims where yours differs. "channelAxis": "first" means axis 1 only, "affine": "none" no gamma and beta,
# "layer": {"momentumNull": "rejected"} no mean of all batches, "layer": {"count": False} no counter in the state.
# impl/adapters/README.md has tables of all claims.
serve(name="mine", claims={"dtypes": ["float32"], "channelAxis": "any"}, layer=MyLayer)
