import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Contender } from './interleave'

/** A peer in Python that runs, or why there is none. */
type PythonPeer = { contender: Contender; version: string; close: () => void } | { absent: string }

/** Debian's own interpreter: that is where its packages are. */
const PYTHON = '/usr/bin/python3'

/**
 * Starts a peer. The program gets its data as the first line of its standard input, answers with its version, then for each
 * line with a number does its work that often and answers with the seconds.
 */
export async function startPythonPeer(program: string, data: unknown): Promise<PythonPeer> {
  const child = spawn(PYTHON, ['-c', program], { stdio: ['pipe', 'pipe', 'pipe'] })
  const errors: string[] = []
  child.stderr.on('data', (text) => errors.push(String(text)))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  // A program that ends early is seen by its missing answer.
  child.stdin.on('error', () => undefined)
  const ask = async (line: string): Promise<string | null> => {
    child.stdin.write(`${line}\n`)
    const answer = (await lines.next()) as IteratorResult<string, undefined>
    return answer.value ?? null
  }
  const started = new Promise<boolean>((resolve) => {
    child.once('spawn', () => {
      resolve(true)
    })
    child.once('error', () => {
      resolve(false)
    })
  })
  if (!(await started)) return { absent: `${PYTHON} is not there` }
  const version = await ask(JSON.stringify(data))
  if (version === null) return { absent: errors.join('').trim().split('\n').at(-1) ?? 'it ended at once' }
  return {
    version,
    contender: async (repetitions) => Number(await ask(String(repetitions))),
    close: () => child.kill(),
  }
}
