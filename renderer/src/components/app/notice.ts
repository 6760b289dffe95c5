/** Something that the application had to tell the user. */
export interface Notice {
  id: number
  tone: 'problem' | 'info'
  message: string
  tip: string | undefined
  /** ISO 8601. */
  at: string
}
