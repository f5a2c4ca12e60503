import type { Bundle } from '../../src/audit/bundle/verify.ts'
import { bundlePaths } from '../../src/audit/bundle/layout.ts'
import { signCheckpoint } from '../../src/audit/checkpoint.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import { attestedCases } from './attestedBundles.ts'
import { bothBundles, busyWorld, one, two } from './busyWorld.ts'
import { courtCases } from './judgedCourt.ts'
import { cosignedHead, exportPaper, logFiles } from './paperBundle.ts'
import { type PaperNode, type PaperWorld, audit, paperWorld, say } from './paperWorld.ts'

/** Bundles that are given together, with what the reader knows, and the exit code of the verdict. */
export interface JudgedCase {
  readonly said: string
  readonly exit: number
  /** What is wrong first, null: nothing; where it lacks, it is not compared. */
  readonly first?: string | null
  readonly bundles: readonly Bundle[]
  readonly pins?: readonly string[]
  readonly checkpoints?: readonly NamedBytes[]
  /** Certificates of time-stamp authorities, as PEM. */
  readonly timeAuthorities?: readonly NamedBytes[]
  /** Lists of revoked certificates, as DER. */
  readonly revocations?: readonly NamedBytes[]
  /** Which witnesses must have cosigned: one file. */
  readonly policy?: readonly NamedBytes[]
}

/** A file that the reader has from elsewhere. */
export interface NamedBytes {
  readonly name: string
  readonly bytes: Uint8Array
}

type FileMap = ReadonlyMap<string, Uint8Array>

const minuteMs = 60_000

/** Good and bad bundles of every kind, of each exit code several. */
export async function judgedCases(): Promise<JudgedCase[]> {
  return [
    ...(await goodCases()),
    ...(await incompleteCases()),
    ...(await timeCases()),
    ...(await mismatchCases()),
    ...(await brokenCases()),
    ...(await forkCases()),
    ...(await attestedCases()),
    ...(await courtCases()),
  ]
}

const alone = (files: FileMap, name = 'vn'): Bundle[] => [{ name, files }]
const pinOf = ({ state, listSigner }: PaperNode): string =>
  `${state}=${digestOfBase64(listSigner.certificate.toString('base64'))}`

async function goodCases(): Promise<JudgedCase[]> {
  const world = await busyWorld()
  const before = exportPaper(world, world.vn)
  const both = bothBundles(world)
  const pins = [pinOf(world.vn), pinOf(world.qa)]
  const kept = { name: 'kept', bytes: contentOf(before, bundlePaths.checkpoint) }
  const part = exportPaper(world, world.vn, { requests: [one] })
  return [
    { said: 'both sides', exit: 0, bundles: both },
    { said: 'both sides, pinned', exit: 0, bundles: both, pins },
    { said: 'one side alone', exit: 0, bundles: both.slice(1) },
    { said: 'one request only', exit: 0, bundles: alone(part) },
    { said: 'a checkpoint that was kept', exit: 0, bundles: both, checkpoints: [kept] },
    {
      said: 'the same log, earlier and later',
      exit: 0,
      bundles: [
        ...alone(before, 'before'),
        ...alone(both[0]?.files ?? new Map<string, Uint8Array>(), 'after'),
      ],
    },
  ]
}

async function incompleteCases(): Promise<JudgedCase[]> {
  const world = await busyWorld()
  const silent = exportPaper(world, world.vn, { discloses: () => false })
  const some = exportPaper(world, world.vn, { discloses: (index) => index !== 3 })
  const kept = { name: 'kept', bytes: contentOf(exportPaper(world, world.qa), bundlePaths.checkpoint) }
  return [
    { said: 'nothing is disclosed', exit: 10, bundles: alone(silent) },
    {
      said: 'a pin for a State that is not here',
      exit: 10,
      bundles: bothBundles(await busyWorld()),
      pins: [`FI=${'0'.repeat(64)}`],
    },
    { said: 'one entry is not disclosed', exit: 10, bundles: alone(some) },
    {
      said: 'a kept checkpoint of another log',
      exit: 10,
      bundles: alone(exportPaper(world, world.vn)),
      checkpoints: [kept],
    },
  ]
}

async function timeCases(): Promise<JudgedCase[]> {
  const world = await busyWorld()
  const early = cosignedHead(world, world.vn, { atMs: world.now - 60 * minuteMs })
  const cosigned = exportPaper(world, world.vn, { cosigned: [early] })
  world.now -= 60 * minuteMs
  return [
    { said: 'entries later than their cosigned head', exit: 20, bundles: alone(cosigned) },
    { said: 'an entry dated back', exit: 20, bundles: alone(exportPaper(world, world.vn)) },
  ]
}

