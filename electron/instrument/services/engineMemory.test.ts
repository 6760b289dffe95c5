import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EngineMemory } from './engineMemory'
import { hardwareFingerprint } from './hardwareFingerprint'
import { openServingModel } from './servingModel'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-engines-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const attempts = [
  {
    name: 'onnx-cpu',
    usable: true,
    used: true,
    largestDifference: 1e-7,
    millisecondsPerSpectrum: 0.5,
    reason: null,
  },
]
const files = () => readdirSync(join(folder, 'engines'))

describe('EngineMemory', () => {
  it('keeps what was found for one model on one computer', () => {
    const memory = new EngineMemory(folder, 'a'.repeat(64))
    expect(memory.recall('this')).toBeNull()
    memory.keep('this', '2027-01-01T00:00:00.000Z', attempts)
    expect(memory.recall('this')).toEqual({
      fingerprint: 'this',
      triedAt: '2027-01-01T00:00:00.000Z',
      attempts,
    })
    expect(memory.recall('that')).toBeNull()
    expect(new EngineMemory(folder, 'b'.repeat(64)).recall('this')).toBeNull()
    expect(files()).toEqual(['aaaaaaaaaaaaaaaa.json'])
  })

  it.each(['', '{', '[]', '{"fingerprint":"this","attempts":7}'])('ignores a damaged file: %s', (content) => {
    const memory = new EngineMemory(folder, 'a'.repeat(64))
    memory.keep('this', '2027-01-01T00:00:00.000Z', attempts)
    writeFileSync(join(folder, 'engines', files()[0]!), content)
    expect(memory.recall('this')).toBeNull()
  })

  it('does without where it cannot write', () => {
    writeFileSync(join(folder, 'engines'), 'a file is in the way')
    const memory = new EngineMemory(folder, 'a'.repeat(64))
    expect(() => {
      memory.keep('this', '2027-01-01T00:00:00.000Z', attempts)
    }).not.toThrow()
    expect(memory.recall('this')).toBeNull()
  })
})

describe('a model that is opened again', () => {
  it('is opened on the remembered engine alone, and on all where the computer is another', async () => {
    const first = await openServingModel({ rememberIn: folder })
    expect(files()).toHaveLength(1)
    const opened: string[] = []
    const { openEngine } = await import('../../models/inference/openEngine')
    const open: typeof openEngine = (name, model) => {
      opened.push(name)
      return openEngine(name, model)
    }
    const second = await openServingModel({ rememberIn: folder }, { open })
    expect(opened).toEqual([first.engineName()])
    expect(second.enginesTriedAt()).toBe(first.enginesTriedAt())
    expect(second.engines().map(({ name }) => name)).toEqual(first.engines().map(({ name }) => name))

    process.env.CUDA_VISIBLE_DEVICES = 'another'
    try {
      opened.length = 0
      await openServingModel({ rememberIn: folder }, { open })
      expect(opened.length).toBeGreaterThan(1)
    } finally {
      delete process.env.CUDA_VISIBLE_DEVICES
    }
  })
})

it('has one fingerprint while nothing changes', () => {
  expect(hardwareFingerprint()).toBe(hardwareFingerprint())
  expect(hardwareFingerprint()).toContain(process.arch)
})
