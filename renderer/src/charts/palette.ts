/** The colours of a chart, one set for each theme; they follow styles/tokens.css. */
export interface ChartPalette {
  text: string
  muted: string
  line: string
  grid: string
  surface: string
  raw: string
  processed: string
  saliency: string
  crosshair: string
  /** Of lines that are told apart by a legend; each differs from the next in lightness too. */
  series: readonly string[]
}

export const lightPalette: ChartPalette = {
  text: '#14222e',
  muted: '#5a6b7a',
  line: '#b8c4cf',
  grid: '#e8edf1',
  surface: '#ffffff',
  raw: '#4a5d6e',
  processed: '#0a6c8f',
  saliency: '#d98200',
  crosshair: '#14222e',
  series: ['#0a6c8f', '#b94700', '#5f3dab', '#0d7356', '#8a6a14', '#14222e'],
}

export const darkPalette: ChartPalette = {
  text: '#e8eef3',
  muted: '#93a5b5',
  line: '#3a4a59',
  grid: '#22303c',
  surface: '#131c25',
  raw: '#a3b5c5',
  processed: '#4fc3e8',
  saliency: '#f2a93b',
  crosshair: '#e8eef3',
  series: ['#4fc3e8', '#ff9757', '#c1abff', '#4ecfa5', '#ffd97a', '#e8eef3'],
}
