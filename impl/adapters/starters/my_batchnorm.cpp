// Your batch normalization, as bnspec calls it. Replace the body of train_forward by your own code or a call of it.
#include <cmath>

#include "bnspec.hpp"

// Training: each channel by its own mean and biased variance. find() returns null for a tensor that is not given.
bnspec::Tensors train_forward(const bnspec::Call& call) {
  const bnspec::Tensor& x = call.at("x");
  const bnspec::Tensor *gamma = call.find("gamma"), *beta = call.find("beta");
  const std::vector<std::int64_t>& shape = x.shape();
  const std::size_t channels = shape[1];
  std::size_t space = 1;
  for (std::size_t k = 2; k < shape.size(); ++k) space *= shape[k];
  const std::size_t m = shape[0] * space;
  for (const auto& [name, tensor] : call.tensors) {
    if (name != "x" && tensor.size() != channels) throw bnspec::Rejected(name + " expected one value per channel");
  }
  if (!(call.epsilon >= 0)) throw bnspec::Rejected("epsilon expected a number >= 0");

  bnspec::Tensor y("F32", shape), mean("F32", {shape[1]}), variance("F32", {shape[1]});
  for (std::size_t c = 0; c < channels; ++c) {
    const auto at = [&](std::size_t i) { return (i / space * channels + c) * space + i % space; };
    const float* values = x.values<float>();
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < m; ++i) sum += values[at(i)];
    const double center = sum / m;
    for (std::size_t i = 0; i < m; ++i) squares += (values[at(i)] - center) * (values[at(i)] - center);
    const double scale = (gamma ? gamma->values<float>()[c] : 1) / std::sqrt(squares / m + call.epsilon);
    const double shift = beta ? beta->values<float>()[c] : 0;
    for (std::size_t i = 0; i < m; ++i) y.values<float>()[at(i)] = (values[at(i)] - center) * scale + shift;
    mean.values<float>()[c] = center;
    variance.values<float>()[c] = squares / m;
  }
  return {{"y", y}, {"mean", mean}, {"variance", variance}};
}

// More to offer: infer_forward, train_backward, infer_backward, saved_backward.
int main() {
  // State in the claims where yours differs. "first": the channels lie along axis 1, else along call.axis. Others:
  // "affine": "none" (no gamma and beta), "epsilons": [1e-5] (a fixed epsilon); all are in impl/adapters/README.md.
  const char* claims = R"({"dtypes": ["float32"], "channelAxis": "first"})";
  return bnspec::serve({"mine", "1", claims, {{"train_forward", train_forward}}});
}
