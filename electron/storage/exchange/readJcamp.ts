import { convert } from 'jcampconverter'
import { damaged, numberIn, parsed, type ReadFile, type ReadSpectrum } from './readSpectra'

/** More points than any spectrum has: the parser would make as many as a file's few bytes promise. */
const MOST_POINTS = 4_000_000

export const isJcamp = (firstLine: string): boolean => /^\uFEFF?\s*##\s*TITLE\s*=/i.test(firstLine)

/**
 * JCAMP-DX: each block with points of a spectrum. Factors, differences and duplicates are the library's to resolve; that there are as
 * many points as the file says is checked here.
 * @throws StokesError `file.notASpectrum`
 */
export function readJcamp(path: string, text: string): ReadFile {
  requireBounded(path, text)
  const { flatten } = parsed(path, 'JCAMP-DX', () =>
    convert(asTheParserKnowsIt(text), { noContour: true, keepRecordsRegExp: /.*/ }),
  )
  const spectra = flatten.flatMap((block) =>
    block.twoD || block.ntuples.length > 0
      ? []
      : block.spectra.map((one): ReadSpectrum => {
          const spectrum = one as unknown as Partial<JcampSpectrum>
          const { x = [], y = [] } = spectrum.data ?? {}
          const { info, meta } = block as { info: Record<string, unknown>; meta: Record<string, unknown> }
          const promised = numberIn(textIn(info.NPOINTS))
          if (promised !== null && promised !== x.length)
            throw damaged(path, 'JCAMP-DX', `it says ${promised} points and has ${x.length}`)
          return {
            name: textIn(block.title) || 'spectrum',
            axis: Float64Array.from(x),
            unit: unitOf(path, spectrum.xUnits),
            intensities: Float64Array.from(y),
            dark: null,
            integrationTimeMs: null,
            excitationNanometres: numberIn(textIn(meta['EXCITATION NANOMETRES'])),
            measuredAt: textIn(info.LONGDATE) || textIn(info.DATE) || null,
            lineOf: null,
          }
        }),
  )
  if (spectra.length === 0) throw damaged(path, 'JCAMP-DX', 'it holds no spectrum of points')
  const { info } = flatten[0] as { info: Record<string, unknown> }
  const model = textIn(info['SPECTROMETER/DATASYSTEM'])
  return {
    format: 'jcamp',
    spectra,
    instrument: model === '' ? null : { maker: 'recorded file', model, serialNumber: '' },
    properties: Object.fromEntries(Object.entries(info).map(([name, value]) => [name, textIn(value)])),
  }
}

interface JcampSpectrum {
  xUnits: string
  data: { x: number[]; y: number[] }
}

/** Pairs of an uneven axis: the parser reads them under the name of the even one alone. */
export function asTheParserKnowsIt(text: string): string {
  return text.replace(/^##\s*XY\s*POINTS\s*=/gim, '##XYDATA=')
}

/** The parser fills up by duplicates: a few digits can stand for any number of points. */
function requireBounded(path: string, text: string): void {
  for (const [, points] of text.matchAll(/^##\s*NPOINTS\s*=\s*(\S+)/gim)) {
    const value = Number(points)
    if (value <= MOST_POINTS) continue
    throw damaged(path, 'JCAMP-DX', `it says that it has ${points} points`)
  }
  let duplicates = 0
  for (const record of text.split(/[\r\n]\s*##/)) {
    const label = record.slice(0, record.indexOf('=')).replace(/[\s_/-]/g, '')
    if (!/^(XY|PEAK|DATATABLE)/i.test(label)) continue
    // A count begins with S to Z or s, for 1 to 9; its other digits are plain.
    for (const [, first, others] of record.matchAll(/([S-Zs])(\d+)/g)) {
      duplicates += Number(`${'STUVWXYZs'.indexOf(first!) + 1}${others!}`)
      if (duplicates <= MOST_POINTS) continue
      throw damaged(path, 'JCAMP-DX', `duplicates swell it to more than ${MOST_POINTS} points`)
    }
  }
}

function unitOf(path: string, units: string | undefined): 'cm-1' | 'nm' {
  const said = (units ?? '').toUpperCase()
  if (/1\/CM|CM-1|CM\^-1|WAVENUMBER|RAMAN/.test(said)) return 'cm-1'
  if (/NANOM|\bNM\b/.test(said)) return 'nm'
  throw damaged(path, 'a Raman spectrum', `its axis is in "${units ?? ''}", neither cm-1 nor nm`)
}

function textIn(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}
