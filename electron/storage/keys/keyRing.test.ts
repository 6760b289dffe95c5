import { once } from 'node:events'
import { getEnvironmentData, Worker } from 'node:worker_threads'
import { afterEach, expect, it } from 'vitest'
import { keyInHand, takeKeyInHand } from './keyRing'

afterEach(() => {
  takeKeyInHand(null)
})

it('holds one key, and none again', () => {
  expect(keyInHand()).toBeNull()
  const key = new Uint8Array(32).fill(3)
  takeKeyInHand(key)
  expect(keyInHand()).toEqual(key)
  takeKeyInHand(null)
  expect(keyInHand()).toBeNull()
  expect(() => {
    takeKeyInHand(new Uint8Array(16))
  }).toThrow(/32 bytes/)
})

it('is seen by a thread that was started before', async () => {
  expect(keyInHand()).toBeNull()
  const program = `
    const { getEnvironmentData, parentPort } = require('node:worker_threads')
    parentPort.on('message', () => parentPort.postMessage(new Uint8Array(getEnvironmentData('stokes.keyRing'))[1]))`
  const worker = new Worker(program, { eval: true })
  await once(worker, 'online')
  takeKeyInHand(new Uint8Array(32).fill(5))
  worker.postMessage('now')
  expect(await once(worker, 'message')).toEqual([5])
  await worker.terminate()
  expect(getEnvironmentData('stokes.keyRing')).toBeInstanceOf(SharedArrayBuffer)
})
