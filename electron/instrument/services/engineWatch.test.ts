import { afterEach, expect, it } from 'vitest'
import { EngineWatch } from './engineWatch'

let hardware = 'one GPU'
let now = 0
let idle = true
let looked = 0
let watch: EngineWatch

function begin(): EngineWatch {
  hardware = 'one GPU'
  now = 0
  idle = true
  looked = 0
  return new EngineWatch({
    idle: () => idle,
    reconsider: () => {
      looked += 1
      return Promise.reject(new Error('it failed'))
    },
    fingerprint: () => hardware,
    now: () => now,
  })
}
/** The next look, some seconds later. */
function look(seconds = 30): void {
  now += seconds * 1000
  watch.check()
}
afterEach(() => {
  watch.stop()
})

it('leaves engines alone while nothing happens', () => {
  watch = begin()
  for (let i = 0; i < 5; i++) look()
  expect(looked).toBe(0)
})

it('looks once when hardware came or went', () => {
  watch = begin()
  hardware = 'no GPU'
  for (let i = 0; i < 5; i++) look()
  expect(looked).toBe(1)
})

it('looks when the computer slept', () => {
  watch = begin()
  look(3600)
  expect(looked).toBe(1)
})

it('waits until nobody measures', () => {
  watch = begin()
  idle = false
  look(3600)
  look()
  expect(looked).toBe(0)
  idle = true
  look()
  expect(looked).toBe(1)
})
