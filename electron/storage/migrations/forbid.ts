/*
 * What migrations write again and again. Their text stands in case logs, letter by letter (`stokes verify` compares it), so it is never
 * edited: another wording is another function.
 */

/** The body of a trigger that refuses. */
export const refuse = (reason: string) => `BEGIN SELECT RAISE(ABORT, '${reason}'); END;`

/** Triggers of a table whose rows are only added. */
export const neverChanged = (table: string) => `
  CREATE TRIGGER ${table}IsNeverChanged BEFORE UPDATE ON ${table} ${refuse(`a stored ${table} is never changed`)}
  CREATE TRIGGER ${table}IsNeverDeleted BEFORE DELETE ON ${table} ${refuse(`a stored ${table} is never deleted`)}`
