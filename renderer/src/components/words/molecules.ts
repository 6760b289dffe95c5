const subscripts = '₀₁₂₃₄₅₆₇₈₉'

/** The name of a molecule or group with its formulas as they are printed: `CH2 twist` as `CH₂ twist`. */
export function moleculeText(text: string): string {
  return text.replace(/\b(?:[A-Z][a-z]?\d*)+\d[+-]?(?![\d-])/g, (formula) =>
    formula
      .replace(/(?<=[A-Za-z])\d/g, (digit) => subscripts[Number(digit)]!)
      .replace(/-$/, '⁻')
      .replace(/\+$/, '⁺'),
  )
}
