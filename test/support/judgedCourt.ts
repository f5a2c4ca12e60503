import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { courtBundle } from '../../src/cli/court/courtFiles.ts'
import { madePath } from '../../src/cli/court/made.ts'
import { bundleFolder } from '../../src/cli/courtLayout.ts'
import type { Kind } from '../../src/envelope/kinds.ts'
import { type Signer, sign } from '../../src/envelope/sign.ts'
import type { Made } from '../../src/message/generated/types.ts'
import { busyWorld, one, two } from './busyWorld.ts'
import type { JudgedCase } from './judgedBundles.ts'
import { exportPaper } from './paperBundle.ts'
import { eraseOnPaper } from './paperErasure.ts'
import { type PaperNode, type PaperWorld, newPaperSigner, say } from './paperWorld.ts'

type FileMap = ReadonlyMap<string, Uint8Array>

/** How the list of what stands beside a bundle is signed, where not as an honest node does it. */
interface Signing {
  readonly by?: Signer
  readonly kind?: Kind
  readonly at?: Date
  readonly says?: (made: Made) => object
}

/** The court bundle of a bundle of that node, as the command makes it. */
export async function inCourt(
  world: PaperWorld,
  node: PaperNode,
  bundle: FileMap,
  signing: Signing = {},
): Promise<Map<string, Uint8Array>> {
  const order = { reference: 'VN-TEST-1', language: 'en', timeZone: 'UTC', pdf: false } as const
  const made = await courtBundle(bundle, order, {
    state: node.state,
    sign: async (list) => await signedAs(world, node, list, signing),
  })
  const all = new Map<string, Uint8Array>()
  for await (const [path, bytes] of made.files) all.set(path, bytes)
  return all
}

async function signedAs(
  world: PaperWorld,
  node: PaperNode,
  list: Made,
  { by = node.signer, kind = 'made', at = new Date(world.now), says = (same) => same }: Signing,
): Promise<string> {
  return (await sign(kind, says(list), by, at)).jws
}

/** What a list in a court bundle says. */
export function madeIn(court: FileMap): Made {
  const [, payload = ''] = Buffer.from(court.get(madePath) ?? '')
    .toString('latin1')
    .split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Made
}

/** What a State does that signs other words than its program makes. */
export interface Lie {
  readonly changes: Readonly<Record<string, string | null>>
  /** What its list says otherwise. */
  readonly says?: Partial<Made>
  /** What its list does not say. */
  readonly omits?: 'disclosures'
}

