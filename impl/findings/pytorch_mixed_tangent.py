"""PyTorch: forward mode in mixed precision has the type of gamma and the precision of x. See README.md beside this.

    python pytorch_mixed_tangent.py
"""

import torch

x = torch.zeros(2, 1, dtype=torch.bfloat16)
tx = torch.tensor([[2.0], [2.296875]], dtype=torch.bfloat16)
gamma, beta = torch.ones(1), torch.zeros(1)


def norm(x):
    return torch.nn.functional.batch_norm(x, None, None, gamma, beta, True, 0.0, 1.0)


y, ty = torch.func.jvp(norm, (x,), (tx,))
# x is constant and epsilon 1, so the derivative is the identity less its mean, in either mode.
leaf = x.clone().requires_grad_()
norm(leaf).backward(tx)

print("PyTorch", torch.__version__)
print("types of y and ty", y.dtype, ty.dtype)
print("expected", (tx.double() - tx.double().mean()).flatten().tolist())
print("backward", leaf.grad.flatten().tolist())
print("forward ", ty.flatten().tolist())
