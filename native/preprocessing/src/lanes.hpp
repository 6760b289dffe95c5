#pragma once

/*
 * Numbers side by side: the same point of several spectra. `Lanes<1>` is a plain double, so that one template
 * serves a spectrum alone and a group of them, with the same operations in the same order, hence the same bits.
 */
namespace stokes {

template <int Width>
struct LanesOf {
#if defined(__GNUC__)
  typedef double Type __attribute__((vector_size(Width * sizeof(double)), may_alias));
#endif
};

template <>
struct LanesOf<1> {
  typedef double Type;
};

template <int Width>
using Lanes = typename LanesOf<Width>::Type;

template <class V>
constexpr int widthOf = sizeof(V) / sizeof(double);

/** What a comparison of lanes gives; `mask ? a : b` chooses by lane. */
template <class V>
using Mask = decltype(V() > V());

template <class V>
inline V everywhere(double value) {
  return V() + value;
}

}  // namespace stokes
