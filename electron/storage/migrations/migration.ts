/** One step of the schema. Once released it is never edited: what is to change is changed by the next one. */
export interface Migration {
  name: string
  sql: string
}
