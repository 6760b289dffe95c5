#include "readStep.hpp"

#include <algorithm>
#include <string>

#include "pentadiagonal.hpp"

namespace stokes {

namespace {

/** The properties of a JavaScript object; `sound` falls where one is missing or of another type. */
class Reader {
 public:
  Reader(napi_env env, napi_value object) : env_(env), object_(object) {}

  bool sound = true;

  double number(const char* name) {
    double value = 0;
    sound = sound && napi_get_value_double(env_, property(name), &value) == napi_ok;
    return value;
  }

  /** A whole number from `least` to `most`. */
  std::size_t count(const char* name, double least, double most) {
    const double value = number(name);
    sound = sound && value >= least && value <= most && value == static_cast<double>(static_cast<std::size_t>(value));
    return sound ? static_cast<std::size_t>(value) : 0;
  }

  bool flag(const char* name) {
    bool value = false;
    sound = sound && napi_get_value_bool(env_, property(name), &value) == napi_ok;
    return value;
  }

  std::string text(const char* name) {
    char buffer[32] = {};
    std::size_t length = 0;
    sound = sound && napi_get_value_string_utf8(env_, property(name), buffer, sizeof buffer, &length) == napi_ok;
    return std::string(buffer, length);
  }

  Numbers doubles(const char* name, std::size_t length) { return array<double>(name, length, napi_float64_array); }

  std::vector<std::int32_t> integers(const char* name, std::size_t length) {
    return array<std::int32_t>(name, length, napi_int32_array);
  }

  std::size_t lengthOf(const char* name) {
    napi_typedarray_type type;
    std::size_t length = 0;
    void* data = nullptr;
    view(property(name), type, length, data);
    return sound ? length : 0;
  }

 private:
  napi_value property(const char* name) {
    napi_value value = nullptr;
    if (napi_get_named_property(env_, object_, name, &value) != napi_ok) sound = false;
    return value;
  }

  void view(napi_value value, napi_typedarray_type& type, std::size_t& length, void*& data) {
    bool typed = false;
    sound = sound && value != nullptr && napi_is_typedarray(env_, value, &typed) == napi_ok && typed &&
            napi_get_typedarray_info(env_, value, &type, &length, &data, nullptr, nullptr) == napi_ok;
  }

  template <class Number>
  std::vector<Number> array(const char* name, std::size_t length, napi_typedarray_type wanted) {
    napi_typedarray_type type = napi_uint8_array;
    std::size_t found = 0;
    void* data = nullptr;
    view(property(name), type, found, data);
    sound = sound && type == wanted && found == length;
    if (!sound || length == 0) return {};
    const auto* numbers = static_cast<const Number*>(data);
    return std::vector<Number>(numbers, numbers + length);
  }

  napi_env env_;
  napi_value object_;
};

bool readCrop(Reader& reader, Step& step) {
  Crop crop{};
  crop.end = reader.count("end", 1, static_cast<double>(step.points));
  if (!reader.sound) return false;
  crop.start = reader.count("start", 0, static_cast<double>(crop.end) - 1);
  step.resultPoints = crop.end - crop.start;
  step.kind = crop;
  return reader.sound;
}

bool readSavgol(Reader& reader, Step& step) {
  Savgol savgol;
  const std::size_t window = reader.lengthOf("centre");
  if (!reader.sound || window % 2 == 0 || window > step.points) return false;
  const std::size_t half = window / 2;
  savgol.centre = reader.doubles("centre", window);
  savgol.starts = reader.doubles("starts", half * window);
  savgol.ends = reader.doubles("ends", half * window);
  step.kind = std::move(savgol);
  return reader.sound;
}

bool readLinear(Reader& reader, Step& step) {
  Linear linear;
  step.resultPoints = reader.lengthOf("lower");
  linear.lower = reader.integers("lower", step.resultPoints);
  linear.fraction = reader.doubles("fraction", step.resultPoints);
  const auto last = static_cast<std::int64_t>(step.points) - 2;
  const bool inside = std::all_of(linear.lower.begin(), linear.lower.end(),
                                  [&](std::int32_t lower) { return lower >= 0 && lower <= last; });
  step.kind = std::move(linear);
  return reader.sound && inside && step.resultPoints > 0;
}

bool readWavelet(Reader& reader, Step& step) {
  Wavelet wavelet;
  const std::size_t taps = reader.lengthOf("scaling");
  if (!reader.sound || taps < 2 || taps % 2 == 1) return false;
  wavelet.scaling = reader.doubles("scaling", taps);
  wavelet.level = static_cast<int>(reader.count("level", 1, 30));
  wavelet.universal = reader.number("universal");
  wavelet.soft = reader.flag("soft");
  if (!reader.sound || (step.points >> wavelet.level) < taps - 1) return false;

  const std::size_t margin = taps - 1;
  const auto beyond = reader.integers("beyond", wavelet.level * 2 * margin);
  if (!reader.sound) return false;
  wavelet.lengths.push_back(step.points);
  for (int depth = 0; depth < wavelet.level; depth++) {
    const auto from = beyond.begin() + static_cast<std::ptrdiff_t>(depth * 2 * margin);
    wavelet.beyond.emplace_back(from, from + static_cast<std::ptrdiff_t>(2 * margin));
    const auto length = static_cast<std::int64_t>(wavelet.lengths.back());
    for (std::int32_t source : wavelet.beyond.back()) {
      if (source < -1 || source >= length) return false;
    }
    wavelet.lengths.push_back((wavelet.lengths.back() + margin) / 2);
  }
  step.kind = std::move(wavelet);
  return true;
}

bool readAsls(Reader& reader, Step& step) {
  const std::size_t n = step.points;
  Asls asls;
  asls.softness = 1 / reader.number("lam");
  asls.p = reader.number("p");
  asls.tol = reader.number("tol");
  asls.maxIterations = static_cast<int>(reader.count("maxIterations", 0, 1e6));
  if (!reader.sound || n < kLeastRows) return false;

  const Numbers equal(n, asls.softness);
  const Numbers nothing(n);
  Numbers solution(n);
  const Rows rows{n};
  asls.equalPairs.resize(rows.pairs() * (sizeof(Pair<double>) / sizeof(double)));
  Factors<double> factors{reinterpret_cast<Pair<double>*>(asls.equalPairs.data()), 0, 0};
  bool regular = true;
  factorAndSolve(rows, equal.data(), nothing.data(), factors, solution.data(), &regular);
  asls.equalAloneInverse = factors.aloneInverse;
  asls.equalAloneBeside = factors.aloneBeside;
  step.kind = std::move(asls);
  return regular;
}

}  // namespace

bool readStep(napi_env env, napi_value object, std::size_t points, Step& step) {
  Reader reader(env, object);
  step.points = points;
  step.resultPoints = points;
  const std::string kind = reader.text("kind");
  if (!reader.sound || points == 0) return false;
  if (kind == "crop") return readCrop(reader, step);
  if (kind == "savgol") return readSavgol(reader, step);
  if (kind == "linear") return readLinear(reader, step);
  if (kind == "wavelet") return readWavelet(reader, step);
  if (kind == "asls") return readAsls(reader, step);
  if (kind != "snv") return false;
  step.kind = Snv{reader.number("degrees")};
  return reader.sound;
}

}  // namespace stokes
