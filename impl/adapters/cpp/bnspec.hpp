// Serves a batch normalization written in C++ to bnspec, over stdin and stdout. C++17 and POSIX, one header:
//
//     #include "bnspec.hpp"
//
//     bnspec::Tensors infer_forward(const bnspec::Call& call) {
//       const bnspec::Tensor& x = call.at("x");
//       bnspec::Tensor y("F32", x.shape());
//       ...  // read x.values<float>(), call.at("mean"), call.find("gamma"), call.epsilon; write y.values<float>()
//       return {{"y", y}};
//     }
//
//     int main() { return bnspec::serve({"mine", "1.0", R"({"channelAxis":"first"})", {{"infer_forward", infer_forward}}}); }
//
// Throw bnspec::Rejected (or std::invalid_argument) to refuse an argument and bnspec::Unsupported where something is not offered.
// A layer, with a state and a mode, is a class derived from bnspec::Layer below; the fifth member of Implementation makes one.
// A Tensor shares its memory when it is copied: return fresh ones. Changed inputs, shared memory, and earlier answers that
// change later are noticed. Output on stdout is not hidden: the host reports it. Use stderr.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <deque>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace bnspec {

struct Rejected : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct Unsupported : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Row-major. Element types as in safetensors: F16, BF16, F32, F64; the first two as std::uint16_t bits.
class Tensor {
 public:
  Tensor() = default;
  Tensor(std::string dtype, std::vector<std::int64_t> shape) : dtype_(std::move(dtype)), shape_(std::move(shape)) {
    memory_ = std::make_shared<std::vector<std::uint64_t>>((bytes() + 7) / 8);
  }
  const std::string& dtype() const { return dtype_; }
  const std::vector<std::int64_t>& shape() const { return shape_; }
  std::size_t size() const {
    std::size_t n = 1;
    for (std::int64_t length : shape_) n *= static_cast<std::size_t>(length);
    return n;
  }
  std::size_t bytes() const { return size() * (dtype_ == "F64" ? 8 : dtype_ == "F32" ? 4 : 2); }
  template <typename T>
  T* values() const {
    return reinterpret_cast<T*>(memory_->data());
  }
  std::string copy() const { return std::string(values<char>(), bytes()); }
  bool shares(const Tensor& other) const { return bytes() > 0 && other.bytes() > 0 && memory_ == other.memory_; }

 private:
  std::string dtype_;
  std::vector<std::int64_t> shape_;
  std::shared_ptr<std::vector<std::uint64_t>> memory_ = std::make_shared<std::vector<std::uint64_t>>();
};

using Tensors = std::map<std::string, Tensor>;

struct Call {
  Tensors tensors;
  double epsilon = 0, momentum = 0;
  std::size_t axis = 0;
  /// Of `fold`; groups is 1 where there are none.
  std::size_t group_axis = 0, groups = 1;

  /// Null where the tensor was not given.
  const Tensor* find(const std::string& name) const {
    auto found = tensors.find(name);
    return found == tensors.end() ? nullptr : &found->second;
  }
  const Tensor& at(const std::string& name) const {
    const Tensor* found = find(name);
    if (!found) throw Unsupported(name + " is needed");
    return *found;
  }
};

/// Settings of a layer, fixed when it is made.
struct LayerConfig {
  std::int64_t channels = 0;
  /// Channel axis and number of axes of x.
  std::size_t axis = 0, rank = 0;
  /// Element types of x, y, dy and dx, and of gamma, beta and running statistics, as in Tensor.
  std::string dtype, parameter_dtype;
  double epsilon = 0;
  /// In the convention of the claims. Absent: running statistics are the mean of all batches so far.
  std::optional<double> momentum;
  /// With gamma and beta, or with neither; with running mean and variance, or with neither.
  bool affine = false, track_running_stats = false;
};

/// Numbers that a layer keeps: gamma, beta, running_mean, running_var, each of shape [channels], as far as it has them.
struct LayerState {
  Tensors tensors;
  /// Number of training steps, if the layer counts them.
  std::optional<std::uint64_t> count;
};

/// The methods that a layer has (chapter BN-15). The mode is set before the first forward.
class Layer {
 public:
  virtual ~Layer() = default;
  virtual void train() = 0;
  virtual void eval() = 0;
  virtual Tensor forward(const Tensor& x) = 0;
  /// dx, dgamma and dbeta of the latest forward. Throw Rejected where there was none.
  virtual Tensors backward(const Tensor& dy) = 0;
  /// A copy, as is what `load` takes: the caller overwrites both.
  virtual LayerState state() = 0;
  virtual void load(const LayerState& state) = 0;
  /// Another layer with the same state and mode, and no forward that could be differentiated.
  virtual std::unique_ptr<Layer> copy() { throw Unsupported("copy is not offered"); }
};

