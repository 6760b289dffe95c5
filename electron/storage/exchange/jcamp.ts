import { measuredAtOf, type ExportedMeasurement } from './exportedMeasurement'
import { DISCLAIMER, metadataOf, originSentence } from './metadataOf'
import { processedSpectraOf, rawSpectraOf } from './spectraOf'

interface Block {
  title: string
  yUnits: string
  x: ArrayLike<number>
  y: ArrayLike<number>
}

/**
 * JCAMP-DX 5.01 (Pure Appl. Chem. 71, 1549, 1999): a LINK block with one block a spectrum. An axis that is not even is written
 * as it is, in pairs (XYPOINTS); only an even one as XYDATA, whose reader computes it. Numbers have all their digits.
 */
export function* jcampOfMeasurement(measurement: ExportedMeasurement): Generator<string> {
  const { of, acquisition, wavenumbers, result } = measurement
  const raw = rawSpectraOf(measurement).map(({ name, values }): Block => ({
    title: name,
    yUnits: 'COUNTS',
    x: wavenumbers,
    y: values,
  }))
  const processed = processedSpectraOf(measurement).map(({ name, values }): Block => ({
    title: name,
    yUnits: 'ARBITRARY UNITS',
    x: result?.answer.grid ?? [],
    y: values,
  }))
  const blocks = [...raw, ...processed]
  const title = [of.patient.pseudonym, of.lesion.bodySite, measuredAtOf(measurement)]
    .filter(Boolean)
    .join(' ')
  yield record('TITLE', `${title}, ${acquisition.origin}`)
  yield record('JCAMP-DX', '5.01 $$ Stokes')
  yield record('DATA TYPE', 'LINK')
  yield record('BLOCKS', String(blocks.length + 1))
  yield record('ORIGIN', originSentence(measurement))
  yield record('OWNER', DISCLAIMER)
  yield record('$STOKES SPOT', acquisition.spot)
  yield `##$STOKES METADATA= ${ascii(JSON.stringify(metadataOf(measurement), null, 1))}\n`
  for (const [index, block] of blocks.entries()) yield* blockOf(measurement, index + 1, block)
  yield '##END=\n'
}

function* blockOf(measurement: ExportedMeasurement, number: number, block: Block): Generator<string> {
  const { acquisition } = measurement
  const { title, yUnits, x, y } = block
  const { excitationNanometres, maker, model, serialNumber } = acquisition.device
  const even = evenStep(x)
  const [minX, maxX] = range(x)
  const [minY, maxY] = range(y)
  yield record('TITLE', `${title}, ${acquisition.origin}`)
  yield record('JCAMP-DX', '5.01')
  yield record('DATA TYPE', 'RAMAN SPECTRUM')
  yield record('DATA CLASS', even === null ? 'XYPOINTS' : 'XYDATA')
  yield record('BLOCK_ID', String(number))
  yield record('ORIGIN', originSentence(measurement))
  yield record('OWNER', DISCLAIMER)
  const measuredAt = measuredAtOf(measurement)
  if (measuredAt !== null)
    yield record('LONGDATE', measuredAt.slice(0, 19).replaceAll('-', '/').replace('T', ' '))
  yield record('SPECTROMETER/DATA SYSTEM', `${maker} ${model} ${serialNumber}`)
  if (excitationNanometres !== null) yield record('$EXCITATION NANOMETRES', String(excitationNanometres))
  yield record('XUNITS', '1/CM')
  yield record('YUNITS', yUnits)
  yield record('XFACTOR', '1')
  yield record('YFACTOR', '1')
  yield record('FIRSTX', String(x[0]))
  yield record('LASTX', String(x[x.length - 1]))
  if (even !== null) yield record('DELTAX', String(even))
  yield record('MINX', String(minX))
  yield record('MAXX', String(maxX))
  yield record('FIRSTY', String(y[0]))
  yield record('MINY', String(minY))
  yield record('MAXY', String(maxY))
  yield record('NPOINTS', String(x.length))
  yield even === null ? '##XYPOINTS= (XY..XY)\n' : '##XYDATA= (X++(Y..Y))\n'
  for (let point = 0; point < x.length; point++) yield `${x[point]}${even === null ? ',' : ' '} ${y[point]}\n`
  yield '##END=\n'
}

/** The step of an axis that is even to the last bits; null for any other. */
function evenStep(x: ArrayLike<number>): number | null {
  if (x.length < 3) return null
  const [first, last] = [x[0]!, x[x.length - 1]!]
  const step = (last - first) / (x.length - 1)
  const tolerance = 4 * Number.EPSILON * Math.max(Math.abs(first), Math.abs(last))
  for (let point = 0; point < x.length; point++)
    if (Math.abs(first + point * step - x[point]!) > tolerance) return null
  return step
}

function range(values: ArrayLike<number>): [min: number, max: number] {
  let [min, max] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i++) {
    min = Math.min(min, values[i]!)
    max = Math.max(max, values[i]!)
  }
  return [min, max]
}

/** A labelled data record. What would begin another, or a comment, is taken apart. */
function record(label: string, value: string): string {
  return `##${label}= ${ascii(value)
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('##', '# #')}\n`
}

/** The standard knows ASCII alone; in JSON the escape means the same letter. */
function ascii(text: string): string {
  return text.replace(
    /[^\t\n\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
