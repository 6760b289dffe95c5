import { describe, expect, it } from 'vitest'
import type { Origin } from '../../contract/frame'
import type { ModelRecord } from '../../contract/learning'
import { makeShadow, modelIn, promote, retire, rollBack, type StateChange } from './stateChanges'

const signature = { operatorId: 'ada', reason: 'because' }

/** A registry in memory that takes changes as the case log does. */
class Registry {
  models: ModelRecord[] = []
  private entry = 0

  add(hash: string, origin: Origin = 'simulated'): ModelRecord {
    const model: ModelRecord = {
      hash,
      name: hash,
      system: 'cnn5',
      origin,
      state: 'candidate',
      research: true,
      runId: hash,
      createdAt: '2026-01-01T00:00:00.000Z',
      history: [],
    }
    this.models.push(model)
    return model
  }

  get(hash: string): ModelRecord {
    return this.models.find((model) => model.hash === hash)!
  }

  apply(changes: StateChange[]): void {
    for (const { modelHash, from, to, action, reason } of changes) {
      const model = this.get(modelHash)
      expect(model.state).toBe(from)
      model.state = to
      model.history.push({
        entry: ++this.entry,
        modelHash,
        from,
        to,
        action,
        operatorName: 'Ada',
        reason,
        changedAt: '2026-01-01T00:00:00.000Z',
        comparison: null,
      })
      const serving = this.models.filter(
        ({ state, origin }) => state === 'serving' && origin === model.origin,
      )
      expect(serving.length).toBeLessThanOrEqual(1)
    }
  }

  promote(hash: string): void {
    this.apply(promote(this.get(hash), this.models, signature, null))
  }

  rollBack(): void {
    this.apply(rollBack('simulated', this.models, signature))
  }

  get serving(): string | null {
    return modelIn('serving', 'simulated', this.models)?.hash ?? null
  }
}

describe('rolling back', () => {
  it('leads through the models that served before to the one that ships', () => {
    const registry = new Registry()
    for (const hash of ['a', 'b', 'c']) registry.add(hash)
    registry.promote('a')
    registry.promote('b')
    registry.rollBack()
    expect(registry.serving).toBe('a')
    registry.promote('c')
    expect(registry.serving).toBe('c')
    registry.rollBack()
    expect(registry.serving).toBe('a')
    registry.rollBack()
    expect(registry.serving).toBeNull()
    expect(() => {
      registry.rollBack()
    }).toThrow(expect.objectContaining({ code: 'registry.refused' }))
    expect(registry.models.map(({ state }) => state)).toEqual(['retired', 'retired', 'retired'])
  })
})

describe('each use', () => {
  it('has a serving model and a shadow of its own', () => {
    const registry = new Registry()
    registry.add('a')
    registry.add('b')
    registry.add('real', 'instrument')
    registry.promote('a')
    registry.promote('real')
    expect(registry.serving).toBe('a')
    expect(modelIn('serving', 'instrument', registry.models)?.hash).toBe('real')
    registry.apply(makeShadow(registry.get('b'), registry.models, signature))
    expect(modelIn('shadow', 'simulated', registry.models)?.hash).toBe('b')
  })

  it('makes the shadow of before a candidate again', () => {
    const registry = new Registry()
    registry.add('a')
    registry.add('b')
    registry.apply(makeShadow(registry.get('a'), registry.models, signature))
    registry.apply(makeShadow(registry.get('b'), registry.models, signature))
    expect(registry.models.map(({ state }) => state)).toEqual(['candidate', 'shadow'])
    registry.promote('b')
    expect(registry.serving).toBe('b')
  })
})

describe('a model', () => {
  it('is refused what its state does not allow', () => {
    const registry = new Registry()
    const model = registry.add('a')
    registry.promote('a')
    const refused = expect.objectContaining({ code: 'registry.refused' }) as Error
    expect(() => retire(model, signature)).toThrow(refused)
    expect(() => promote(model, registry.models, signature, null)).toThrow(refused)
    expect(() => makeShadow(model, registry.models, signature)).toThrow(refused)
    registry.rollBack()
    expect(() => promote(model, registry.models, signature, null)).toThrow(refused)
  })

  it('that is a candidate is retired', () => {
    const registry = new Registry()
    registry.apply(retire(registry.add('a'), signature))
    expect(registry.get('a').state).toBe('retired')
  })
})
