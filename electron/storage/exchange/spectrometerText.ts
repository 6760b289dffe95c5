import { damaged } from './readSpectra'

/** The properties that stand one a line, `name` and `value` apart. */
export function propertiesOf(lines: readonly string[], separator: string): Record<string, string> {
  return Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf(separator)
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1).trim()]] : []
    }),
  )
}

/** @throws StokesError `file.notASpectrum` with the line */
export function numberOfCell(
  cell: string | undefined,
  { path, format, line, name }: { path: string; format: string; line: number; name: string },
): number {
  const text = (cell ?? '').trim()
  const value = Number(text.replace(',', '.'))
  if (text !== '' && Number.isFinite(value)) return value
  throw damaged(path, format, `${name} is "${text.slice(0, 20)}", which is no number`, line)
}
