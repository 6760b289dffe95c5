/* A document to be read, printed and signed, whatever it is written as: HTML (paperAsHtml.ts) or PDF (paperAsPdf.ts). */

export type Facts = readonly (readonly [name: string, value: string])[]

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string }
  /** What it is all about; `chance` where nobody may take it for good news. */
  | { kind: 'verdict'; text: string; tone: 'good' | 'chance' }
  | { kind: 'facts'; facts: Facts }
  | { kind: 'table'; head: readonly string[]; rows: readonly (readonly string[])[] }
  /** SVG with a viewBox of `width` by `height`, that needs no style sheet. */
  | { kind: 'figure'; caption: string; svg: string }
  /** Lines to write on. */
  | { kind: 'lines'; labels: readonly string[] }

/** Blocks that stay together where a page allows it. */
export type Section = readonly Block[]

export interface Paper {
  /** What kind of document it is, such as "Report of a case", and what it is of. */
  kind: string
  heading: string
  /** Of the file; without what names a person. */
  title: string
  /** What nobody may overlook, such as "Simulated spectra". */
  simulated: string | null
  sections: readonly Section[]
  softwareVersion: string
  /** ISO 8601. */
  createdAt: string
}
