import { resolve } from 'node:path'
import type { Command } from 'commander'
import { digestOfCommitment, isDigest, readCommitment } from '../../exhibit/disclosure/commitment.ts'
import {
  type PlacedMessage,
  type SignedCommitment,
  signedCommitment,
} from '../../exhibit/disclosure/inRecord.ts'
import { type Proof, prove, weightOf } from '../../exhibit/disclosure/prove.ts'
import { type Refusal, refuse } from '../../message/refusal.ts'
import { openGivenFile } from '../exhibitFile.ts'
import { counted } from '../inWords.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { refusedBy, wrongUse } from '../outcome.ts'
import { bytesInWords } from '../progress.ts'
import { readBytes } from '../readJson.ts'
import { readRecord } from '../readRecord.ts'
import { findWholeRequest } from '../requestByName.ts'
import { type ShownParts, shownPartsAt } from '../shownParts.ts'
import { type Terminal, harmless } from '../terminal.ts'

interface ProveOptions extends NodeOptions {
  readonly commitment?: string
  readonly digest?: string
  readonly request?: string
  readonly out?: string
}

const help = `
Without a commitment to hold it against, the exit code is 10: the parts are of one original, and nobody has said which.
Exit codes: 0 proven; 10 nothing to hold it against; 30 something lacks, is too many, out of its place, or of another
original; 40 a part, salt or hash does not hold, or the file is damaged; 64 wrong use.

Examples:
  rogatory exhibit prove disclosure --commitment commitment.json
  rogatory exhibit prove disclosure --digest 91ab... --out parts
  rogatory exhibit prove disclosure --request VN-DEMO-1 --as "Example-A"`

/** `rogatory exhibit prove`: whether what is shown is of what was committed to. Only `--request` needs a node. */
export function addProve(exhibit: Command, terminal: Terminal, endWith: (exitCode: number) => void): void {
  exhibit
    .command('prove <disclosure>')
    .description(
      'Check that parts that are shown are of the original that was committed to, and which are withheld',
    )
    .option('--commitment <file>', 'the commitment, as it was handed over')
    .option('--digest <sha256>', 'the SHA-256 of the commitment, as a signed message says it')
    .option('--request <ref>', 'look in the record of this request for the message that says it')
    .option('--out <folder>', 'a new folder for the parts, once they are proven')
    .option('--as <person>', 'who reads the record (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (path: string, options: ProveOptions) => {
      const against = [options.commitment, options.digest, options.request].filter((one) => one !== undefined)
      if (against.length > 1) throw wrongUse('one of --commitment, --digest and --request is enough')
      if (options.out !== undefined && against.length === 0)
        throw wrongUse('--out gives parts that are proven: say of which commitment')
      const expected = await expectedBy(options)
      const target = options.out === undefined ? null : await shownPartsAt(resolve(options.out))
      try {
        const proven = await provenAt(path, expected, target)
        const judged = proven.ok ? await judge(proven.proof, options) : judgedBy(proven)
        if (judged.exit === 0) await target?.keep()
        if (options.json === true) terminal.json({ ok: judged.exit === 0, ...judged })
        else for (const line of linesOf(judged)) terminal.say(harmless(line))
        endWith(judged.exit)
      } finally {
        await target?.close()
      }
    })
}

/** What was found of a disclosure. */
interface Judged {
  readonly exit: 0 | 10 | 30 | 40
  readonly code?: string
  readonly detail?: string
  readonly proof?: Proof
  /** Where the record says the commitment, where that was asked for. */
  readonly signed?: SignedCommitment
}

async function expectedBy({ commitment, digest }: ProveOptions): Promise<string | null> {
  if (digest !== undefined && !isDigest(digest))
    throw wrongUse('--digest is 64 hexadecimal digits in lower case')
  if (commitment === undefined) return digest ?? null
  const read = readCommitment(await readBytes(commitment))
  if (!read.ok) throw refusedBy(read)
  return digestOfCommitment(read.commitment)
}

async function provenAt(path: string, expected: string | null, target: ShownParts | null) {
  const file = await openGivenFile(path)
  try {
    return await prove(file.source, { expected, ...(target === null ? {} : { onPiece: target.onPiece }) })
  } finally {
    await file.close()
  }
}

function judgedBy({ code, detail }: Refusal): Judged {
  return { exit: weightOf(code), code, ...(detail === undefined ? {} : { detail }) }
}

async function judge(proof: Proof, options: ProveOptions): Promise<Judged> {
  if (options.request === undefined) {
    const isHeldAgainst = options.commitment !== undefined || options.digest !== undefined
    return { exit: isHeldAgainst ? 0 : 10, proof }
  }
  const signed = signedCommitment(await recordOf(options.request, options), proof.digest)
  if (signed === null)
    return judgedBy(refuse('COMMITMENT_OTHER', { detail: `no message of the record says ${proof.digest}` }))
  return { exit: 0, proof, signed }
}

async function recordOf(ref: string, options: ProveOptions): Promise<readonly PlacedMessage[]> {
  return await withNode(options, 'read', async (open) => {
    const { id } = await findWholeRequest(open.node, ref)
    return await readRecord(open, id, personOf(options))
  })
}

function linesOf({ exit, code, detail, proof, signed }: Judged): readonly string[] {
  if (proof === undefined) return [`NOT PROVEN: ${code ?? ''}${detail === undefined ? '' : `: ${detail}`}`]
  const { commitment, shown, withheld, shownBytes, runs, moreRuns, whole, digest } = proof
  const named = runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
  const more = moreRuns === 0 ? '' : ` and ${moreRuns} runs more`
  const cut = commitment.cut.by === 'blocks' ? `blocks of ${commitment.cut.bytes} bytes` : commitment.cut.by
  const committer = signed === undefined ? 'whoever made the commitment' : signed.from
  return [
    exit === 0
      ? `Proven: what is shown is of the original that was committed to by ${digest}.`
      : `Not held against a commitment: what is shown is of one original, by ${digest}.`,
    `${shown} shown (${bytesInWords(shownBytes)}), ${withheld} withheld, of ${counted(commitment.parts, 'part')}.`,
    // Both are committed to, and nothing that is shown proves them.
    `That it was cut by ${cut} is what ${committer} says.`,
    ...(shown === 0 ? [] : [`Shown: ${named}${more}.`]),
    ...(whole === null
      ? []
      : [
          `That the whole original has ${bytesInWords(whole.bytes)} and SHA-256 ${whole.sha256} is what ${committer} says.`,
        ]),
    ...(signed === undefined
      ? []
      : [
          `Signed by ${signed.from} on ${signed.sentAt}, message ${signed.sequence}, exhibit ${signed.exhibit} (${signed.as}).`,
        ]),
  ]
}
