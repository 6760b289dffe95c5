const dateTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})
const calendarDay = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** `23 Nov 2026, 09:41`, in the time zone of this seat. */
export function dateAndTime(iso: string): string {
  return dateTime.format(new Date(iso))
}

/** A day of the calendar, `2026-11-23`, as `23 Nov 2026` in every time zone. */
export function day(date: string): string {
  return calendarDay.format(new Date(date))
}

/** `09:41:07`. */
export function timeOfDay(iso: string): string {
  return clock.format(new Date(iso))
}

/** The day of the calendar that a moment falls on at this seat: `2026-11-23`. */
export function calendarDayOf(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
