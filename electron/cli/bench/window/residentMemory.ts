import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Resident memory of a process and all that it started, MB. On Linux a page that several of them share is divided among
 * those that do (proportional set size); elsewhere it counts once for each.
 */
export async function residentMegabytes(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-e', '-o', 'pid=,ppid=,rss='])
  const processes = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [pid: number, parent: number, kilobytes: number])
  const family = (of: number): typeof processes =>
    processes.flatMap((each) => (each[0] === of ? [each] : each[1] === of ? family(each[0]) : []))
  const each = await Promise.all(
    family(pid).map(async ([id, , kilobytes]) => (await proportionalKilobytes(id)) ?? kilobytes),
  )
  return each.reduce((sum, kilobytes) => sum + kilobytes, 0) / 1024
}

/** Null where the system does not tell. */
async function proportionalKilobytes(pid: number): Promise<number | null> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(rollup) ?? []
  return kilobytes === undefined ? null : Number(kilobytes)
}
