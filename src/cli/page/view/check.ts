import { type OpenedEntry, tellingEntries } from '../../../audit/bundle/openedEntries.ts'
import type { Report } from '../../../audit/bundle/report.ts'
import { type BundledFile, bundledFiles } from '../../bundledCustody.ts'
import type { BesideMaker } from '../../court/checkBeside.ts'
import { verifyAndOpenGiven } from '../../court/verifyGiven.ts'
import { CommandFailure, exitCodes } from '../../outcome.ts'
import { type NamedText, readPolicy, readTimeAuthorities } from '../../readAttesters.ts'
import { readPins } from '../../readPins.ts'
import { harmless } from '../../terminal.ts'
import { entriesShownMax } from './entriesShown.ts'
import { type Given, readGiven } from './given.ts'
import { word } from './words.ts'

/** Everything that a person has given to the page. */
export interface Asked {
  readonly bundles: readonly Given[]
  /** As typed: one a line. */
  readonly pins: string
  readonly checkpoints: readonly File[]
  readonly revocations: readonly File[]
  readonly timeAuthorities: readonly File[]
  readonly policy: File | null
}

/** What the page shows in the end. */
export type Outcome =
  | {
      readonly kind: 'report'
      readonly report: Report
      readonly logs: readonly LogTold[]
      /** Of all bundles together. */
      readonly custody: readonly BundledFile[]
    }
  /** What was given could not be read: the failure of the command, with its exit code. */
  | { readonly kind: 'failure'; readonly failure: CommandFailure }

/** The entries of a log that are shown. */
export interface LogTold {
  readonly bundle: string
  /** Whose log it is. */
  readonly state: string
  readonly entries: readonly OpenedEntry[]
  /** How many there are beyond. */
  readonly more: number
}

/** Which build this page is of, as it was put in then: see `readProgramDigest`. */
declare const programDigest: string

/**
 * A page makes no letters, no reports and no page: their words would make it several times as large, and a browser writes
 * times and names in another way. It tells that it has not made them again, and holds them against what was signed.
 */
const plainMaker: BesideMaker = {
  program: programDigest,
  runtime: null,
  async *make() {
    // Nothing beyond the plain files.
  },
}

/** Does what the command `rogatory verify` does with the same things, by the same functions. */
export async function check(asked: Asked, tell: (progress: string) => Promise<void>): Promise<Outcome> {
  try {
    const pins = readPins(
      asked.pins
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    )
    const bundles = []
    for (const given of asked.bundles) {
      await tell(word('reading', { name: harmless(given.name) }))
      bundles.push(await readGiven(given))
    }
    await tell(word('checking'))
    const known = {
      pins,
      checkpoints: await Promise.all(
        asked.checkpoints.map(async (file) => ({ name: file.name, bytes: await bytesOf(file) })),
      ),
      revocationLists: await Promise.all(asked.revocations.map(bytesOf)),
      timeAuthorities: readTimeAuthorities(await Promise.all(asked.timeAuthorities.map(textOf))),
      policy: asked.policy === null ? null : readPolicy(await textOf(asked.policy)),
    }
    const { report, opened } = await verifyAndOpenGiven(bundles, known, plainMaker)
    const logs = opened.map((one) => ({
      bundle: one.name,
      state: one.own,
      ...tellingEntries(one, entriesShownMax),
    }))
    return { kind: 'report', report, logs, custody: bundledFiles(opened) }
  } catch (reason) {
    return { kind: 'failure', failure: failureOf(reason) }
  }
}

/** What went wrong, as the command would tell it. */
export function failureOf(reason: unknown): CommandFailure {
  if (reason instanceof CommandFailure) return reason
  return new CommandFailure(
    exitCodes.failed,
    'FAILED',
    reason instanceof Error ? reason.message : String(reason),
  )
}

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer())
}

/** As the command reads it: what stands before the first character counts. */
async function textOf(file: File): Promise<NamedText> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return { name: file.name, text: decoder.decode(await bytesOf(file)) }
}