struct Implementation {
  std::string name, version;
  /// JSON such as R"({"affine": "none", "epsilons": [1e-5]})", or empty. impl/adapters/README.md has a table of all claims.
  std::string claims;
  /// train_forward, infer_forward, train_backward, infer_backward, saved_backward, fold, double_backward, train_tangent, infer_tangent.
  std::map<std::string, std::function<Tensors(const Call&)>> operations;
  /// Makes a new layer. Throw Rejected for settings that are not supported.
  std::function<std::unique_ptr<Layer>(const LayerConfig&)> layer = nullptr;
};

namespace detail {

using Metadata = std::map<std::string, std::string>;

/// As much JSON as a header needs: objects, strings, arrays of integers.
class Parser {
 public:
  explicit Parser(const std::string& text) : text_(text) {}
  /// `member` reads the value of each key.
  void object(const std::function<void(const std::string&)>& member) {
    expect('{');
    if (accept('}')) return;
    do {
      std::string key = string();
      expect(':');
      member(key);
    } while (accept(','));
    expect('}');
  }
  std::string string() {
    expect('"');
    std::string out;
    for (;;) {
      char c = take();
      if (c == '"') return out;
      out += c == '\\' ? escaped() : std::string(1, c);
    }
  }
  std::vector<std::int64_t> integers() {
    std::vector<std::int64_t> out;
    expect('[');
    if (accept(']')) return out;
    do {
      skip();
      std::size_t end = 0;
      out.push_back(std::stoll(text_.substr(at_, 20), &end));
      at_ += end;
    } while (accept(','));
    expect(']');
    return out;
  }

 private:
  void skip() {
    while (at_ < text_.size() && std::strchr(" \n\r\t", text_[at_])) ++at_;
  }
  char take() {
    if (at_ >= text_.size()) throw std::runtime_error("the header ends too early");
    return text_[at_++];
  }
  bool accept(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!accept(c)) throw std::runtime_error(std::string("the header expected ") + c);
  }
  std::string escaped() {
    char c = take();
    if (c != 'u') return std::string(1, c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
    unsigned long code = four_digits();
    // Beyond U+FFFF JSON writes two halves.
    if (code >= 0xd800 && code < 0xdc00 && text_.compare(at_, 2, "\\u") == 0) {
      at_ += 2;
      code = 0x10000 + ((code - 0xd800) << 10) + (four_digits() - 0xdc00);
    }
    return utf8(code);
  }
  unsigned long four_digits() {
    at_ += 4;
    return std::stoul(text_.substr(at_ - 4, 4), nullptr, 16);
  }
  static std::string utf8(unsigned long code) {
    if (code < 0x80) return std::string(1, static_cast<char>(code));
    const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    std::string out(1, static_cast<char>((0xff00 >> (more + 1) & 0xff) | code >> 6 * more));
    for (int k = more - 1; k >= 0; --k) out += static_cast<char>(0x80 | (code >> 6 * k & 0x3f));
    return out;
  }
  const std::string& text_;
  std::size_t at_ = 0;
};

inline std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (unsigned char c : text) {
    char buffer[8];
    if (c == '"' || c == '\\') (out += '\\') += static_cast<char>(c);
    else if (c < 32) out += (std::snprintf(buffer, sizeof buffer, "\\u%04x", c), buffer);
    else out += static_cast<char>(c);
  }
  return out + '"';
}

inline bool read_fully(void* into, std::size_t bytes) {
  char* at = static_cast<char*>(into);
  while (bytes > 0) {
    ssize_t got = ::read(0, at, bytes);
    if (got <= 0) return false;
    at += got;
    bytes -= static_cast<std::size_t>(got);
  }
  return true;
}

/// Little-endian machines only, as safetensors is little-endian.
inline bool read_request(Metadata& metadata, Tensors& tensors) {
  std::uint64_t length = 0;
  if (!read_fully(&length, sizeof length)) return false;
  std::string header(length, ' ');
  if (!read_fully(&header[0], length)) return false;
  std::map<std::string, std::vector<std::int64_t>> offsets;
  std::size_t end = 0;
  Parser parser(header);
  parser.object([&](const std::string& name) {
    if (name == "__metadata__") {
      parser.object([&](const std::string& key) { metadata[key] = parser.string(); });
      return;
    }
    std::string dtype;
    std::vector<std::int64_t> shape;
    parser.object([&](const std::string& key) {
      if (key == "dtype") dtype = parser.string();
      else (key == "shape" ? shape : offsets[name]) = parser.integers();
    });
    tensors[name] = Tensor(dtype, shape);
    end = std::max<std::size_t>(end, static_cast<std::size_t>(offsets[name].at(1)));
  });
  std::string data(end, '\0');
  if (!read_fully(&data[0], end)) return false;
  for (auto& [name, tensor] : tensors) {
    std::memcpy(tensor.values<char>(), data.data() + offsets[name].at(0), tensor.bytes());
  }
  return true;
}

