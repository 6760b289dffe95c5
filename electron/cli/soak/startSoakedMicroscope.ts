import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { StokesError } from '../../contract/errors'
import { programPath } from '../../shared/paths'
import { JournalReader } from './journalReader'

interface SoakedMicroscope {
  port: string
  journal: JournalReader
  /** Ends it; the journal stays readable until it is closed. */
  stop(): Promise<void>
}

/** The virtual microscope as a process of its own, on a pseudo-terminal, with a journal in the folder. */
export async function startSoakedMicroscope(scenario: string, folder: string): Promise<SoakedMicroscope> {
  const path = join(folder, 'journal.jsonl')
  const child = spawn(
    process.execPath,
    [programPath('simulator'), '--scenario', scenario, '--journal', path],
    {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const ended = once(child, 'exit')
  const ready = once(createInterface(child.stdout), 'line') as Promise<[string]>
  const [first] = (await Promise.race([ready, ended])) as [unknown]
  if (typeof first !== 'string') {
    throw new StokesError('device.notFound', 'The virtual microscope ended before it was ready.', {
      tip: 'Run stokes simulate with the same scenario: it says why.',
    })
  }
  return {
    port: (JSON.parse(first) as { port: string }).port,
    journal: new JournalReader(path),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await ended
    },
  }
}
