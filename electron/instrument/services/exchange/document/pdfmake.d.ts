/* The part of pdfmake 0.3 that a paper is written with. */
declare module 'pdfmake' {
  export type Content = string | readonly Content[] | Readonly<Record<string, unknown>>
  export interface Definition {
    content: readonly Content[]
    footer: (page: number, pages: number) => Content
    [setting: string]: unknown
  }
  const pdfmake: {
    addFonts(fonts: Fonts): void
    setUrlAccessPolicy(allowed: (url: string) => boolean): void
    setLocalAccessPolicy(allowed: (path: string) => boolean): void
    createPdf(definition: Definition): { getBuffer(): Promise<Uint8Array> }
  }
  export type Fonts = Record<'Roboto', Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>
  export default pdfmake
}

declare module 'pdfmake/fonts/Roboto.js' {
  import type { Fonts } from 'pdfmake'
  const fonts: Fonts
  export default fonts
}
