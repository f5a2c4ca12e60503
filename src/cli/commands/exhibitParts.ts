import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import type { Command } from 'commander'
import { commitTo } from '../../exhibit/disclosure/commit.ts'
import {
  type Cut,
  blockBytes,
  digestOfCommitment,
  readCommitment,
  readOpenings,
  seedBytes,
} from '../../exhibit/disclosure/commitment.ts'
import { OtherOriginal, disclose } from '../../exhibit/disclosure/disclose.ts'
import { readSelection } from '../../exhibit/disclosure/selection.ts'
import { canonicalBytes } from '../../message/canonical.ts'
import { refuse } from '../../message/refusal.ts'
import { FileExists, syncFolder, writeNewFile } from '../../store/newFile.ts'
import { counted } from '../inWords.ts'
import { piecesAt } from '../originalFile.ts'
import { refusedBy, wrongUse } from '../outcome.ts'
import { progressOn } from '../progress.ts'
import { readBytes } from '../readJson.ts'
import { type Terminal, harmless } from '../terminal.ts'

/** The files of a commitment in its folder: what is handed over, and what never is. */
const files = { commitment: 'commitment.json', openings: 'openings.json' } as const

interface CommitOptions {
  readonly by: string
  readonly blockBytes?: string
  readonly out: string
  readonly json?: boolean
}

/** `rogatory exhibit commit`: what binds an original before anybody chooses from it. Needs no node. */
export function addCommit(exhibit: Command, terminal: Terminal): void {
  exhibit
    .command('commit <original>')
    .description('Commit to an original, of which parts are to be shown later and the rest withheld')
    .requiredOption('--by <cut>', 'its parts: lines, pages (the files of a folder), or blocks')
    .option('--block-bytes <number>', `of blocks: ${blockBytes.min} to ${blockBytes.max} (default: 4096)`)
    .requiredOption('--out <folder>', 'a new folder for the commitment, and for what opens it and stays here')
    .option('--json', 'print the result as JSON')
    .action(async (original: string, options: CommitOptions) => {
      const cut = cutIn(options)
      const progress = progressOn(terminal, null)
      const pieces = piecesAt(resolve(original), cut, progress.passed)
      const committed = await commitTo(pieces, cut, randomBytes(seedBytes)).finally(progress.end)
      if (!committed.ok) throw refusedBy(committed)
      const { commitment, openings } = committed
      const folder = resolve(options.out)
      await mkdir(folder, { mode: 0o700 }).catch((reason: unknown) => {
        if ((reason as NodeJS.ErrnoException).code === 'EEXIST') throw taken
        throw reason
      })
      const written = { flush: true, mode: 0o600 }
      try {
        // What opens it first: a commitment without it is of no use to anybody.
        await writeFile(join(folder, files.openings), canonicalBytes(openings), written)
        await writeFile(join(folder, files.commitment), canonicalBytes(commitment), {
          ...written,
          mode: 0o644,
        })
      } catch (reason) {
        // Of nobody has anybody the digest yet; half of it would be in the way of who does this again.
        await rm(folder, { recursive: true, force: true })
        throw reason
      }
      // With its names, and that of the folder: who has handed over the digest must be able to open what it binds after a power cut.
      for (const named of [folder, dirname(folder)]) await syncFolder(named)
      const digest = digestOfCommitment(commitment)
      if (options.json === true) terminal.json({ ok: true, digest, commitment, whole: openings.whole })
      else {
        const file = join(options.out, files.commitment)
        terminal.say(harmless(`${counted(commitment.parts, 'part')}. Hand over ${file}, SHA-256 ${digest}.`))
        terminal.say(harmless(`${join(options.out, files.openings)} opens it: hand it to nobody.`))
      }
    })
}

interface DiscloseOptions {
  readonly parts: string
  readonly out: string
  readonly whole?: boolean
  readonly json?: boolean
}

/** `rogatory exhibit disclose`: some parts of an original with what proves them. Needs no node. */
export function addDisclose(exhibit: Command, terminal: Terminal): void {
  exhibit
    .command('disclose <folder> <original>')
    .description('Show parts of an original that was committed to, with the proof that they are from it')
    .requiredOption('--parts <numbers>', 'which, as 1-20,25')
    .requiredOption('--out <file>', 'a new file for what is handed over')
    .option(
      '--whole',
      'tell size and SHA-256 of the whole original: who guesses what is withheld, can tell then',
    )
    .option('--json', 'print the result as JSON')
    .action(async (folder: string, original: string, options: DiscloseOptions) => {
      const read = readCommitment(await readBytes(join(resolve(folder), files.commitment)))
      if (!read.ok) throw refusedBy(read)
      const opened = readOpenings(await readBytes(join(resolve(folder), files.openings)))
      if (!opened.ok) throw refusedBy(opened)
      const { commitment } = read
      const selected = readSelection(options.parts, commitment.parts)
      if (!selected.ok) throw refusedBy(selected)
      const progress = progressOn(terminal, null)
      const pieces = piecesAt(resolve(original), commitment.cut, progress.passed)
      const { runs } = selected
      const tellsWhole = options.whole === true
      const lines = disclose(pieces, { commitment, openings: opened.openings, runs, tellsWhole })
      try {
        await writeNewFile(resolve(options.out), [Readable.from(lines)], () => undefined)
      } catch (reason) {
        if (reason instanceof OtherOriginal) throw refusedBy(reason.refusal)
        if (reason instanceof FileExists) throw taken
        throw reason
      } finally {
        progress.end()
      }
      const shown = runs.reduce((sum, { first, last }) => sum + last - first + 1, 0)
      const withheld = commitment.parts - shown
      const digest = digestOfCommitment(commitment)
      if (options.json === true) terminal.json({ ok: true, file: options.out, digest, shown, withheld })
      else
        terminal.say(
          harmless(`${options.out} shows ${counted(shown, 'part')} and withholds ${withheld}, of ${digest}.`),
        )
    })
}

const taken = refusedBy(refuse('EXHIBIT_TARGET_EXISTS', { detail: 'it is left as it is: name another' }))

function cutIn({ by, blockBytes: text }: CommitOptions): Cut {
  if (by !== 'blocks' && text !== undefined) throw wrongUse('--block-bytes is for blocks')
  if (by === 'lines' || by === 'pages') return { by }
  if (by !== 'blocks') throw wrongUse(`--by is lines, pages or blocks, and not "${by}"`)
  const bytes = Number(text ?? '4096')
  if (!Number.isInteger(bytes) || bytes < blockBytes.min || bytes > blockBytes.max)
    throw wrongUse(`--block-bytes is a number from ${blockBytes.min} to ${blockBytes.max}`)
  return { by, bytes }
}
