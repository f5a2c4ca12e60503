import type { Refusal } from '../../message/refusal.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { noteInLog } from '../noteInLog.ts'
import { noteRefusedAct } from '../refusedActs.ts'
import type { TooOften } from './attempts.ts'

/** When refusals of nobody were told one by one lately, by the node; in the memory of this process. */
const told = new WeakMap<object, number[]>()

function mayTell({ db, machineNow }: Pick<Node, 'db' | 'machineNow'>): boolean {
  const now = machineNow().getTime()
  const lately = (told.get(db) ?? []).filter((at) => now - at < 60_000)
  const may = lately.length < exchangeLimits.desk.refusalsToldAMinuteMax
  told.set(db, may ? [...lately, now] : lately)
  return may
}

/**
 * Notes what is refused before it is told.
 *
 * @param more - by which issuer somebody came, and what names them there
 */
export async function refused(
  node: Node,
  refusal: Refusal,
  signInName: string | null,
  address: string,
  more: { readonly provider?: string; readonly subject?: string } = {},
): Promise<Refusal> {
  const details = { from: address, ...(signInName === null ? {} : { signInName }), ...more }
  // Names that nobody has are endless: so many a minute are told one by one, those beyond in one entry that counts them.
  if (signInName === null && !mayTell(node)) {
    await noteRefusedAct(node, { actor: { person: '-', role: '-' }, wanted: 'sign in' }, refusal.code)
    return refusal
  }
  await noteInLog(node, { event: 'person.signInRefused', code: refusal.code, details })
  return refusal
}

/** The same where it comes too often: the first is noted, and nobody fills the log by those that follow. */
export async function refusedTooOften(
  node: Node,
  { refusal, isFirst }: TooOften,
  signInName: string | null,
  address: string,
): Promise<Refusal> {
  return isFirst ? await refused(node, refusal, signInName, address) : refusal
}
