/** Narrow no-break space: between groups of digits, and between a number and its unit. */
const thin = '\u202f'

/** Digits in groups of three: `12 000`. */
export function grouped(value: number, decimals = 0): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.')
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? '−' : ''
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, thin) + (fraction === undefined ? '' : `.${fraction}`)
}

/** A number with its unit: `1 000 ms`. */
export function withUnit(value: number, unit: string, decimals = 0): string {
  return `${grouped(value, decimals)}${thin}${unit}`
}

/** A fraction as a percentage: `0.784` as `78 %`; never rounded to a certainty that it is not. */
export function percent(fraction: number, decimals = 0): string {
  const smallest = 10 ** -decimals
  const value = fraction * 100
  if (fraction > 0 && value < smallest / 2) return `<${thin}${grouped(smallest, decimals)}${thin}%`
  if (fraction < 1 && value > 100 - smallest / 2) {
    return `>${thin}${grouped(100 - smallest, decimals)}${thin}%`
  }
  return withUnit(value, '%', decimals)
}

export function wavenumber(value: number, decimals = 0): string {
  return withUnit(value, 'cm⁻¹', decimals)
}

/** `1 295–1 306`; one number where both ends are the same. */
export function interval(from: number, to: number): string {
  const [low, high] = [grouped(from), grouped(to)]
  return low === high ? low : `${low}–${high}`
}

/** `1 295–1 306 cm⁻¹`. */
export function wavenumberInterval(from: number, to: number): string {
  return `${interval(from, to)}${thin}cm⁻¹`
}

/** With its sign always shown: `+0.42`. */
export function signed(value: number, decimals = 2): string {
  const text = grouped(value, decimals)
  return value > 0 ? `+${text}` : text
}

/** For what spans many orders of magnitude: `1.2 × 10⁻⁷`. */
export function scientific(value: number): string {
  if (value === 0) return '0'
  const [mantissa = '', exponent = ''] = value.toExponential(1).split('e')
  const superscript = exponent
    .replace('+', '')
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit)))
  return `${mantissa}${thin}×${thin}10${superscript}`
}

/** How long something takes, to read at a glance: `400 ms`, `6 s`, `1 min 05 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return withUnit(Math.max(0, milliseconds), 'ms')
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return withUnit(seconds, 's')
  return `${withUnit(Math.floor(seconds / 60), 'min')} ${withUnit(seconds % 60, 's').padStart(4, '0')}`
}

export function celsius(value: number): string {
  return withUnit(value, '°C', 1)
}
