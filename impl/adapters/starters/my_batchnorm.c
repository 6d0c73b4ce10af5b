/* Your batch normalization, as bnspec calls it. Replace the body of train_forward by your own code or a call of it. */
#include <math.h>

#include "bnspec.h"

/* Training: each channel by its own mean and biased variance. bnspec_in returns NULL for a tensor that is not given. */
static void train_forward(const bnspec_call *call, bnspec_answer *answer) {
  const bnspec_tensor *x = bnspec_in(call, "x"), *gamma = bnspec_in(call, "gamma"), *beta = bnspec_in(call, "beta");
  const size_t channels = x->shape[1];
  size_t space = 1;
  for (size_t k = 2; k < x->rank; k++) space *= x->shape[k];
  const size_t m = x->shape[0] * space;
  for (size_t i = 0; i < call->count; i++) {
    if (&call->tensors[i] != x && call->tensors[i].size != channels) {
      bnspec_reject(answer, "expected one value per channel");
      return;
    }
  }
  if (!(call->epsilon >= 0)) {
    bnspec_reject(answer, "epsilon expected a number >= 0");
    return;
  }

  const float *values = x->data;
  float *y = bnspec_out_like(answer, "y", x);
  float *means = bnspec_out(answer, "mean", "F32", 1, &channels);
  float *variances = bnspec_out(answer, "variance", "F32", 1, &channels);
  for (size_t c = 0; c < channels; c++) {
    double mean = 0, variance = 0;
    for (size_t i = 0; i < m; i++) mean += values[(i / space * channels + c) * space + i % space];
    mean /= m;
    for (size_t i = 0; i < m; i++) {
      const double deviation = values[(i / space * channels + c) * space + i % space] - mean;
      variance += deviation * deviation;
    }
    variance /= m;
    const double scale = (gamma ? ((const float *)gamma->data)[c] : 1) / sqrt(variance + call->epsilon);
    const double shift = beta ? ((const float *)beta->data)[c] : 0;
    for (size_t i = 0; i < m; i++) {
      const size_t at = (i / space * channels + c) * space + i % space;
      y[at] = (float)((values[at] - mean) * scale + shift);
    }
    means[c] = (float)mean;
    variances[c] = (float)variance;
  }
}

/* More to offer: infer_forward, train_backward, infer_backward, saved_backward. */
int main(void) {
  /* State in the claims where yours differs. "first": the channels lie along axis 1, else along call->axis. Others:
     "affine": "none" (no gamma and beta), "epsilons": [1e-5] (a fixed epsilon); all are in impl/adapters/README.md. */
  const char *claims = "{\"dtypes\": [\"float32\"], \"channelAxis\": \"first\"}";
  const bnspec_operation operations[] = {{"train_forward", train_forward}, {NULL, NULL}};
  return bnspec_serve("mine", "1", claims, operations);
}