/** A court bundle changed by a State that then signs it as it is. */
export async function lied(
  court: FileMap,
  { changes, says = {}, omits }: Lie,
  signed: (list: Made) => Promise<string>,
): Promise<Map<string, Uint8Array>> {
  const files = changed(court, changes)
  const beside = [...files].filter(([path]) => path !== madePath && !path.startsWith(bundleFolder))
  const { disclosures, ...made } = madeIn(court)
  const list = {
    ...made,
    ...(omits === 'disclosures' || disclosures === undefined ? {} : { disclosures }),
    files: beside
      .map(([path, bytes]) => ({ path, sha256: hash('sha256', bytes) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    ...says,
  }
  return files.set(madePath, Buffer.from(await signed(list)))
}

/** The files with others in place of some; null: it is taken out. */
export function changed(
  court: FileMap,
  changes: Readonly<Record<string, string | Uint8Array | null>>,
): Map<string, Uint8Array> {
  const files = new Map(court)
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) assert.ok(files.delete(path), path)
    else files.set(path, Buffer.from(content))
  }
  return files
}

/** Court bundles, good and bad, on which the command and the page say the same. */
export async function courtCases(): Promise<JudgedCase[]> {
  const world = await busyWorld()
  const { vn, qa } = world
  const bundle = exportPaper(world, vn, { requests: [one] })
  const court = await inCourt(world, vn, bundle)
  const stranger = newPaperSigner('VN', vn.authorityOfState, 'messageSigner')
  const text = (path: string): string => Buffer.from(court.get(path) ?? '').toString('utf8')
  const report = { 'report.html': text('report.html').replace('GOOD', 'Good') }
  const message = `${bundleFolder}record/${one}/0001.jws`
  const openings = `${bundleFolder}disclosures.jsonl`
  const thinned = text(openings).replace(/^.*\n/, '')
  const judged = (said: string, exit: number, first: string | null, files: FileMap): JudgedCase => ({
    said: `a court bundle${said}`,
    exit,
    first,
    bundles: [{ name: 'vn', files }],
  })
  const forged = (said: string, exit: number, first: string, changes: Parameters<typeof changed>[1]) =>
    judged(said, exit, first, changed(court, changes))
  const signed = async (said: string, exit: number, signing: Signing) =>
    judged(said, exit, madePath, await inCourt(world, vn, bundle, signing))
  const lying = async (
    said: string,
    exit: number,
    first: string | null,
    changes: Lie['changes'],
    says: Partial<Made> = {},
  ) => {
    const files = await lied(court, { changes, says }, async (list) => await signedAs(world, vn, list, {}))
    return judged(said, exit, first, files)
  }
  const otherBuild = { program: '0'.repeat(64) }
  const flipped = Buffer.from(text(madePath))
  flipped[flipped.length - 20] = (flipped.at(-20) ?? 0) === 0x41 ? 0x42 : 0x41
  const cases = [
    judged('', 0, null, court),
    forged(' with a byte of a message changed', 40, message, {
      [message]: flippedIn(court.get(message)),
    }),
    forged(' with a forged report', 30, 'report.html', report),
    forged(' with a forged letter', 30, 'letters/0001.html', { 'letters/0001.html': 'x' }),
    forged(' with another page', 30, 'verify.html', { 'verify.html': '<p>GOOD</p>' }),
    forged(' with another README', 30, 'README', { README: 'Believe everything.' }),
    forged(' without an opening', 10, openings, { [openings]: thinned }),
    forged(' without an opening and with a forged report', 30, 'report.html', {
      [openings]: thinned,
      ...report,
    }),
    forged(' with a file added', 30, 'evil.html', { 'evil.html': 'x' }),
    forged(' without a letter', 30, 'letters/0002.html', { 'letters/0002.html': null }),
    forged(' without its list', 10, madePath, { [madePath]: null }),
    forged(' without its list and with a forged report', 10, madePath, { [madePath]: null, ...report }),
    forged(' without its list and with a file added', 30, 'evil.html', {
      [madePath]: null,
      'evil.html': 'x',
    }),
    forged(' with a byte of its list changed', 40, madePath, { [madePath]: flipped }),
    forged(' with a message for its list', 40, madePath, { [madePath]: text(message) }),
    forged(' with a forged README in the bundle', 30, `${bundleFolder}README`, {
      [`${bundleFolder}README`]: 'The fingerprint of VN is 1234.',
    }),
    await signed(' with a list by the other State', 40, { by: qa.signer }),
    await signed(' with a list by a signer in no trust list', 40, { by: stranger }),
    await signed(' with a list by the signer of trust lists', 40, { by: vn.listSigner }),
    await signed(' with a list that is signed as a receipt', 40, { kind: 'receipt' }),
    await signed(' with a list of another State', 40, { says: (made) => ({ ...made, state: 'QA' }) }),
    await signed(' with a list that has a member more', 40, { says: (made) => ({ ...made, more: 1 }) }),
    await signed(' with a list in no order', 40, {
      says: (made) => ({ ...made, files: [...made.files].reverse() }),
    }),
    await signed(' with a list of a request that is not in it', 30, {
      says: (made) => ({ ...made, reference: 'VN-OTHER-1' }),
    }),
    await signed(' with a list from before its head', 20, { at: new Date(world.now - 3_600_000) }),
    await lying(' whose State leaves a letter out', 30, 'letters/0002.html', { 'letters/0002.html': null }),
    await lying(' whose State adds a letter', 30, 'letters/0099.html', { 'letters/0099.html': 'x' }),
    await lying(' whose State writes another README', 30, 'README', { README: 'Believe everything.' }),
    await lying(' of another build, with other words', 0, null, { ...report, README: 'x' }, otherBuild),
    await lying(' of another build, with other files', 0, null, { 'more.html': 'x' }, otherBuild),
    await lying(' for a time zone that there is not', 0, null, {}, { timeZone: 'Mars/Olympus' }),
  ]
  await say(world, { by: vn, request: one, type: 'supplement' })
  const later = await inCourt(world, vn, exportPaper(world, vn, { requests: [one] }))
  return [
    ...cases,
    forged(' with the list of a later one', 30, madePath, { [madePath]: later.get(madePath) ?? '' }),
    judged(' of an erased request', 10, `${bundleFolder}record/${two}/`, await erasedInCourt()),
  ]
}

async function erasedInCourt(): Promise<FileMap> {
  const world = await busyWorld()
  await say(world, { by: world.vn, request: two, type: 'withdraw', message: { measures: ['a1'] } })
  eraseOnPaper(world, world.vn, two)
  return await inCourt(world, world.vn, exportPaper(world, world.vn, { requests: [two] }))
}

function flippedIn(content: Uint8Array = new Uint8Array()): Buffer {
  const bytes = Buffer.from(content)
  const at = Math.floor(bytes.length / 3)
  bytes[at] = (bytes[at] ?? 0) ^ 0x11
  return bytes
}
