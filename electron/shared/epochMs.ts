/** Now, in ms since the epoch, with fractions: comparable between the processes of one computer. */
export function epochMs(): number {
  return performance.timeOrigin + performance.now()
}
