import type { Scan } from '../exchange/exhibits/scanner.ts'

/**
 * What a scanner said of a file, in one line; none where nobody scanned it.
 *
 * @param scan - the verdict, or its canonical JSON
 */
export function scanInWords(scan: Scan | string | null): readonly string[] {
  if (scan === null) return []
  const verdict = typeof scan === 'string' ? (JSON.parse(scan) as Scan) : scan
  const { scanner, signatures, outcome, signature, reason, at } = verdict
  const words = {
    clean: 'found nothing',
    infected: `FOUND ${signature ?? 'something'}`,
    partial: `found nothing in a part of it (${reason ?? 'limits'})`,
    notScanned: `did not look at it (${reason ?? 'failed'})`,
  }
  const by = signatures === undefined ? scanner : `${scanner}, signatures ${signatures}`
  return [`scan: ${by} ${words[outcome]} at ${at}`]
}
