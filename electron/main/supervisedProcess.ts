import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import { programPath } from '../shared/paths'
import { Restarts } from './restarts'

interface SupervisedProcessOptions {
  /** Name of the built entry, and what the operating system shows. */
  entry: string
  args: readonly string[]
  /** Called when it was started: the first time, and again after each end. */
  onStarted?: () => void
  /** Called with what it says. */
  onMessage?: (message: unknown) => void
  /** Called when it ended although nobody asked it to. */
  onEnded: (exitCode: number, willRestart: boolean) => void
}

/** A process of the application that is started again when it dies. */
export class SupervisedProcess {
  private child: UtilityProcess | null = null
  private stopping = false
  private restarting = false
  private readonly restarts = new Restarts()

  constructor(private readonly options: SupervisedProcessOptions) {}

  start(): void {
    const { entry, args, onStarted, onMessage } = this.options
    const child = utilityProcess.fork(programPath(entry), [...args], {
      serviceName: `Stokes ${entry}`,
      // What they say for programs that read them (a port, when it is ready) is not for the console.
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    this.child = child
    child.on('message', (message) => onMessage?.(message))
    child.once('exit', (exitCode) => {
      this.ended(exitCode)
    })
    onStarted?.()
  }

  /** It ends by itself next, and is started again without a word. */
  expectRestart(): void {
    this.restarting = true
  }

  /** Sends nothing while the process is down. */
  send(message: unknown, ports: MessagePortMain[] = []): void {
    this.child?.postMessage(message, ports)
  }

  /**
   * Asks the process to end by a message of the type `shutdown`, and kills it if it has not ended in time.
   * Resolves when it is gone.
   */
  async stop(timeoutMs: number): Promise<void> {
    this.stopping = true
    const { child } = this
    if (!child) return
    await new Promise<void>((resolve) => {
      // Its own `kill` asks politely, which a process that hangs does not hear.
      const timer = setTimeout(() => child.pid && process.kill(child.pid, 'SIGKILL'), timeoutMs)
      child.once('exit', () => {
        clearTimeout(timer)
        resolve()
      })
      child.postMessage({ type: 'shutdown' })
    })
  }

  private ended(exitCode: number): void {
    this.child = null
    if (this.stopping) return
    if (this.restarting) {
      this.restarting = false
      this.start()
      return
    }
    const willRestart = this.restarts.mayHelp()
    this.options.onEnded(exitCode, willRestart)
    if (willRestart) this.start()
  }
}
