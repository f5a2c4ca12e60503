import { hash } from 'node:crypto'

/** A bundle as it lies on disk: the content of its files by their path below its folder, with `/` between names. */
export type Files = ReadonlyMap<string, Uint8Array>

/** The content of a file; nothing where it lacks, which is said where the set of files is checked. */
export function contentOf(files: Files, path: string): Uint8Array {
  return files.get(path) ?? new Uint8Array()
}

/** A compact JWS is ASCII; what is not cannot pass the gate in any reading. */
export function jwsIn(files: Files, path: string): string {
  const { buffer, byteOffset, byteLength } = contentOf(files, path)
  // Where it lies: a copy for each would be copied for nothing.
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
}

/** The files that every bundle has beside its tiles, trust lists and records. */
export const bundlePaths = {
  checkpoint: 'checkpoint',
  verifierKey: 'keys/log.vkey',
  disclosures: 'disclosures.jsonl',
  /** The heads of the log that witnesses have cosigned, a JSON string a line, in the order of their sizes. */
  cosigned: 'cosigned.jsonl',
  /** What this node and its peers told each other of the messages between them, in the order of the times. */
  balances: 'balances.jsonl',
  /** Proofs that the entries which receipts promise are in the logs of their nodes, in the order of the messages' digests. */
  proofs: 'proofs.jsonl',
  /** The requests that the bundle is about, a JSON string a line; only where they are too many for the entry that tells of it. */
  requests: 'requests.jsonl',
  /** The folder with the heads of the log that a time-stamping authority has signed. */
  timeStamps: 'timestamp/',
  /** Heads of the logs of peers that this node has cosigned or seen: one that was cosigned, or two that do not go together. */
  witnessed: 'witnessed.jsonl',
  /** In plain language; nothing depends on it, but that it says what its maker wrote. */
  readme: 'README',
} as const

/** `trust/<STATE>-<sequence>.jws`: a trust list that this node issued or accepted. */
export function trustListPath(state: string, sequence: number): string {
  return `trust/${state}-${sequence}.jws`
}

/** `revocation/<SHA-256>.crl`: a list of revoked certificates that this node issued or accepted, DER. */
export function revocationListPath(digest: string): string {
  return `revocation/${digest}.crl`
}

/**
 * `timestamp/<log>-<size>.note`: a head as the log has signed it, by the number of the log, and beside it
 * `timestamp/<log>-<size>.token`: the RFC 3161 token over its bytes, DER.
 */
export function timeStampPaths(log: number, size: number): { readonly note: string; readonly token: string } {
  const path = `${bundlePaths.timeStamps}${log}-${size}`
  return { note: `${path}.note`, token: `${path}.token` }
}

/** `record/<request>/NNNN.jws`: the message with that place in the record. */
export function placedPath(request: string, sequence: number): string {
  return `record/${request}/${String(sequence).padStart(4, '0')}.jws`
}

/** `record/<request>/pending-<digest>.jws`: an own message that has no place yet. */
export function pendingPath(request: string, digest: string): string {
  return `record/${request}/pending-${digest}.jws`
}

/** `record/<request>/refused-<digest>.jws`: a message that was refused for good, by the peer or by this node. */
export function refusedPath(request: string, digest: string): string {
  return `record/${request}/refused-${digest}.jws`
}

/** The receipt of a message stands beside it: `NNNN.receipt.jws`. */
export function receiptPath(messagePath: string): string {
  return messagePath.replace(/\.jws$/, '.receipt.jws')
}

/** `record/<request>/report-<digest>.jws`: how a node found a file that the record hands over, as it has told the other. */
export function reportPath(request: string, digest: string): string {
  return `record/${request}/report-${digest}.jws`
}

/** `record/<request>/contrary-<digest>.jws`: a receipt of the other State that excludes the one which has settled a message. */
export function contraryPath(request: string, digest: string): string {
  return `record/${request}/contrary-${digest}.jws`
}

/** What an export says of itself that holds the reports on files, and what opens the entries of their taking in. */
export const wholeCustody = 'whole'

/** What the last entry of the log says about the files of its bundle. */
export interface FilesStatement {
  /** How many files stand in `record/`, `revocation/`, `timestamp/` and `trust/`. */
  readonly count: number
  /**
   * SHA-256 over `rogatory-files/v1`, 0x00, and for each of these files in the order of their paths: the path,
   * 0x00, the SHA-256 of the content in hex, newline.
   */
  readonly files: string
}

/** SHA-256 (hex) of the files that hold lines: `cosigned.jsonl` and so on, and of the README. */
export interface LinesStatement {
  readonly cosigned: string
  readonly balances: string
  readonly proofs: string
  readonly witnessed: string
  readonly readme: string
  /** Absent where the bundle has no such file. */
  readonly requests?: string
}

/** The folders whose files the log tells of, with nothing beside them. */
export const statedFolders = /^(record|revocation|timestamp|trust)\//

/** States which files stand in these folders, so that none can be added, dropped or changed. */
export function stateFiles(files: Files): FilesStatement {
  const stated = [...files].filter(([path]) => statedFolders.test(path))
  const lines = stated.map(([path, bytes]) => `${path}\0${hash('sha256', bytes)}\n`).sort()
  return { count: lines.length, files: hash('sha256', `rogatory-files/v1\0${lines.join('')}`) }
}

/** States the files that hold lines, of which one could else be left out. */
export function stateLines(files: Files): LinesStatement {
  return {
    cosigned: hash('sha256', contentOf(files, bundlePaths.cosigned)),
    balances: hash('sha256', contentOf(files, bundlePaths.balances)),
    proofs: hash('sha256', contentOf(files, bundlePaths.proofs)),
    witnessed: hash('sha256', contentOf(files, bundlePaths.witnessed)),
    readme: hash('sha256', contentOf(files, bundlePaths.readme)),
    ...(files.has(bundlePaths.requests)
      ? { requests: hash('sha256', contentOf(files, bundlePaths.requests)) }
      : {}),
  }
}
