/** What a query answers: text, or the bytes of a block. */
export type Answer = string | Uint8Array

export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

export function bool(value: boolean): string {
  return value ? '1' : '0'
}

/** A number with at most so many decimals, without an exponent for what people read. */
export function rounded(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)))
}
