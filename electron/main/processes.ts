import { MessageChannelMain, type BrowserWindow } from 'electron'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../contract/errors'
import type { PortName } from '../contract/ports'
import type { FromInstrument, InstrumentOptions, ToInstrument } from '../contract/processes'
import { Backlog } from '../shared/backlog'
import { serveKeychain } from './keychain'
import type { ApplicationOptions } from './options'
import { Restarts } from './restarts'
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
  private readonly problems = new Backlog<Problem>()
  private readonly windowRestarts = new Restarts()
  /** Null while none is loaded. */
  private window: BrowserWindow | null = null
  private instrumentReady = false
  private stopped: Promise<void> | null = null

  constructor(folder: string, { virtualMicroscope, port, seed }: ApplicationOptions) {
    const link = join(folder, 'virtual-microscope')
    // One that a program left behind when it was killed leads to somebody else's terminal.
    rmSync(link, { force: true })
    const instrumentOptions: InstrumentOptions = {
      dataFolder: folder,
      virtualMicroscope: virtualMicroscope ? link : null,
      port,
    }
    this.instrument = new SupervisedProcess({
      entry: 'instrument',
      args: [JSON.stringify(instrumentOptions)],
      onStarted: () => {
        this.handOutKeychain()
      },
      onMessage: (message) => {
        this.hearInstrument(message as FromInstrument)
      },
      onEnded: (exitCode, willRestart) => {
        this.instrumentReady = false
        this.tell(
          `The instrument process ended unexpectedly (exit code ${exitCode}). The laser goes off within 1 s; every frame that was recorded is in the case log.`,
          willRestart
            ? 'It was started again. Connect the instrument and repeat the measurement that was running.'
            : 'It ends again and again: close Stokes, unplug and plug the instrument, start Stokes, and report this with the log.',
        )
      },
    })
    this.simulator = virtualMicroscope
      ? new SupervisedProcess({
          entry: 'simulator',
          args: ['--link', link, '--seed', String(seed)],
          onEnded: (exitCode, willRestart) => {
            this.tell(
              `The virtual microscope ended unexpectedly (exit code ${exitCode}).`,
              willRestart ? 'It was started again: connect to it.' : 'Close Stokes and start it again.',
            )
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
    const { webContents } = window
    webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      // The router moves within the document, which keeps its ports.
      if (isMainFrame && !isSameDocument) this.window = null
    })
    webContents.on('did-finish-load', () => {
      this.window = window
      this.handOutShell(window)
      this.handOutInstrument()
    })
    webContents.on('before-input-event', (_event, { type, key }) => {
      // The window asks for it too, unless it hangs.
      if (type === 'keyDown' && key === 'Escape') this.stopLaser()
    })
    webContents.on('unresponsive', () => {
      this.stopLaser()
    })
    webContents.on('render-process-gone', (_event, { reason }) => {
      this.window = null
      if (reason === 'clean-exit' || window.isDestroyed()) return
      const mayHelp = this.windowRestarts.mayHelp()
      const what = `The window's process ended unexpectedly (${reason}). The laser was switched off; what was recorded is in the case log.`
      if (!mayHelp) {
        console.error(`${what} It ends again and again: start Stokes again, and report this.`)
        window.destroy()
        return
      }
      webContents.once('did-finish-load', () => {
        this.tell(what, 'The window was opened again. Repeat the measurement that was running.')
      })
      webContents.reload()
    })
    window.once('closed', () => {
      this.window = null
    })
  }

  /** For when nobody may be in charge of it any more. */
  stopLaser(): void {
    this.instrument.send({ type: 'stopLaser' } satisfies ToInstrument)
  }

  /** The instrument first: it is still connected to the virtual microscope, and switches its laser off. */
  stop(): Promise<void> {
    this.stopped ??= this.instrument.stop(SHUTDOWN_MS).then(() => this.simulator?.stop(SHUTDOWN_MS))
    return this.stopped
  }

  private tell(message: string, tip: string): void {
    console.error(`${message} ${tip}`)
    this.problems.tell({ code: 'process.ended', message, tip })
  }

  private hearInstrument(message: FromInstrument): void {
    if (message.type === 'ready') {
      this.instrumentReady = true
      this.handOutInstrument()
    } else if (message.type === 'restart') {
      this.instrumentReady = false
      this.instrument.expectRestart()
    } else this.problems.tell(message.problem)
  }

  private handOutKeychain(): void {
    const { port1, port2 } = new MessageChannelMain()
    serveKeychain(port1)
    this.instrument.send({ type: 'port', port: 'keychain' } satisfies ToInstrument, [port2])
  }

  private handOutInstrument(): void {
    const { window } = this
    if (!window || !this.instrumentReady) return
    for (const name of ['instrument', 'live'] as const) {
      const { port1, port2 } = new MessageChannelMain()
      this.instrument.send({ type: 'port', port: name } satisfies ToInstrument, [port1])
      window.webContents.postMessage('stokes:port', name satisfies PortName, [port2])
    }
  }

  private handOutShell(window: BrowserWindow): void {
    const { port1, port2 } = new MessageChannelMain()
    serveShell(port1, window, this.problems)
    window.webContents.postMessage('stokes:port', 'shell' satisfies PortName, [port2])
  }
}
