#include <fuzzer/FuzzedDataProvider.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "chain.hpp"
#include "readStep.hpp"
#include "values.hpp"

/*
 * A libFuzzer target: steps as JavaScript may hand them over, sound and unsound ones, on spectra of any values. What
 * `readStep` takes has to run without touching what is not its own, and to give the same bits in every instruction
 * set, alone and in a group, with the spectra left as they were.
 */

using fuzz::value;
using stokes::Numbers;
using Bytes = FuzzedDataProvider;

namespace {

/** Any double: what breaks arithmetic, plain ones, any bits. */
double anyDouble(Bytes& bytes) {
  constexpr double kSpecial[] = {0, -0.0, 1, -1, NAN, INFINITY, -INFINITY, 1e308, -1e308, 5e-324, 1e-300, 1e6, 0.5};
  switch (bytes.ConsumeIntegralInRange(0, 3)) {
    case 0:
      return bytes.PickValueInArray(kSpecial);
    case 1: {
      const auto bits = bytes.ConsumeIntegral<std::uint64_t>();
      double number;
      std::memcpy(&number, &bits, sizeof number);
      return number;
    }
    default:
      return bytes.ConsumeIntegral<std::int16_t>() / 16.0;
  }
}

/** A number that a step would have, now and then any. */
double numberOr(Bytes& bytes, double usual) {
  return bytes.ConsumeIntegralInRange(0, 30) == 0 ? anyDouble(bytes) : usual;
}

/** A length that fits, now and then another. */
std::size_t lengthOr(Bytes& bytes, std::size_t usual) {
  return bytes.ConsumeIntegralInRange(0, 60) == 0 ? bytes.ConsumeIntegralInRange<std::size_t>(0, 700) : usual;
}

/** Numbers of a kind that the input chooses: few bytes make many. */
Numbers numbers(Bytes& bytes, std::size_t length) {
  const int kind = bytes.ConsumeIntegralInRange(0, 4);
  const double level = anyDouble(bytes);
  const double swing = anyDouble(bytes);
  auto state = bytes.ConsumeIntegral<std::uint32_t>();
  Numbers list(length);
  for (std::size_t i = 0; i < length; i++) {
    state = state * 1664525 + 1013904223;
    const double noise = state / 4294967296.0;
    const double smooth = std::sin(static_cast<double>(i) / 9);
    list[i] = kind == 0 ? level : kind == 1 ? level + swing * noise : kind == 2 ? level + swing * smooth + noise
            : kind == 3 ? std::round(8 * noise) : noise < 0.02 ? swing : level * smooth;
  }
  const int changed = bytes.ConsumeIntegralInRange(0, 6);
  for (int k = 0; k < changed && length > 0; k++) {
    list[bytes.ConsumeIntegralInRange<std::size_t>(0, length - 1)] = anyDouble(bytes);
  }
  return list;
}

std::vector<std::int32_t> places(Bytes& bytes, std::size_t length, std::int32_t least, std::int32_t most) {
  const auto stride = bytes.ConsumeIntegral<std::uint16_t>();
  std::vector<std::int32_t> list(length);
  const auto span = static_cast<std::uint32_t>(most - least + 1);
  for (std::size_t i = 0; i < length; i++) {
    list[i] = span == 0 ? least : least + static_cast<std::int32_t>(static_cast<std::uint32_t>(i * stride) % span);
  }
  if (length > 0 && bytes.ConsumeIntegralInRange(0, 30) == 0) {
    list[bytes.ConsumeIntegralInRange<std::size_t>(0, length - 1)] = bytes.ConsumeIntegral<std::int32_t>();
  }
  return list;
}

fuzz::Value anyStep(Bytes& bytes, std::size_t n) {
  fuzz::Object step;
  const auto whole = static_cast<double>(n);
  constexpr const char* kKinds[] = {"crop", "savgol", "snv", "linear", "wavelet", "asls", "asls", "none"};
  const std::string kind = bytes.PickValueInArray(kKinds);
  step["kind"] = value(kind);
  if (kind == "crop") {
    const auto start = bytes.ConsumeIntegralInRange<std::size_t>(0, n);
    step["start"] = value(numberOr(bytes, static_cast<double>(start)));
    step["end"] = value(numberOr(bytes, static_cast<double>(bytes.ConsumeIntegralInRange<std::size_t>(start, n))));
  } else if (kind == "savgol") {
    const auto half = bytes.ConsumeIntegralInRange<std::size_t>(0, std::min<std::size_t>(40, n / 2 + 1));
    const std::size_t window = lengthOr(bytes, 2 * half + 1);
    step["centre"] = value(numbers(bytes, window));
    step["starts"] = value(numbers(bytes, lengthOr(bytes, half * window)));
    step["ends"] = value(numbers(bytes, lengthOr(bytes, half * window)));
  } else if (kind == "snv") {
    step["degrees"] = value(numberOr(bytes, whole));
  } else if (kind == "linear") {
    const auto length = bytes.ConsumeIntegralInRange<std::size_t>(0, 300);
    step["lower"] = value(places(bytes, length, 0, static_cast<std::int32_t>(n) - 2));
    step["fraction"] = value(numbers(bytes, lengthOr(bytes, length)));
  } else if (kind == "wavelet") {
    const auto taps = lengthOr(bytes, 2 * bytes.ConsumeIntegralInRange<std::size_t>(1, 20));
    const auto level = bytes.ConsumeIntegralInRange<std::size_t>(1, 5);
    const auto margin = taps > 0 ? taps - 1 : 0;
    const auto reach = static_cast<std::int32_t>(n >> (level - 1)) - 1;
    step["scaling"] = value(numbers(bytes, taps));
    step["level"] = value(numberOr(bytes, static_cast<double>(level)));
    step["beyond"] = value(places(bytes, lengthOr(bytes, 2 * level * margin), -1, reach));
    step["universal"] = value(numberOr(bytes, std::sqrt(2 * std::log(whole + 1))));
    step["soft"] = value(bytes.ConsumeBool());
  } else if (kind == "asls") {
    const double lam = numberOr(bytes, std::pow(10.0, bytes.ConsumeIntegralInRange(-2, 11)));
    step["lam"] = value(lam);
    step["p"] = value(numberOr(bytes, bytes.ConsumeIntegralInRange(1, 999) / 1000.0));
    step["tol"] = value(numberOr(bytes, 1e-3));
    step["maxIterations"] = value(static_cast<double>(bytes.ConsumeIntegralInRange(0, 12)));
  }
  if (bytes.ConsumeIntegralInRange(0, 40) == 0) step.erase(step.begin());
  return {std::move(step)};
}

std::optional<std::vector<stokes::Step>> anySteps(Bytes& bytes, std::size_t n) {
  std::vector<stokes::Step> steps(bytes.ConsumeIntegralInRange<std::size_t>(1, 5));
  for (stokes::Step& step : steps) {
    const fuzz::Value description = anyStep(bytes, n);
    if (!stokes::readStep(nullptr, fuzz::handleOf(description), n, step)) return std::nullopt;
    n = step.resultPoints;
  }
  return steps;
}

struct Outcome {
  bool sound;
  Numbers result;
};

void require(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

/** The bits are the same; a NaN, whose bits mean nothing, is any other NaN. */
bool same(const Outcome& a, const Outcome& b) {
  if (a.sound != b.sound) return false;
  if (!a.sound) return true;
  for (std::size_t i = 0; i < a.result.size(); i++) {
    if (std::isnan(a.result[i]) && std::isnan(b.result[i])) continue;
    if (std::memcmp(&a.result[i], &b.result[i], sizeof(double)) != 0) return false;
  }
  return true;
}

/** @param spectra each in memory of its own, so that a read beyond its end is seen */
std::vector<Outcome> run(const stokes::Chain& chain, const std::vector<Numbers>& spectra, std::size_t together) {
  stokes::Chain::Workspace workspace(chain);
  std::vector<Outcome> outcomes;
  for (std::size_t start = 0; start < spectra.size(); start += together) {
    const std::size_t count = std::min(together, spectra.size() - start);
    std::vector<Numbers> results(count, Numbers(chain.resultPoints()));
    const double* from[stokes::kWidestGroup];
    double* to[stokes::kWidestGroup];
    bool sound[stokes::kWidestGroup];
    for (std::size_t i = 0; i < count; i++) {
      from[i] = spectra[start + i].data();
      to[i] = results[i].data();
    }
    chain.run(from, to, count, sound, workspace);
    for (std::size_t i = 0; i < count; i++) outcomes.push_back({sound[i], std::move(results[i])});
  }
  return outcomes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  const auto n = bytes.ConsumeIntegralInRange<std::size_t>(0, bytes.ConsumeBool() ? 40 : 400);
  const auto steps = anySteps(bytes, n);
  if (!steps) return 0;
  std::vector<Numbers> spectra(bytes.ConsumeIntegralInRange<std::size_t>(1, 10));
  for (Numbers& y : spectra) y = numbers(bytes, n);
  const auto before = spectra;

  std::vector<Outcome> expected;
  for (int i = 0; i <= static_cast<int>(stokes::widestInstructions()); i++) {
    const stokes::Chain chain(n, *steps, static_cast<stokes::Instructions>(i));
    const auto alone = run(chain, spectra, 1);
    const auto grouped = run(chain, spectra, chain.width());
    if (i == 0) expected = alone;
    for (std::size_t k = 0; k < spectra.size(); k++) {
      require(same(alone[k], expected[k]), "every instruction set gives the same");
      require(same(grouped[k], expected[k]), "a spectrum gives in a group what it gives alone");
      require(std::memcmp(spectra[k].data(), before[k].data(), n * sizeof(double)) == 0, "the input is left alone");
    }
  }
  return 0;
}
