import { StokesError } from '../../contract/errors'
import { engineNames, type EngineName } from './inferenceEngine'

/** What an engine is at: its first opening may take as long as a driver takes to compile its programs. */
export type EngineWork = 'opening' | 'running'

const works: readonly EngineWork[] = ['opening', 'running']

/**
 * Says to another thread what the engines of this one are at. It is memory that both see, because a thread that hangs in a
 * driver answers nothing any more.
 */
export class EngineBeacon {
  private readonly cells: Int32Array

  constructor(readonly shared: SharedArrayBuffer = new SharedArrayBuffer(20)) {
    this.cells = new Int32Array(shared)
  }

  /** @throws StokesError `engine.unavailable` where the thread is to end */
  begin(engine: EngineName, work: EngineWork): void {
    Atomics.store(this.cells, 1, works.indexOf(work))
    Atomics.store(this.cells, 0, engineNames.indexOf(engine))
    // Two calls may take turns on one thread.
    Atomics.add(this.cells, 4, 1)
    Atomics.add(this.cells, 2, 1)
    // Looked at after it was said, as the other thread looks after it forbade: one of the two sees the other.
    if (Atomics.load(this.cells, 3) === 0) return
    this.end()
    throw new StokesError('engine.unavailable', 'The analysis is being ended.')
  }

  /** No engine begins any work after this; what is under way goes on. */
  forbid(): void {
    Atomics.store(this.cells, 3, 1)
  }

  end(): void {
    Atomics.sub(this.cells, 4, 1)
    Atomics.add(this.cells, 2, 1)
  }

  /** Null where no engine is at work. */
  get current(): { engine: EngineName; work: EngineWork } | null {
    if (Atomics.load(this.cells, 4) === 0) return null
    return { engine: engineNames[Atomics.load(this.cells, 0)]!, work: works[Atomics.load(this.cells, 1)]! }
  }

  /** Another number after every beginning and end. */
  get progress(): number {
    return Atomics.load(this.cells, 2)
  }
}
