import { type Tile, tilePath, tileWidth } from './tile.ts'

/**
 * Reads the path of a tile of hashes, `tile/<L>/<N>[.p/<W>]` (C2SP tlog-tiles). Null for anything else, entry
 * bundles included.
 */
export function readTilePath(path: string): Tile | null {
  const match = /^tile\/(0|[1-9][0-9]?)\/((?:x[0-9]{3}\/){0,4}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(
    path,
  )
  if (match === null) return null
  const [, level = '', elements = '', partial] = match
  const width = partial === undefined ? tileWidth : Number(partial)
  const tile = { level: Number(level), index: Number(elements.replace(/[x/]/g, '')), width }
  // One path for one tile: no leading x000, no partial tile of full width.
  return tilePath(tile) === path && width <= tileWidth ? tile : null
}
