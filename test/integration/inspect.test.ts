import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { inspect } from '../../electron/cli/commands/inspect'
import { bundleProgram, type Program } from '../support/bundleProgram'
import { startSimulatorProcess } from '../support/simulatorProcess'

let program: Program
beforeAll(async () => (program = await bundleProgram('electron/simulator/index.ts')))
afterAll(() => program.remove())

it('stokes inspect says what an instrument is, and lights the bench for a few frames', async () => {
  const simulator = await startSimulatorProcess(program, '--pixels', '1024')
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    const options = { port: simulator.port, integration: 20, frames: 2, power: 20, json: true }
    await inspect(options)
    const report = JSON.parse(String(write.mock.calls.at(-1)![0])) as {
      identity: { pixels: number }
      frames: { laser: string; mean: number }[]
    }
    expect(report.identity.pixels).toBe(1024)
    expect(report.frames.map(({ laser }) => laser)).toEqual(['off', 'on', 'on'])
    await inspect({ ...options, json: false, power: 0 })
    expect(write.mock.calls.at(-1)![0]).toMatch(/laser off, mean [\d.]+ counts, 0 pixels saturated/)
    expect(simulator.emission()).toHaveLength(1)
    expect(simulator.emission().every(({ offUs }) => offUs !== null)).toBe(true)
  } finally {
    write.mockRestore()
    await simulator.stop()
  }
})