inline bool write_answer(const Metadata& metadata, const Tensors& outputs) {
  std::string header = "{\"__metadata__\":{", data;
  for (const auto& [key, value] : metadata) header += (header.back() == '{' ? "" : ",") + quoted(key) + ":" + quoted(value);
  header += '}';
  for (const auto& [name, tensor] : outputs) {
    header += "," + quoted(name) + ":{\"dtype\":\"" + tensor.dtype() + "\",\"shape\":[";
    for (std::int64_t length : tensor.shape()) header += (header.back() == '[' ? "" : ",") + std::to_string(length);
    header += "],\"data_offsets\":[" + std::to_string(data.size()) + ",";
    data += tensor.copy();
    header += std::to_string(data.size()) + "]}";
  }
  header += '}';
  header.append((8 - header.size() % 8) % 8, ' ');
  std::uint64_t length = header.size();
  std::string frame = std::string(reinterpret_cast<char*>(&length), sizeof length) + header + data;
  // Flushes printed output before the frame, rather than in the middle of a later one.
  std::cout.flush();
  std::fflush(stdout);
  for (std::size_t at = 0; at < frame.size();) {
    ssize_t put = ::write(1, frame.data() + at, frame.size() - at);
    if (put <= 0) return false;
    at += static_cast<std::size_t>(put);
  }
  return true;
}

struct Snapshot {
  Tensor tensor;
  std::string copy;
};
using Watched = std::map<std::string, Snapshot>;

/// Tensors of earlier calls. Implementations that reuse memory often alternate between two buffers, hence two answers.
struct Earlier {
  Watched given;
  std::deque<Watched> answers;
};

inline Watched watch(const Tensors& tensors) {
  Watched watched;
  for (const auto& [name, tensor] : tensors) watched[name] = {tensor, tensor.copy()};
  return watched;
}

inline void append(Metadata& metadata, const std::string& key, const std::string& name) {
  std::string& list = metadata[key];
  list += (list.empty() ? "" : " ") + name;
}

/// Performs a call, and says what it did to memory that is not its own.
inline Tensors answer(const std::function<Tensors()>& perform, const Tensors& inputs, Metadata& metadata, Earlier& earlier) {
  const Watched before = std::exchange(earlier.given, watch(inputs));
  const Watched& given = earlier.given;
  Tensors outputs = perform();
  metadata["status"] = "ok";
  for (const auto& [name, kept] : given) {
    if (kept.tensor.copy() != kept.copy) append(metadata, "mutated", name);
  }
  for (const auto& [name, kept] : before) {
    if (kept.tensor.copy() != kept.copy) append(metadata, "mutated", "earlier:" + name);
  }
  for (const auto& [name, output] : outputs) {
    bool shared = false;
    for (const auto& [input, kept] : given) shared = shared || output.shares(kept.tensor);
    for (const auto& [other, tensor] : outputs) shared = shared || (other != name && output.shares(tensor));
    if (shared) append(metadata, "aliased", name);
  }
  std::set<std::string> again;
  for (const Watched& answer : earlier.answers) {
    for (const auto& [name, kept] : answer) {
      bool reused = kept.tensor.copy() != kept.copy;
      for (const auto& [now, output] : outputs) reused = reused || output.shares(kept.tensor);
      if (reused) again.insert(name);
    }
  }
  for (const std::string& name : again) append(metadata, "aliased", "earlier:" + name);
  earlier.answers.push_front(watch(outputs));
  if (earlier.answers.size() > 2) earlier.answers.pop_back();
  return outputs;
}

inline double number(const Metadata& metadata, const std::string& key) {
  auto found = metadata.find(key);
  return found == metadata.end() ? 0 : std::strtod(found->second.c_str(), nullptr);
}

/// All bits set is a NaN of every type.
inline void overwrite(const Tensors& tensors) {
  for (const auto& [name, tensor] : tensors) std::memset(tensor.values<char>(), 0xff, tensor.bytes());
}

/// Layers by the names that the host gives them.
class Layers {
 public:
  explicit Layers(const Implementation& implementation) : make_(implementation.layer) {}

  /// Whether the message is one of a layer's.
  bool serves(const std::string& op) const { return make_ && op.compare(0, 6, "layer_") == 0; }

  Tensors answer(const std::string& op, Metadata& request, const Tensors& inputs, Metadata& reply, Earlier& earlier) {
    if (op == "layer_state") return state(request.at("layer"), reply);
    const auto perform = [&] { return this->perform(op, request, inputs); };
    Tensors outputs = detail::answer(perform, inputs, reply, earlier);
    if (op == "layer_load") {
      overwrite(inputs);
      earlier.given.clear();
    }
    return outputs;
  }

