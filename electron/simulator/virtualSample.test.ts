import { describe, expect, it } from 'vitest'
import { createSample } from './virtualSample'

describe('createSample', () => {
  it.each([
    'dark',
    'ambient',
    'saturated',
    'skin',
    'skin:VI',
    'skin:I:9',
    'lesion',
    'lesion:any:IV',
    'lesion:naevus:V:3',
  ])('knows %s, which is the same spot every time and fresh', (name) => {
    const sample = createSample(name)
    expect(sample.name).toBe(name)
    expect(sample.doseMillijoules).toBe(0)
    expect(sample.raman).toEqual(createSample(name).raman)
  })

  it('differs by class, skin type and patient', () => {
    const names = ['lesion:naevus:II:3', 'lesion:melanoma:II:3', 'lesion:naevus:V:3', 'lesion:naevus:II:4']
    expect(new Set(names.map((name) => createSample(name).raman.join())).size).toBe(names.length)
  })

  it.each([
    ['', /none of dark, ambient/],
    ['silicone', /none of dark, ambient/],
    ['skin:VII', /skin type "VII" is none of I, II/],
    ['skin:II:-1', /seed "-1"/],
    ['lesion:wart', /class "wart" is none of any, naevus/],
    ['lesion:naevus:II:3:4', /none of dark, ambient/],
  ])('refuses "%s" and says what it takes', (name, message) => {
    expect(() => createSample(name)).toThrow(message)
  })
})