async function mismatchCases(): Promise<JudgedCase[]> {
  const world = await busyWorld()
  const [vn, qa] = bothBundles(world).map(({ files }) => files)
  const files = vn ?? new Map<string, Uint8Array>()
  const message = `record/${one}/0001.jws`
  const receipt = `record/${one}/0002.receipt.jws`
  const without = (path: string): Map<string, Uint8Array> =>
    new Map([...files].filter(([name]) => name !== path))
  const lost = await busyWorld()
  lost.qa.entries.splice(6, Infinity)
  return [
    ...[
      message,
      receipt,
      'trust/VN-1.jws',
      'trust/QA-2.jws',
      bundlePaths.checkpoint,
      bundlePaths.cosigned,
    ].map((path): JudgedCase => ({ said: `without ${path}`, exit: 30, bundles: alone(without(path)) })),
    {
      said: 'another README',
      exit: 30,
      first: 'README',
      bundles: alone(new Map(files).set('README', Buffer.of(1))),
    },
    { said: 'without a README', exit: 30, first: 'README', bundles: alone(without('README')) },
    ...['note.txt', 'keys/other.vkey', `record/${one}/0099.jws`, 'tile/0/001'].map((path): JudgedCase => ({
      said: `with ${path}`,
      exit: 30,
      bundles: alone(new Map(files).set(path, contentOf(files, message))),
    })),
    {
      said: 'nothing but a file of proofs',
      exit: 30,
      bundles: alone(new Map([['proofs.jsonl', Buffer.from('\n')]])),
    },
    {
      said: 'a log that claims to be enormous',
      exit: 30,
      bundles: alone(
        new Map(files).set(
          'checkpoint',
          Buffer.from(signCheckpoint(Number.MAX_SAFE_INTEGER, new Uint8Array(32), world.vn.log)),
        ),
      ),
    },
    {
      said: 'the other side dropped what it got',
      exit: 30,
      bundles: [
        ...alone(exportPaper(lost, lost.vn)),
        ...alone(exportPaper(lost, lost.qa, { requests: [] }), 'qa'),
      ],
    },
    {
      said: 'without a message, beside the other side',
      exit: 30,
      bundles: [...alone(without(message)), ...alone(qa ?? files, 'qa')],
    },
  ]
}

async function brokenCases(): Promise<JudgedCase[]> {
  const world = await busyWorld()
  const files = exportPaper(world, world.vn)
  const paths = [...files.keys()].filter(
    (path) => path !== 'README' && (files.get(path)?.length ?? 0) > 0 && path !== bundlePaths.disclosures,
  )
  const wrongPin = `VN=${'0'.repeat(64)}`
  const stranger = await paperWorld()
  return [
    ...paths.map((path): JudgedCase => ({
      said: `a byte of ${path} is another`,
      exit: 40,
      bundles: alone(flippedIn(files, path)),
    })),
    { said: 'a pin of somebody else', exit: 40, bundles: alone(files), pins: [wrongPin] },
    {
      said: 'the log of a stranger',
      exit: 40,
      bundles: alone(
        new Map(
          [...files, ...logFiles(stranger.vn, () => true)]
            .filter(([path]) => path !== 'checkpoint')
            .concat([['checkpoint', contentOf(files, 'checkpoint')]]),
        ),
      ),
    },
  ]
}

async function forkCases(): Promise<JudgedCase[]> {
  const world: PaperWorld = await busyWorld()
  const entries = [...world.vn.entries]
  const before = exportPaper(world, world.vn)
  world.vn.entries.splice(0, Infinity, ...entries)
  audit(world, world.vn, { event: 'node.stopped' })
  await say(world, { by: world.vn, request: two, type: 'supplement' })
  const after = exportPaper(world, world.vn)
  const kept = { name: 'kept', bytes: contentOf(before, bundlePaths.checkpoint) }
  const forged = { name: 'forged', bytes: Buffer.from(signCheckpoint(3, new Uint8Array(32), world.vn.log)) }
  return [
    { said: 'two histories', exit: 50, bundles: [...alone(before, 'before'), ...alone(after, 'after')] },
    { said: 'another history than was kept', exit: 50, bundles: alone(after), checkpoints: [kept] },
    { said: 'a head that never was', exit: 50, bundles: alone(after), checkpoints: [forged] },
  ]
}

function contentOf(files: FileMap, path: string): Uint8Array {
  return files.get(path) ?? new Uint8Array()
}

function flippedIn(files: FileMap, path: string): Map<string, Uint8Array> {
  const bytes = Buffer.from(contentOf(files, path))
  const at = Math.floor(bytes.length / 3)
  bytes[at] = (bytes[at] ?? 0) ^ 0x11
  return new Map(files).set(path, bytes)
}
