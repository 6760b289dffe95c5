import { MessageChannelMain, type BrowserWindow } from 'electron'
import { join } from 'node:path'
import type { Problem } from '../contract/errors'
import type { PortName } from '../contract/ports'
import type { InstrumentOptions, ToInstrument } from '../contract/processes'
import type { ApplicationOptions } from './options'
import { serveShell } from './shellHandlers'
import { SupervisedProcess } from './supervisedProcess'

/** How long the instrument process may take to switch the laser off and close the case log. */
const SHUTDOWN_MS = 5000

/**
 * The processes beside main: the instrument process and the virtual microscope. Starts them, starts them again when
 * they die, tells the user what happened, and gives each window its ports.
 */
export class Processes {
  private readonly instrument: SupervisedProcess
  private readonly simulator: SupervisedProcess | null
  private window: BrowserWindow | null = null
  private windowLoaded = false
  private readonly untold: Problem[] = []
  private instrumentReady = false

  constructor(folder: string, { virtualMicroscope, port, seed }: ApplicationOptions) {
    const link = join(folder, 'virtual-microscope')
    const instrumentOptions: InstrumentOptions = {
      dataFolder: folder,
      virtualMicroscope: virtualMicroscope ? link : null,
      port,
    }
    this.instrument = new SupervisedProcess({
      entry: 'instrument',
      args: [JSON.stringify(instrumentOptions)],
      onReady: () => {
        this.instrumentReady = true
        this.handOutInstrument()
      },
      onEnded: (exitCode, willRestart) => {
        this.instrumentReady = false
        this.tell({
          code: 'process.ended',
          message: `The instrument process ended unexpectedly (exit code ${exitCode}). The laser is off; every frame that was recorded is in the case log.`,
          tip: willRestart
            ? 'It was started again. Connect the instrument and repeat the measurement that was running.'
            : 'It ends again and again: close Stokes, unplug and plug the instrument, start Stokes, and report this with the log.',
        })
      },
    })
    this.simulator = virtualMicroscope
      ? new SupervisedProcess({
          entry: 'simulator',
          args: ['--link', link, '--seed', String(seed)],
          onEnded: (exitCode, willRestart) => {
            this.tell({
              code: 'process.ended',
              message: `The virtual microscope ended unexpectedly (exit code ${exitCode}).`,
              tip: willRestart ? 'It was started again: connect to it.' : 'Close Stokes and start it again.',
            })
          },
        })
      : null
  }

  start(): void {
    this.simulator?.start()
    this.instrument.start()
  }

  /** Gives this window its ports, now and after each reload or restart of the instrument process. */
  serve(window: BrowserWindow): void {
    this.window = window
    const { webContents } = window
    webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      // The router moves within the document, which keeps its ports.
      if (isMainFrame && !isSameDocument) this.windowLoaded = false
    })
    webContents.on('did-finish-load', () => {
      this.windowLoaded = true
      this.handOutShell(window)
      this.handOutInstrument()
    })
    webContents.on('render-process-gone', (_event, { reason }) => {
      this.windowLoaded = false
      if (reason === 'clean-exit' || window.isDestroyed()) return
      this.tell({
        code: 'process.ended',
        message: `The window's process ended unexpectedly (${reason}). The laser was switched off; what was recorded is in the case log.`,
        tip: 'The window was opened again. Repeat the measurement that was running.',
      })
      webContents.reload()
    })
    window.once('closed', () => {
      this.window = null
      this.windowLoaded = false
    })
  }

  /** The instrument first: it is still connected to the virtual microscope, and switches its laser off. */
  async stop(): Promise<void> {
    await this.instrument.stop(SHUTDOWN_MS)
    await this.simulator?.stop(SHUTDOWN_MS)
  }

  private tell(problem: Problem): void {
    console.error(`${problem.message} ${problem.tip ?? ''}`)
    this.untold.push(problem)
    if (this.instrumentReady) this.flush()
  }

  private flush(): void {
    if (!this.windowLoaded) return
    for (const problem of this.untold.splice(0)) {
      this.instrument.send({ type: 'problem', problem } satisfies ToInstrument)
    }
  }

  private handOutInstrument(): void {
    const { window } = this
    if (!window || !this.windowLoaded || !this.instrumentReady) return
    for (const name of ['instrument', 'live'] as const) {
      const { port1, port2 } = new MessageChannelMain()
      this.instrument.send({ type: 'port', port: name } satisfies ToInstrument, [port1])
      window.webContents.postMessage('stokes:port', name satisfies PortName, [port2])
    }
    this.flush()
  }

  private handOutShell(window: BrowserWindow): void {
    const { port1, port2 } = new MessageChannelMain()
    serveShell(port1, window)
    window.webContents.postMessage('stokes:port', 'shell' satisfies PortName, [port2])
  }
}
