import type { ExportFormat } from '../../../../electron/contract/exchange'

export interface FormatChoice {
  value: ExportFormat
  text: string
  /** What it is for, and what it cannot say. */
  about: string
  /** Of one file for all; a folder is chosen all the same. */
  file?: string
}

export const exportFormats: readonly FormatChoice[] = [
  {
    value: 'csv',
    text: 'CSV',
    about: 'A table for each measurement, with a file of all that is known of it. For spreadsheets.',
  },
  { value: 'json', text: 'JSON', about: 'One document with everything, to the bit.', file: 'cases.json' },
  { value: 'jcamp', text: 'JCAMP-DX', about: 'The standard of IUPAC, with the axis as it was measured.' },
  { value: 'spc', text: 'SPC', about: 'For GRAMS and its kin. Numbers are rounded to 7 digits.' },
  { value: 'hdf5', text: 'HDF5', about: 'In the layout of NeXus NXraman, to the bit.' },
  {
    value: 'parquet',
    text: 'Parquet',
    about: 'One table of all spectra, for data science.',
    file: 'cases.parquet',
  },
  { value: 'fhir', text: 'FHIR', about: 'A bundle of HL7 FHIR R4 for each case, for a clinical system.' },
  {
    value: 'pdf',
    text: 'PDF',
    about: 'A report of each case, to be read, printed and signed.',
  },
  {
    value: 'archive',
    text: 'Archive',
    about: 'Each case whole, with everything that belongs to it, to be imported in another Stokes.',
  },
]
