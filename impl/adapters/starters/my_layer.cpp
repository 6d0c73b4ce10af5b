// Your layer, as bnspec calls it. Replace the bodies of the methods by your own code or calls of it.
#include <cmath>

#include "bnspec.hpp"

using bnspec::Tensor;

Tensor copy_of(const Tensor& tensor) {
  Tensor copy(tensor.dtype(), tensor.shape());
  std::memcpy(copy.values<char>(), tensor.values<char>(), tensor.bytes());
  return copy;
}

bnspec::LayerState copy_of(const bnspec::LayerState& state) {
  bnspec::LayerState copy{{}, state.count};
  for (const auto& [name, tensor] : state.tensors) copy.tensors[name] = copy_of(tensor);
  return copy;
}

// Batch normalization with a state and a mode, float32 in and out.
class MyLayer : public bnspec::Layer {
 public:
  explicit MyLayer(const bnspec::LayerConfig& config) : config_(config), channels_(config.channels) {
    if (config.affine) kept_.tensors = {{"gamma", vector(1)}, {"beta", vector(0)}};
    if (config.track_running_stats) {
      kept_.tensors["running_mean"] = vector(0);
      kept_.tensors["running_var"] = vector(1);
      kept_.count = 0;
    }
  }

  void train() override { training_ = true; }
  void eval() override { training_ = false; }

  Tensor forward(const Tensor& x) override {
    if (x.shape().size() != config_.rank || x.shape()[config_.axis] != config_.channels) {
      throw bnspec::Rejected("x expected another number of channels or axes");
    }
    const double m = static_cast<double>(x.size() / channels_);
    const bool of_batch = training_ || !config_.track_running_stats;
    if (of_batch && m == 1) throw bnspec::Rejected("x expected more than one value per channel");

    space_ = 1;
    for (std::size_t k = config_.axis + 1; k < config_.rank; ++k) space_ *= x.shape()[k];
    const float* values = x.values<float>();
    std::vector<double> mean(channels_), variance(channels_);
    if (of_batch) {
      for (std::size_t i = 0; i < x.size(); ++i) mean[channel(i)] += values[i];
      for (double& each : mean) each /= m;
      for (std::size_t i = 0; i < x.size(); ++i) variance[channel(i)] += std::pow(values[i] - mean[channel(i)], 2) / m;
    } else {
      for (std::size_t c = 0; c < channels_; ++c) mean[c] = kept("running_mean")[c], variance[c] = kept("running_var")[c];
    }
    if (training_ && config_.track_running_stats) update(mean, variance, m);

    latest_ = Latest{of_batch, std::vector<double>(channels_), std::vector<double>(x.size())};
    for (std::size_t c = 0; c < channels_; ++c) latest_->inv_std[c] = 1 / std::sqrt(variance[c] + config_.epsilon);
    Tensor y("F32", x.shape());
    for (std::size_t i = 0; i < x.size(); ++i) {
      const std::size_t c = channel(i);
      const double x_hat = (values[i] - mean[c]) * latest_->inv_std[c];
      latest_->x_hat[i] = x_hat;
      y.values<float>()[i] = config_.affine ? x_hat * kept("gamma")[c] + kept("beta")[c] : x_hat;
    }
    return y;
  }

  // Gradients of the latest forward, in the mode it ran in and with the statistics it used.
  bnspec::Tensors backward(const Tensor& dy) override {
    if (!latest_) throw bnspec::Rejected("backward expected a forward before it");
    const double m = static_cast<double>(dy.size() / channels_);
    const float* d = dy.values<float>();
    std::vector<double> dgamma(channels_), dbeta(channels_);
    for (std::size_t i = 0; i < dy.size(); ++i) {
      dgamma[channel(i)] += d[i] * latest_->x_hat[i];
      dbeta[channel(i)] += d[i];
    }
    Tensor dx("F32", dy.shape());
    for (std::size_t i = 0; i < dy.size(); ++i) {
      const std::size_t c = channel(i);
      const double centered = latest_->of_batch ? d[i] - dbeta[c] / m - latest_->x_hat[i] * dgamma[c] / m : d[i];
      dx.values<float>()[i] = centered * latest_->inv_std[c] * (config_.affine ? kept("gamma")[c] : 1);
    }
    if (!config_.affine) return {{"dx", dx}};
    return {{"dx", dx}, {"dgamma", vector(dgamma)}, {"dbeta", vector(dbeta)}};
  }

  bnspec::LayerState state() override { return copy_of(kept_); }
  void load(const bnspec::LayerState& state) override {
    bool fits = state.tensors.size() == kept_.tensors.size() && state.count.has_value() == kept_.count.has_value();
    for (const auto& [name, tensor] : state.tensors) {
      fits = fits && kept_.tensors.count(name) && tensor.shape() == kept_.tensors.at(name).shape();
    }
    if (!fits) throw bnspec::Rejected("the state expected the entries of this layer");
    kept_ = copy_of(state);
    latest_.reset();
  }
  std::unique_ptr<bnspec::Layer> copy() override {
    auto other = std::make_unique<MyLayer>(config_);
    other->kept_ = copy_of(kept_);
    other->training_ = training_;
    return other;
  }

 private:
  struct Latest {
    bool of_batch;
    std::vector<double> inv_std, x_hat;
  };

  Tensor vector(double value) const { return vector(std::vector<double>(channels_, value)); }
  Tensor vector(const std::vector<double>& values) const {
    Tensor tensor("F32", {config_.channels});
    std::copy(values.begin(), values.end(), tensor.values<float>());
    return tensor;
  }
  std::size_t channel(std::size_t i) const { return i / space_ % channels_; }
  float* kept(const std::string& name) const { return kept_.tensors.at(name).values<float>(); }

  // Running statistics move towards those of the batch. Without a momentum they are the mean of all batches.
  void update(const std::vector<double>& mean, const std::vector<double>& variance, double m) {
    ++*kept_.count;
    const double weight = config_.momentum ? *config_.momentum : 1 / static_cast<double>(*kept_.count);
    for (std::size_t c = 0; c < channels_; ++c) {
      float &old_mean = kept("running_mean")[c], &old_var = kept("running_var")[c];
      old_mean = (1 - weight) * old_mean + weight * mean[c];
      old_var = (1 - weight) * old_var + weight * variance[c] * m / (m - 1);
    }
  }

  bnspec::LayerConfig config_;
  std::size_t channels_, space_ = 1;
  bool training_ = true;
  bnspec::LayerState kept_;
  std::optional<Latest> latest_;
};

int main() {
  // State in the claims where yours differs. "first": the channels lie along axis 1. Others: "affine": "none" (no gamma and
  // beta), "layer": {"momentumNull": "rejected"} (no mean of all batches); all are in impl/adapters/README.md.
  const char* claims = R"({"dtypes": ["float32"], "channelAxis": "any"})";
  const auto make = [](const bnspec::LayerConfig& config) { return std::make_unique<MyLayer>(config); };
  return bnspec::serve({"mine", "1", claims, {}, make});
}
