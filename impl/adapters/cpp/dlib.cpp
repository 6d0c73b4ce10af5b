// dlib's batch normalization on the CPU, float32: batch_normalize for 2 axes, batch_normalize_conv for more, channel axis 1.
// Built by: make -C impl/adapters/cpp build/dlib (Debian: libdlib-dev)
#include <dlib/dnn.h>
#include <dlib/revision.h>

#include "bnspec.hpp"

using bnspec::Call;
using bnspec::Tensor;
using bnspec::Tensors;
using dlib::resizable_tensor;

/// All positions of a sample in one axis: [N, C, S, 1].
static resizable_tensor samples(const Tensor& x) {
  const auto& shape = x.shape();
  long positions = 1;
  for (std::size_t k = 2; k < shape.size(); ++k) positions *= static_cast<long>(shape[k]);
  resizable_tensor t(static_cast<long>(shape[0]), static_cast<long>(shape[1]), positions, 1);
  std::memcpy(t.host(), x.values<float>(), x.bytes());
  return t;
}

static resizable_tensor channels(const Tensor& vector) {
  resizable_tensor t(1, static_cast<long>(vector.size()));
  std::memcpy(t.host(), vector.values<float>(), vector.bytes());
  return t;
}

static Tensor back(const dlib::tensor& from, const std::vector<std::int64_t>& shape) {
  Tensor t("F32", shape);
  std::memcpy(t.values<float>(), from.host(), t.bytes());
  return t;
}

static bool flat(const Call& call) { return call.at("x").shape().size() == 2; }

/// dlib's own assertions, checked here first: it ends the process at the second one that fails.
static void check(const Call& call, bool training) {
  const auto& shape = call.at("x").shape();
  if (training && shape[0] < 2) throw bnspec::Unsupported("src.num_samples() > 1 is required");
  if (!(call.epsilon > 0)) throw bnspec::Rejected("eps > 0 is required");
  for (const char* name : {"gamma", "beta", "running_mean", "running_var", "mean", "variance"}) {
    const Tensor* vector = call.find(name);
    if (vector && vector->shape() != std::vector<std::int64_t>{shape[1]}) {
      throw bnspec::Rejected(std::string(name) + ".k() == src.k() is required");
    }
  }
}

struct Trained {
  resizable_tensor y, mean, inv_std, running_mean, running_var;
};

static Trained train(const Call& call, double momentum) {
  check(call, true);
  Trained out;
  const resizable_tensor x = samples(call.at("x")), gamma = channels(call.at("gamma")), beta = channels(call.at("beta"));
  resizable_tensor zeros(1, x.k());
  zeros = 0;
  const bool given = call.find("running_mean");
  out.running_mean = given ? channels(call.at("running_mean")) : zeros;
  out.running_var = given ? channels(call.at("running_var")) : zeros;
  out.mean = out.inv_std = zeros;
  auto run = flat(call) ? dlib::cpu::batch_normalize : dlib::cpu::batch_normalize_conv;
  run(call.epsilon, out.y, out.mean, out.inv_std, momentum, out.running_mean, out.running_var, x, gamma, beta);
  return out;
}

static Tensors train_forward(const Call& call) {
  const auto& shape = call.at("x").shape();
  const std::vector<std::int64_t> one = {shape[1]};
  Trained out = train(call, call.momentum);
  Tensors answer = {{"y", back(out.y, shape)}, {"mean", back(out.mean, one)}, {"inv_std", back(out.inv_std, one)}};
  if (call.find("running_mean")) {
    answer["running_mean"] = back(out.running_mean, one);
    answer["running_var"] = back(out.running_var, one);
  }
  return answer;
}

static Tensors infer_forward(const Call& call) {
  check(call, false);
  resizable_tensor y;
  const resizable_tensor x = samples(call.at("x")), gamma = channels(call.at("gamma")), beta = channels(call.at("beta"));
  auto run = flat(call) ? dlib::cpu::batch_normalize_inference : dlib::cpu::batch_normalize_conv_inference;
  run(call.epsilon, y, x, gamma, beta, channels(call.at("mean")), channels(call.at("variance")));
  return {{"y", back(y, call.at("x").shape())}};
}

static Tensors gradient(const Call& call, const dlib::tensor& mean, const dlib::tensor& inv_std) {
  check(call, true);
  const auto& shape = call.at("x").shape();
  const resizable_tensor x = samples(call.at("x")), dy = samples(call.at("dy")), gamma = channels(call.at("gamma"));
  resizable_tensor dx, dgamma, dbeta;
  dx.copy_size(x);
  dgamma.copy_size(gamma);
  dbeta.copy_size(gamma);
  // dlib adds the gradient of x to the previous contents.
  dx = 0;
  auto run = flat(call) ? dlib::cpu::batch_normalize_gradient : dlib::cpu::batch_normalize_conv_gradient;
  run(call.epsilon, dy, mean, inv_std, x, gamma, dx, dgamma, dbeta);
  const std::vector<std::int64_t> one = {shape[1]};
  return {{"dx", back(dx, shape)}, {"dgamma", back(dgamma, one)}, {"dbeta", back(dbeta, one)}};
}

/// The gradient for given statistics is not offered: dlib keeps a term that is 0 only for the mean of the batch itself.
static Tensors train_backward(const Call& call) {
  Trained out = train(call, 1);
  return gradient(call, out.mean, out.inv_std);
}

int main() {
  bnspec::Implementation implementation;
  implementation.name = "dlib";
  implementation.version = std::to_string(DLIB_MAJOR_VERSION) + "." + std::to_string(DLIB_MINOR_VERSION);
  implementation.claims = R"({"dtypes":["float32"],"parameterDtypes":[],"ranks":[2,3,4,5],"channelAxis":"first",)"
                          R"("momentumWeights":"new","runningVariance":"unbiased","affine":"required","statistics":"together",)"
                          R"("minEpsilon":1e-12,"singleValue":"defined"})";
  implementation.operations = {{"train_forward", train_forward},
                               {"infer_forward", infer_forward},
                               {"train_backward", train_backward}};
  return bnspec::serve(implementation);
}
