import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { bundleProgram } from '../support/bundleProgram'
import { startSimulatorProcess } from '../support/simulatorProcess'

/** Debian's packages are installed for its own Python, which need not be the first one. */
const python = ['python3', '/usr/bin/python3'].find(
  (candidate) => spawnSync(candidate, ['-c', 'import pyvisa, pyvisa_py, serial']).status === 0,
)

it('a foreign SCPI client understands the virtual microscope', { timeout: 60_000 }, async ({ skip }) => {
  if (!python) return skip('PyVISA is not there: apt-get install python3-pyvisa-py python3-serial')

  const program = await bundleProgram('electron/simulator/index.ts')
  const simulator = await startSimulatorProcess(program, '--pixels', '2048')
  const script = join(import.meta.dirname, 'simulatorVisa.py')
  const { stdout } = await promisify(execFile)(python, [script, simulator.port]).finally(async () => {
    await simulator.stop()
    await program.remove()
  })

  const heard = JSON.parse(stdout) as Record<string, unknown> & { dark: Frame; lit: Frame[] }
  const whole = { magic: 'STK1', bytes: 64 + 4096 + 4, crcIsRight: true, pixels: 2048, integrationUs: 20_000 }
  expect(heard).toMatchObject({
    identity: 'Stokes,VM-785,VM00000001,1.0.0',
    forms: ['100', '100', '100', '100', '0,"No error"', '0,"No error"'],
    integration: '20',
    limits: ['1', '60000', '100'],
    statusByte: 4,
    standardEvent: 32 + 16,
    errors: [
      '-113,"Undefined header;NONSENSE"',
      '-222,"Data out of range;integration 0 ms is not in 1..60000"',
      '0,"No error"',
    ],
    unfetched: '#10',
    stale: '-230,"Data corrupt or stale;no acquisition was started"',
    dark: { ...whole, sequence: 1, accumulations: 1, power: 0, flags: 0b11000 },
    state: 'FIRING',
    operation: 16 + 256 + 512 + 1024,
    lit: [0, 1].map((index) => ({
      ...whole,
      index,
      sequence: 2 + index,
      accumulations: 2,
      power: 40,
      emissionMs: 20,
      flags: 0b11101,
    })),
    complete: '1',
    off: '0;DISARMED',
    log: expect.stringMatching(/^\d+,\d+,40,alloff\n$/) as string,
    watchdog: '1000,0,1',
    afterCrLf: 'CR LF',
  })
  for (const { mean } of heard.lit) expect(mean).toBeGreaterThan(heard.dark.mean + 10)
})

interface Frame {
  mean: number
}
