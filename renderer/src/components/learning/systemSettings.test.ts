import { describe, expect, it } from 'vitest'
import { changedSettings, settingsFor } from './systemSettings'

describe('changedSettings', () => {
  it('says nothing of what is as published', () => {
    const published = Object.fromEntries(settingsFor('cnn5').map(({ name, value }) => [name, value]))
    expect(changedSettings('cnn5', published)).toEqual({})
    expect(changedSettings('cnn5', { ...published, epochs: 20 })).toEqual({ epochs: 20 })
  })

  it('leaves out what another system took', () => {
    expect(changedSettings('svm-ga', { epochs: 20, generations: 5 })).toEqual({ generations: 5 })
    expect(changedSettings('logistic', { epochs: 20 })).toEqual({})
  })
})
