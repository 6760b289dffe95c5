import { Connection } from '../connection'
import type { Migration } from '../migrations/migration'
import { SCHEMA_OBJECTS, type SchemaObject } from './verifyRecord'

/** The schema as these migrations build it. */
export function schemaAsBuilt(migrations: readonly Migration[]): SchemaObject[] {
  const connection = new Connection(':memory:', { readOnly: false, masterKey: null })
  try {
    for (const { sql } of migrations) connection.execute(sql)
    return connection.all(SCHEMA_OBJECTS) as SchemaObject[]
  } finally {
    connection.close()
  }
}
