#pragma once

/*
 * Numbers side by side: the same point of several spectra. `Lanes<1>` is a plain double, so that one template
 * serves a spectrum alone and a group of them, with the same operations in the same order, hence the same bits.
 *
 * This header and those that build on it are compiled once for each instruction set. Their namespace without a name
 * keeps the compilations apart: no function of one machine's can stand in for another's.
 */

/** Loops that gain by registers of their own. */
#if defined(__GNUC__)
#define STOKES_APART __attribute__((noinline))
#else
#define STOKES_APART
#endif

namespace stokes {
namespace {

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

/** Neighbouring points of one spectrum, as many as any register holds. */
#if defined(__GNUC__)
using Widest = Lanes<8>;
#else
using Widest = double;
#endif

template <class V>
constexpr int widthOf = sizeof(V) / sizeof(double);

/** What a comparison of lanes gives; `mask ? a : b` chooses by lane. */
template <class V>
using Mask = decltype(V() > V());

template <class V>
inline V everywhere(double value) {
  return V() + value;
}

}  // namespace
}  // namespace stokes
