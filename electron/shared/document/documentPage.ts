import { documentStyle } from './documentStyle'
import { html, type Html } from './html'

/** What stands under every document: nobody is to take it for more than it is. */
export const RESEARCH = 'Research software, not a medical device'

export interface DocumentPage {
  /** What kind of document it is, such as "Model card", and what it is of. */
  kind: string
  heading: string
  /** Of the document; without what names a person. @default the heading */
  title?: string
  /** What nobody may overlook, such as "Virtual microscope": simulated. */
  simulated?: string | null
  /** Further marks beside it. */
  marks?: readonly string[]
  main: Html | readonly Html[]
  softwareVersion: string
  /** ISO 8601. */
  createdAt: string
}

/** A document of its own, without scripts or anything from elsewhere, made to be read and printed. */
export function documentPage(page: DocumentPage): string {
  const {
    kind,
    heading,
    title = heading,
    simulated = null,
    marks = [],
    main,
    softwareVersion,
    createdAt,
  } = page
  const whole = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${kind}: ${title}</title>
      <style>
        ${{ html: documentStyle }}
      </style>
    </head>
    <body>
      <header>
        <p class="kind">${kind}</p>
        <h1>${heading}</h1>
        <ul class="marks">
          ${simulated === null ? [] : [html`<li class="simulated">${simulated}</li>`]}
          <li>${RESEARCH}</li>
          ${marks.map((mark) => html`<li>${mark}</li>`)}
        </ul>
      </header>
      <main>${main}</main>
      <footer>Stokes ${softwareVersion}, ${createdAt}. ${RESEARCH}: no diagnosis is to rest on it.</footer>
    </body>
  </html>`
  return `<!doctype html>\n${whole.html}\n`
}
