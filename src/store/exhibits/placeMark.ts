import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { replaceFile } from '../replaceFile.ts'
import type { Database } from '../tables.ts'
import { unlessMissing } from '../unlessMissing.ts'
import { ExhibitStoreUnavailable } from './exhibitStore.ts'

/** The file in the folder of the sealed files by which that is known again: where its disk is not mounted, there is another folder. */
const markName = 'place'

/** Setting: the id that stands in that file; empty: the sealed files lie in a bucket. */
export const exhibitPlace = 'exhibit_place'

/** By what the folder of the sealed files is known again. */
export interface PlaceMark {
  /** The id that stands in it; null: none does. */
  read(): Promise<string | null>
  /** Puts this id there, for good. */
  write(id: string): Promise<void>
  /** From now on the folder is that of the sealed files only while this id stands in it; null: nobody knows which one. */
  expect(id: string | null): void
  /** Throws ExhibitStoreUnavailable where another folder is there: what it lacks says nothing of a file. */
  refuseOther(): Promise<void>
}

export function placeMarkIn(folder: string): PlaceMark {
  const path = join(folder, markName)
  let expected: string | null = null
  let isExpected = false
  const read = async (): Promise<string | null> => {
    const text = (await unlessMissing(readFile(path, 'utf8')))?.trim()
    return text === undefined || text === '' ? null : text
  }
  return {
    read,
    async write(id) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await replaceFile(path, `${id}\n`)
    },
    expect(id) {
      expected = id
      isExpected = true
    },
    async refuseOther() {
      if (!isExpected) return
      let found: string | null
      try {
        found = await read()
      } catch (cause) {
        throw new ExhibitStoreUnavailable(`${path} cannot be read: ${String(cause)}`, { cause })
      }
      if (expected !== null && found === expected) return
      const lacks = found === null ? `${path} is not there` : `in ${path} stands ${found}`
      throw new ExhibitStoreUnavailable(
        `the folder of the sealed files is not the one that it was: ${lacks}. Mount its disk` +
          (expected === null
            ? ' and start again; where it is lost for good, make that file, with one word in it'
            : `; where it is lost for good, write ${expected} into that file`),
      )
    },
  }
}

/** SHA-256 (hex) of sealed files that are whole here, so many of the newest. */
export async function newestSealed(db: Kysely<Database>, limit: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('exhibit_deposit')
    .select('sealed_sha256')
    .where('status', '=', 'whole')
    .orderBy('taken_at', 'desc')
    .orderBy('id', 'desc')
    .limit(sql.lit(limit))
    .execute()
  return rows.map(({ sealed_sha256 }) => sealed_sha256.toString('hex'))
}
