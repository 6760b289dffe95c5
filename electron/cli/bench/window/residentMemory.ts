import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Resident memory of a process and all that it started, MB. Pages that they share count once for each. */
export async function residentMegabytes(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-e', '-o', 'pid=,ppid=,rss='])
  const processes = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [pid: number, parent: number, kilobytes: number])
  const resident = (of: number): number =>
    processes.reduce(
      (sum, [id, parent, kilobytes]) => sum + (id === of ? kilobytes : parent === of ? resident(id) : 0),
      0,
    )
  return resident(pid) / 1024
}
