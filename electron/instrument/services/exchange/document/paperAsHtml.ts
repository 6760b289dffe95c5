import { documentPage } from '../../../../shared/document/documentPage'
import { factList } from '../../../../shared/document/factList'
import { html, type Html } from '../../../../shared/document/html'
import type { Block, Paper, Section } from './paper'

/** A paper as a document of its own, without scripts or anything from elsewhere. */
export function paperAsHtml({ sections, ...about }: Paper): string {
  return documentPage({ ...about, main: sections.map(sectionOf) })
}

function sectionOf(section: Section): Html {
  const signed = section.some(({ kind }) => kind === 'lines') ? 'signature' : ''
  return html`<section class="${signed}">${section.map(blockOf)}</section>`
}

function blockOf(block: Block): Html {
  switch (block.kind) {
    case 'heading':
      return html`<h2>${block.text}</h2>`
    case 'text':
      return html`<p>${block.text}</p>`
    case 'verdict':
      return html`<p class="${block.tone === 'good' ? 'verdict' : 'verdict chance'}">${block.text}</p>`
    case 'facts':
      return factList(block.facts)
    case 'table':
      return html`<table>
        <thead>
          <tr>
            ${block.head.map((cell) => html`<th scope="col">${cell}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${block.rows.map(
            ([first = '', ...cells]) =>
              html`<tr>
                <th scope="row">${first}</th>
                ${cells.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>`
    case 'figure':
      return html`<figure>
        <figcaption>${block.caption}</figcaption>
        ${{ html: block.svg }}
      </figure>`
    case 'lines':
      return html`<div>${block.labels.map((label) => html`<span>${label}</span>`)}</div>`
  }
}
