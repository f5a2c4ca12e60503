const units: Readonly<Record<string, number>> = {
  '': 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
}

/** Reads a size as people write it: `500`, `20MB`, `1.5 TiB`. Null where it is none, or more than can be counted. */
export function bytesIn(text: string): number | null {
  const found = /^(\d{1,15}(?:\.\d{1,3})?) ?([kMGT]B|[KMGT]iB|)$/.exec(text.trim())
  if (found === null) return null
  const bytes = Math.round(Number(found[1]) * (units[found[2] ?? ''] ?? Number.NaN))
  return Number.isSafeInteger(bytes) ? bytes : null
}
