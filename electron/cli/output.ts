import { StokesError, toProblem } from '../contract/errors'
import { exitCodes } from './exitCodes'

/**
 * Goes on where nobody reads any longer (`stokes … | head`): a measurement is finished and recorded all the same. An
 * answer that its file or disk does not take is said on stderr.
 */
export function outliveReaders(): void {
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return
    tellProblem(
      new StokesError('file.notWritable', `Standard output does not take the answer: ${message}.`),
      {
        json: process.argv.includes('--json'),
      },
    )
    process.exitCode = exitCodes.badInput
  })
}

/** Prints the answer as one JSON document, or as the text that people read. */
export function answer(value: unknown, { json }: { json?: boolean | undefined }, text: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text()}\n`)
}

/** Prints a JSON document whose list may be longer than one string can be (about 10 000 classified spectra). */
export function printWithList(document: object, name: string, list: readonly unknown[]): void {
  const { stdout } = process
  stdout.write(JSON.stringify({ ...document, [name]: [] }).slice(0, -2))
  list.forEach((item, index) => stdout.write(`${index > 0 ? ',' : ''}${JSON.stringify(item)}`))
  stdout.write(']}\n')
}

/** Progress and warnings: never on stdout, where the answer is. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Says on stderr what went wrong; as JSON where the answer would have been JSON. */
export function tellProblem(error: unknown, { json }: { json: boolean }): void {
  const problem = toProblem(error)
  if (json) tell(JSON.stringify({ error: problem }))
  else tell(`stokes: ${problem.message}${problem.tip ? `\n        ${problem.tip}` : ''}  [${problem.code}]`)
  if (problem.code === 'internal.unexpected' && error instanceof Error && !json) tell(error.stack ?? '')
}
