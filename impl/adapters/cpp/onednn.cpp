// oneDNN's batch normalization primitives on the CPU, float32, plain layouts (nc, ncw, nchw, ncdhw). oneDNN keeps no running
// statistics. Built by: make -C impl/adapters/cpp build/onednn (Debian: libdnnl-dev)
#include <oneapi/dnnl/dnnl.hpp>

#include "bnspec.hpp"

using bnspec::Call;
using bnspec::Tensor;
using bnspec::Tensors;
using dnnl::memory;
using dnnl::normalization_flags;
using dnnl::prop_kind;

static dnnl::engine engine(dnnl::engine::kind::cpu, 0);
static dnnl::stream stream(engine);

static memory::desc plain(const std::vector<std::int64_t>& shape) {
  using tag = memory::format_tag;
  static const std::map<std::size_t, tag> tags = {{1, tag::a}, {2, tag::ab}, {3, tag::abc}, {4, tag::abcd}, {5, tag::abcde}};
  return memory::desc(shape, memory::data_type::f32, tags.at(shape.size()));
}

static memory view(const Tensor& tensor) { return memory(plain(tensor.shape()), engine, tensor.values<float>()); }

static normalization_flags flags_of(const Call& call, bool global) {
  normalization_flags flags = normalization_flags::none;
  if (global) flags |= normalization_flags::use_global_stats;
  if (call.find("gamma")) flags |= normalization_flags::use_scale;
  if (call.find("beta")) flags |= normalization_flags::use_shift;
  return flags;
}

using Arguments = std::unordered_map<int, memory>;

static void add_affine(const Call& call, Arguments& arguments) {
  if (const Tensor* gamma = call.find("gamma")) arguments[DNNL_ARG_SCALE] = view(*gamma);
  if (const Tensor* beta = call.find("beta")) arguments[DNNL_ARG_SHIFT] = view(*beta);
}

static dnnl::batch_normalization_forward::primitive_desc forward_of(const Call& call, bool global) {
  auto kind = global ? prop_kind::forward_inference : prop_kind::forward_training;
  auto flags = flags_of(call, global);
  return {{kind, plain(call.at("x").shape()), static_cast<float>(call.epsilon), flags}, engine};
}

static Tensors forward(const Call& call, bool global, Tensor mean, Tensor variance) {
  const Tensor& x = call.at("x");
  Tensor y("F32", x.shape());
  Arguments arguments = {{DNNL_ARG_SRC, view(x)}, {DNNL_ARG_DST, view(y)}};
  arguments[DNNL_ARG_MEAN] = view(mean);
  arguments[DNNL_ARG_VARIANCE] = view(variance);
  add_affine(call, arguments);
  dnnl::batch_normalization_forward(forward_of(call, global)).execute(stream, arguments);
  stream.wait();
  if (global) return {{"y", y}};
  return {{"y", y}, {"mean", mean}, {"variance", variance}};
}

static Tensor per_channel(const Call& call) { return Tensor("F32", {call.at("x").shape().at(call.axis)}); }

static Tensors train_forward(const Call& call) { return forward(call, false, per_channel(call), per_channel(call)); }

static Tensors infer_forward(const Call& call) { return forward(call, true, call.at("mean"), call.at("variance")); }

static Tensors backward(const Call& call, bool global) {
  const Tensor& x = call.at("x");
  // In training the primitive takes the statistics that the forward primitive returned.
  Tensors statistics = global ? call.tensors : train_forward(call);
  Tensor dx("F32", x.shape());
  Tensors outputs = {{"dx", dx}};
  Arguments arguments = {{DNNL_ARG_SRC, view(x)}, {DNNL_ARG_DIFF_DST, view(call.at("dy"))}, {DNNL_ARG_DIFF_SRC, view(dx)}};
  arguments[DNNL_ARG_MEAN] = view(statistics.at("mean"));
  arguments[DNNL_ARG_VARIANCE] = view(statistics.at("variance"));
  add_affine(call, arguments);
  if (call.find("gamma")) arguments[DNNL_ARG_DIFF_SCALE] = view(outputs["dgamma"] = per_channel(call));
  if (call.find("beta")) arguments[DNNL_ARG_DIFF_SHIFT] = view(outputs["dbeta"] = per_channel(call));
  auto kind = call.find("gamma") || call.find("beta") ? prop_kind::backward : prop_kind::backward_data;
  auto shape = plain(x.shape());
  // The hint is a training forward pass even where statistics are given: they enter through use_global_stats.
  dnnl::batch_normalization_forward::primitive_desc hint(
      {prop_kind::forward_training, shape, static_cast<float>(call.epsilon), flags_of(call, global)}, engine);
  dnnl::batch_normalization_backward::primitive_desc described(
      {kind, shape, shape, static_cast<float>(call.epsilon), flags_of(call, global)}, engine, hint);
  dnnl::batch_normalization_backward(described).execute(stream, arguments);
  stream.wait();
  return outputs;
}

/// oneDNN reports "invalid arguments" by a dedicated status.
static std::function<Tensors(const Call&)> guarded(Tensors (*run)(const Call&)) {
  return [run](const Call& call) {
    try {
      return run(call);
    } catch (const dnnl::error& error) {
      if (error.status == dnnl_invalid_arguments) throw bnspec::Rejected(error.message);
      throw;
    }
  };
}

int main() {
  const dnnl_version_t* version = dnnl_version();
  bnspec::Implementation implementation;
  implementation.name = "onednn";
  implementation.version =
      std::to_string(version->major) + "." + std::to_string(version->minor) + "." + std::to_string(version->patch);
  implementation.claims = R"({"dtypes":["float32"],"parameterDtypes":[],"ranks":[2,3,4,5],"channelAxis":"first",)"
                          R"("affine":"each","singleValue":"defined"})";
  implementation.operations = {
      {"train_forward", guarded(train_forward)},
      {"infer_forward", guarded(infer_forward)},
      {"train_backward", guarded([](const Call& call) { return backward(call, false); })},
      {"infer_backward", guarded([](const Call& call) { return backward(call, true); })},
  };
  return bnspec::serve(implementation);
}
