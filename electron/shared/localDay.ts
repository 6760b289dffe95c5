/** The day of the calendar, `2026-11-23`, that a moment falls on where this program runs. */
export function localDay(timestamp: string): string {
  const date = new Date(timestamp)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
