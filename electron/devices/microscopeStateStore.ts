import type { ConnectionState } from '../contract/device'
import { StokesError } from '../contract/errors'
import type { MicroscopeState } from './microscope'

/** The states of a connection, and those that may follow each. */
const FOLLOWING: Record<ConnectionState, readonly ConnectionState[]> = {
  disconnected: ['connecting'],
  connecting: ['idle', 'error', 'disconnected'],
  idle: ['armed', 'acquiring', 'error', 'disconnected'],
  armed: ['acquiring', 'idle', 'error', 'disconnected'],
  acquiring: ['armed', 'idle', 'error', 'disconnected'],
  error: ['disconnected'],
}

/** The state of a microscope: one object at a time, every change of it told. */
export class MicroscopeStateStore {
  private state: MicroscopeState = {
    connection: 'connecting',
    readings: null,
    preview: null,
    problem: null,
  }
  private readonly listeners = new Set<(state: MicroscopeState) => void>()

  get current(): MicroscopeState {
    return this.state
  }

  /** @throws internal.unexpected for a connection state that may not follow the present one */
  change(changes: Partial<MicroscopeState>): void {
    const from = this.state.connection
    const to = changes.connection ?? from
    if (to !== from && !FOLLOWING[from].includes(to))
      throw new StokesError('internal.unexpected', `A microscope that is ${from} cannot become ${to}.`)
    this.state = { ...this.state, ...changes }
    for (const listener of this.listeners) listener(this.state)
  }

  onState(listener: (state: MicroscopeState) => void): () => void {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }
}
