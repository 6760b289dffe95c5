import { expect, it } from 'vitest'
import { completeStep } from '../../contract/recipe'
import { waveletDenoise } from './waveletDenoise'

const soft = completeStep({ step: 'wavelet' })
const hard = completeStep({ step: 'wavelet', threshold: 'hard' })

it('leaves a spectrum whose threshold is 0 as it is', () => {
  const impulse = new Float64Array(64)
  impulse[20] = 1000
  expect(waveletDenoise(impulse, soft)).toEqual(impulse)
  expect(waveletDenoise(impulse, soft)).not.toBe(impulse)
})

it('takes noise out and keeps a band', () => {
  const band = Float64Array.from({ length: 512 }, (_, i) => 1000 * Math.exp(-(((i - 256) / 25) ** 2)))
  const noise = Float64Array.from({ length: 512 }, (_, i) => 20 * Math.sin(1e4 * Math.sin(i)))
  const y = band.map((value, i) => value + noise[i]!)
  const rms = (z: Float64Array) =>
    Math.sqrt(z.reduce((sum, value, i) => sum + (value - band[i]!) ** 2, 0) / 512)
  for (const parameters of [soft, hard]) expect(rms(waveletDenoise(y, parameters))).toBeLessThan(0.6 * rms(y))
})