 private:
  Tensors state(const std::string& name, Metadata& reply) {
    const LayerState kept = at(name).state();
    reply["status"] = "ok";
    if (kept.count) reply["count"] = std::to_string(*kept.count);
    Tensors copies;
    for (const auto& [key, tensor] : kept.tensors) {
      Tensor copy(tensor.dtype(), tensor.shape());
      std::memcpy(copy.values<char>(), tensor.values<char>(), tensor.bytes());
      copies[key] = copy;
    }
    overwrite(kept.tensors);
    return copies;
  }

  Tensors perform(const std::string& op, Metadata& request, const Tensors& inputs) {
    const std::string& name = request.at("layer");
    if (op == "layer_new") {
      layers_[name] = make_(config(request));
      return {};
    }
    Layer& layer = at(name);
    if (op == "layer_forward") return {{"y", layer.forward(inputs.at("x"))}};
    if (op == "layer_backward") return layer.backward(inputs.at("dy"));
    if (op == "layer_train") layer.train();
    else if (op == "layer_eval") layer.eval();
    else if (op == "layer_load") layer.load({inputs, count(request)});
    else if (op == "layer_copy") layers_[request.at("copy")] = layer.copy();
    else if (op == "layer_close") layers_.erase(name);
    else throw Unsupported(op + " is not offered");
    return {};
  }

  Layer& at(const std::string& name) {
    auto found = layers_.find(name);
    if (found == layers_.end()) throw std::runtime_error("there is no layer " + quoted(name));
    return *found->second;
  }

  static std::optional<std::uint64_t> count(const Metadata& request) {
    auto found = request.find("count");
    if (found == request.end()) return std::nullopt;
    return std::stoull(found->second);
  }

  static std::string code(const std::string& dtype) {
    return dtype == "float16" ? "F16" : dtype == "bfloat16" ? "BF16" : dtype == "float32" ? "F32" : "F64";
  }

  static LayerConfig config(const Metadata& request) {
    LayerConfig config;
    config.channels = std::stoll(request.at("channels"));
    config.axis = std::stoul(request.at("axis"));
    config.rank = std::stoul(request.at("rank"));
    config.dtype = code(request.at("dtype"));
    config.parameter_dtype = code(request.at("parameter_dtype"));
    config.epsilon = number(request, "epsilon");
    if (request.at("momentum") != "null") config.momentum = number(request, "momentum");
    config.affine = request.at("affine") == "true";
    config.track_running_stats = request.at("track_running_stats") == "true";
    return config;
  }

  std::function<std::unique_ptr<Layer>(const LayerConfig&)> make_;
  std::map<std::string, std::unique_ptr<Layer>> layers_;
};

}  // namespace detail

/// Answers requests until stdin ends.
inline int serve(const Implementation& implementation) {
  detail::Earlier earlier;
  detail::Layers layers(implementation);
  for (;;) {
    detail::Metadata request, reply;
    Call call;
    if (!detail::read_request(request, call.tensors)) return 0;
    const std::string op = request["op"];
    reply = {{"bnspec", "1"}, {"id", request["id"]}, {"op", op}};
    Tensors outputs;
    if (op == "hello") {
      reply["status"] = "ok";
      reply["name"] = implementation.name;
      reply["version"] = implementation.version;
      reply["language"] = "C++";
      for (const auto& [name, operation] : implementation.operations) detail::append(reply, "operations", name);
      if (implementation.layer) detail::append(reply, "operations", "layer");
      if (!implementation.claims.empty()) reply["claims"] = implementation.claims;
    } else {
      call.epsilon = detail::number(request, "epsilon");
      call.momentum = detail::number(request, "momentum");
      call.axis = static_cast<std::size_t>(detail::number(request, "axis"));
      call.group_axis = static_cast<std::size_t>(detail::number(request, "group_axis"));
      if (request.count("groups")) call.groups = static_cast<std::size_t>(detail::number(request, "groups"));
      auto refuse = [&](const char* status, const char* message) {
        outputs.clear();
        reply["status"] = status;
        reply["message"] = message;
      };
      try {
        if (layers.serves(op)) {
          outputs = layers.answer(op, request, call.tensors, reply, earlier);
        } else {
          auto operation = implementation.operations.find(op);
          if (operation == implementation.operations.end()) throw Unsupported(op + " is not offered");
          outputs = detail::answer([&] { return operation->second(call); }, call.tensors, reply, earlier);
        }
      } catch (const Rejected& error) {
        refuse("rejected", error.what());
      } catch (const std::invalid_argument& error) {
        refuse("rejected", error.what());
      } catch (const Unsupported& error) {
        refuse("unsupported", error.what());
      } catch (const std::exception& error) {
        refuse("error", error.what());
      }
    }
    if (!detail::write_answer(reply, outputs)) return 1;
  }
}

}  // namespace bnspec
