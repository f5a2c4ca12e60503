import { type Kysely, sql } from 'kysely'
import type { Database } from '../../src/store/tables.ts'
import { fromBase32 } from './atDesk.ts'

/**
 * The tables in which a secret stands: as text, as its bytes, or as the bytes that it spells in base64url, hex or base32. What is kept as a
 * hash or sealed is not found.
 */
export async function tablesWith(db: Kysely<Database>, secret: string): Promise<readonly string[]> {
  const spelt = spellings(secret)
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename`.execute(db)
  const found: string[] = []
  for (const { name } of tables) {
    // Bytes stand in JSON as hex.
    const { rows } = await sql<{
      text: string
    }>`select row_to_json(one)::text as text from ${sql.id(name)} one`.execute(db)
    if (rows.some(({ text }) => spelt.some((one) => text.toLowerCase().includes(one)))) found.push(name)
  }
  return found
}

function spellings(secret: string): readonly string[] {
  const bytes = [
    Buffer.from(secret),
    ...(/^[\w-]{22,}$/.test(secret) ? [Buffer.from(secret, 'base64url')] : []),
    ...(/^(?:[0-9a-f]{2}){16,}$/i.test(secret) ? [Buffer.from(secret, 'hex')] : []),
    ...(/^[A-Z2-7]{16,}$/.test(secret) ? [fromBase32(secret)] : []),
  ]
  return [secret.toLowerCase(), ...bytes.map((one) => one.toString('hex'))]
}
