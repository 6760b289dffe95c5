import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface ResidentMemory {
  /** MB. */
  all: number
  /** Without pages of files: of those of a library that another program loads as well, half is gone when it starts. */
  own: number
}

/**
 * Resident memory of a process and all that it started. On Linux a page that several of them share is divided among those
 * that do (proportional set size); elsewhere it counts once for each, and files are not told apart.
 */
export async function residentMemory(pid: number): Promise<ResidentMemory> {
  const { stdout } = await run('ps', ['-e', '-o', 'pid=,ppid=,rss='])
  const processes = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [pid: number, parent: number, kilobytes: number])
  const family = (of: number): typeof processes =>
    processes.flatMap((each) => (each[0] === of ? [each] : each[1] === of ? family(each[0]) : []))
  const each = await Promise.all(
    family(pid).map(
      async ([id, , kilobytes]) => (await proportional(id)) ?? { all: kilobytes, own: kilobytes },
    ),
  )
  const megabytes = (of: keyof ResidentMemory) => each.reduce((sum, one) => sum + one[of], 0) / 1024
  return { all: megabytes('all'), own: megabytes('own') }
}

/** Kilobytes; null where the system does not tell. */
async function proportional(pid: number): Promise<ResidentMemory | null> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const kilobytes = (name: string) => {
    const [, value] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(rollup) ?? []
    return value === undefined ? null : Number(value)
  }
  const all = kilobytes('Pss')
  return all === null ? null : { all, own: all - (kilobytes('Pss_File') ?? 0) }
}
