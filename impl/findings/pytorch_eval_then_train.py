"""PyTorch: a backward of evaluation uses the running statistics of the moment, not those of its forward. See README.md beside this.

    python pytorch_eval_then_train.py
"""

import torch

torch.manual_seed(0)
x = torch.randn(8, 2, requires_grad=True)
norm = torch.nn.BatchNorm1d(2)
norm.running_var.copy_(torch.tensor([4.0, 0.25]))

norm.eval()
y = norm(x)
scale = (norm.running_var + norm.eps).rsqrt()  # of the forward: dx is this times dy
norm.train()
norm(3 * x.detach())  # a step of training, which updates the running variance in place
changed = (norm.running_var + norm.eps).rsqrt()
y.sum().backward()

print("PyTorch", torch.__version__)
print("dx expected", scale.tolist())
print("dx         ", x.grad[0].tolist())
print("with the statistics of the later step", changed.tolist())
took_the_new_ones = torch.allclose(x.grad[0], changed) and not torch.allclose(x.grad[0], scale)
print("silently wrong" if took_the_new_ones else "right")
