import type { DeviceLogEntry, DeviceState } from '../../../../electron/contract/device'

/** The log of an instrument as a text for its maker: what it is, what it says, what happened. */
export function deviceLogText(
  { identity, readings, limits }: DeviceState,
  entries: readonly DeviceLogEntry[],
): string {
  const facts = { ...identity, badPixels: identity?.badPixels.join(' ') }
  const section = (title: string, values: object | null) => [
    title,
    ...Object.entries(values ?? {}).map(([name, value]) => `  ${name}: ${textOf(value)}`),
    '',
  ]
  return [
    'Stokes: log of an instrument. It holds nothing of any patient. Times are UTC.',
    '',
    ...section('Instrument', facts),
    ...section('Readings', readings),
    ...section('Limits', limits),
    'Events',
    ...entries.map(({ at, kind, text }) => `  ${at}  ${kind.padEnd(11)}  ${text}`),
    '',
  ].join('\n')
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}
