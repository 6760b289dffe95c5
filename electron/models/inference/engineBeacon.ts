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

  constructor(readonly shared: SharedArrayBuffer = new SharedArrayBuffer(12)) {
    this.cells = new Int32Array(shared)
  }

  begin(engine: EngineName, work: EngineWork): void {
    Atomics.store(this.cells, 0, engineNames.indexOf(engine) + 1)
    Atomics.store(this.cells, 1, works.indexOf(work))
    Atomics.add(this.cells, 2, 1)
  }

  end(): void {
    Atomics.store(this.cells, 0, 0)
    Atomics.add(this.cells, 2, 1)
  }

  /** Null where no engine is at work. */
  get current(): { engine: EngineName; work: EngineWork } | null {
    const engine = engineNames[Atomics.load(this.cells, 0) - 1]
    return engine ? { engine, work: works[Atomics.load(this.cells, 1)]! } : null
  }

  /** Another number after every beginning and end. */
  get progress(): number {
    return Atomics.load(this.cells, 2)
  }
}
