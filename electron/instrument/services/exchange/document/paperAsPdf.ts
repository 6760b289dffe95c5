import type { Content, Definition } from 'pdfmake'
import { RESEARCH } from '../../../../shared/document/documentPage'
import type { Block, Paper, Section } from './paper'

const TEXT = '#14222e'
const MUTED = '#526372'
const LINE = '#d7dfe6'
const SIMULATED = { color: '#5f3dab', soft: '#eee9fa' }
const TONES = { good: { bar: '#0d7356', soft: '#f6f8fa' }, chance: { bar: '#e5b83f', soft: '#fff3d1' } }
const MARGIN = 40
/** Of A4, in points, between the margins. */
const WIDTH = 595.28 - 2 * MARGIN

/**
 * A paper as PDF, by pdfmake: no window, no display, and no font but its own (Roboto, which has Latin, Greek and Cyrillic letters;
 * others are printed as boxes). Nothing is loaded from anywhere.
 */
export async function paperAsPdf(paper: Paper): Promise<Uint8Array> {
  const [{ default: pdfmake }, { default: fonts }] = await Promise.all([
    import('pdfmake'),
    import('pdfmake/fonts/Roboto.js'),
  ])
  const own = new Set(Object.values(fonts.Roboto))
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => own.has(path))
  pdfmake.addFonts(fonts)
  return Uint8Array.from(await pdfmake.createPdf(definitionOf(paper)).getBuffer())
}

function definitionOf(paper: Paper): Definition {
  const { kind, heading, title, simulated, sections, softwareVersion, createdAt } = paper
  return {
    pageSize: 'A4',
    pageMargins: [MARGIN, MARGIN, MARGIN, 54],
    info: {
      title: `${kind}: ${title}`,
      producer: `Stokes ${softwareVersion}`,
      creationDate: new Date(createdAt),
    },
    language: 'en',
    defaultStyle: { font: 'Roboto', fontSize: 9.5, color: TEXT, lineHeight: 1.15 },
    footer: (page, pages) => ({
      margin: [MARGIN, 14, MARGIN, 0],
      columns: [
        {
          text: `Stokes ${softwareVersion}, ${createdAt}. ${RESEARCH}: no diagnosis is to rest on it.`,
          width: '*',
        },
        { text: `${title.slice(0, 8)}  ${page} of ${pages}`, width: 'auto' },
      ],
      fontSize: 7.5,
      color: MUTED,
    }),
    content: [
      { text: kind, color: MUTED },
      { text: heading, fontSize: 20, bold: true },
      {
        columnGap: 8,
        margin: [0, 6, 0, 6],
        columns: [...(simulated === null ? [] : [markOf(simulated, SIMULATED)]), markOf(RESEARCH)],
      },
      ruler(WIDTH, TEXT, 1.2),
      ...sections.map(sectionOf),
    ],
  }
}

function markOf(text: string, { color, soft } = { color: TEXT, soft: '#ffffff' }): Content {
  return {
    width: 'auto',
    table: { body: [[{ text, color, fillColor: soft, bold: true, fontSize: 8.5 }]] },
    layout: { ...frame(color === TEXT ? LINE : color), paddingLeft: () => 7, paddingRight: () => 7 },
  }
}

function sectionOf(section: Section): Content {
  // A table may be longer than a page.
  return { stack: section.map(blockOf), unbreakable: !section.some(isLong) }
}

const isLong = (block: Block): boolean => block.kind === 'table' && block.rows.length > 12

function blockOf(block: Block): Content {
  switch (block.kind) {
    case 'heading':
      return { text: block.text, fontSize: 12.5, bold: true, margin: [0, 12, 0, 4], headlineLevel: 1 }
    case 'text':
      return { text: block.text, margin: [0, 3, 0, 3] }
    case 'verdict': {
      const { bar, soft } = TONES[block.tone]
      return {
        margin: [0, 10, 0, 6],
        table: { widths: ['*'], body: [[{ text: block.text, bold: true, fontSize: 12, fillColor: soft }]] },
        layout: {
          hLineWidth: () => 0,
          vLineWidth: (index: number) => (index === 0 ? 3 : 0),
          vLineColor: () => bar,
          paddingLeft: () => 10,
          paddingTop: () => 7,
          paddingBottom: () => 7,
        },
      }
    }
    case 'facts':
      return {
        margin: [0, 2, 0, 2],
        table: {
          widths: [112, '*'],
          body: block.facts.map(([name, value]) => [{ text: name, color: MUTED }, breakable(value)]),
        },
        layout: { ...frame(null), paddingLeft: () => 0, paddingTop: () => 1, paddingBottom: () => 1 },
      }
    case 'table':
      return {
        margin: [0, 2, 0, 2],
        table: {
          headerRows: 1,
          widths: block.head.map((_, index) => (index === block.head.length - 1 ? '*' : 'auto')),
          body: [
            block.head.map((text) => ({ text, color: MUTED })),
            ...block.rows.map((row) =>
              row.map((cell, index) => ({ text: breakable(cell), bold: index === 0 })),
            ),
          ],
        },
        layout: {
          hLineWidth: (index: number) => (index === 0 ? 0 : 0.5),
          hLineColor: (index: number) => (index === 1 ? TEXT : LINE),
          vLineWidth: () => 0,
          paddingLeft: () => 0,
          paddingRight: () => 12,
        },
      }
    case 'figure':
      return [
        { text: block.caption, bold: true, margin: [0, 2, 0, 3] },
        { svg: block.svg, width: WIDTH },
      ]
    case 'lines':
      return {
        margin: [0, 34, 0, 0],
        columnGap: 20,
        columns: block.labels.map((label) => ({
          stack: [ruler((WIDTH - 40) / 3, TEXT, 0.7), { text: label, color: MUTED, margin: [0, 3, 0, 0] }],
        })),
      }
  }
}

function ruler(width: number, color: string, lineWidth: number): Content {
  return { canvas: [{ type: 'line', x1: 0, y1: 0, x2: width, y2: 0, lineWidth, lineColor: color }] }
}

const frame = (color: string | null) => ({
  hLineWidth: () => (color === null ? 0 : 0.7),
  vLineWidth: () => (color === null ? 0 : 0.7),
  hLineColor: () => color ?? LINE,
  vLineColor: () => color ?? LINE,
})

/** A word that is longer than a line, such as a hash, may break anywhere. */
const breakable = (text: string): string => text.replace(/\S{40}(?=\S)/g, '$&\u200b')
