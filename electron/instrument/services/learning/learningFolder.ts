import { dirname, join } from 'node:path'

/** Where what is learnt from and what is learnt lies: beside the case log that names it. */
export class LearningFolder {
  private readonly root: string

  constructor(caseLogPath: string) {
    this.root = join(dirname(caseLogPath), 'learning')
  }

  get dataSets(): string {
    return join(this.root, 'data-sets')
  }

  /** The frozen data set, a file. */
  snapshot(hash: string): string {
    return join(this.dataSets, `${hash}.safetensors`)
  }

  run(id: string): string {
    return join(this.root, 'runs', id)
  }

  predictions(runId: string): string {
    return join(this.run(runId), 'predictions.json')
  }

  /** What its model reads in each class. */
  classMaps(runId: string): string {
    return join(this.run(runId), 'maps.json')
  }

  /** The model that came of a run. */
  bundle(runId: string): string {
    return join(this.run(runId), 'bundle')
  }
}
