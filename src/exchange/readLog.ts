import { type Tile, keptHashesFromTiles } from '../audit/tile.ts'
import { readTilePath } from '../audit/tilePath.ts'
import { type HashSource, hashBytes } from '../audit/tree.ts'
import { readHead } from '../store/audit.ts'
import { readTiles } from '../store/tiles.ts'
import { cosignedCheckpoints } from '../store/witness.ts'
import type { Db } from '../store/database.ts'

/** The newest committed checkpoint with the cosignatures that it has by now, or null before the first. */
export async function checkpoint(db: Db): Promise<string | null> {
  const { size, log, checkpoint: note } = await readHead(db)
  if (size === 0) return null
  const [cosigned] = await cosignedCheckpoints(db, log, { before: size + 1, limit: 1 })
  return cosigned?.size === size ? cosigned.note : note
}

/** A tile of hashes by its C2SP path, or null when there is none. Entry bundles are not given to strangers. */
export async function tile(db: Db, path: string): Promise<Uint8Array | null> {
  const wanted = readTilePath(path)
  if (wanted === null) return null
  const [row] = await readTiles(db, [wanted])
  const bytes = wanted.width * hashBytes
  // A tile that has grown still is every narrower one: it only ever gets longer.
  return row === undefined || row.bytes.length < bytes ? null : row.bytes.subarray(0, bytes)
}

/** The hashes of the log at this size, from tiles that were read for it. */
export async function hashes(db: Db, size: number, tiles: readonly Tile[]): Promise<HashSource> {
  const rows = await readTiles(db, tiles)
  const bytes = new Map(rows.map((row) => [`${row.level} ${row.index}`, row.bytes]))
  return keptHashesFromTiles(size, ({ level, index, width }) => {
    return bytes.get(`${level} ${index}`)?.subarray(0, width * hashBytes) ?? new Uint8Array()
  })
}
