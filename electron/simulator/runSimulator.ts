import { startSimulator, type SimulatorOptions } from './startSimulator'

/**
 * The virtual microscope as a program: prints `{"port":"…"}` when it is ready, and runs until a signal, a message of the
 * type `shutdown` from the process that started it, or `SIMulator:UNPLug`. The laser is off when this resolves.
 */
export async function runSimulator(options: SimulatorOptions): Promise<void> {
  const simulator = await startSimulator(options)
  // Also where the program fails: the log gets its last line and the link is removed.
  process.on('exit', simulator.close)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, simulator.close)
  // Only a process that Electron started has one.
  ;(process as Partial<NodeJS.Process>).parentPort?.on('message', ({ data }) => {
    if ((data as { type: string }).type === 'shutdown') simulator.close()
  })
  process.stdout.write(`${JSON.stringify({ port: simulator.port })}\n`)
  await simulator.ended
}
