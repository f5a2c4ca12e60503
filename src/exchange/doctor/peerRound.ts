import { gateJws } from '../../envelope/gate.ts'
import type { TrustList } from '../../message/generated/types.ts'
import type { Refusal } from '../../message/refusal.ts'
import { newestPromise } from '../../store/promises.ts'
import { newestTrustList } from '../../store/trustLists.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { collectFrom } from '../proof/collect.ts'
import { type Told, ask } from '../recall/ask.ts'
import type { Ailment } from './ailments.ts'
import { type Finding, ill, notTried, tried, well } from './finding.ts'

type Asking = Pick<Courier, 'ask'>

/**
 * Asks a peer what nodes ask each other and what leaves nothing behind at either: what it sees of the way to this node, which list of
 * this State it goes by, and the proof of an entry that its newest receipt has promised. Each question and each answer is signed,
 * sealed, opened and verified as in service.
 */
export async function examineAnswers(
  node: Node,
  courier: Asking,
  { list }: { readonly list: TrustList },
): Promise<readonly Finding[]> {
  const about = { about: list.state }
  const way = await examineWay(node, courier, list)
  const isSilent = way.some(
    ({ code }) => code !== null && code !== 'PEER_REACHES_NOT' && code !== 'PEER_CLOCK_APART',
  )
  if (isSilent)
    return [
      ...way,
      notTried('peer', 'it was asked nothing more, for it did not answer as a peer does', about),
    ]
  return [...way, await examineOwnList(node, courier, list), await examineProof(node, courier, list)]
}

/** Two findings of one question: what was answered, and by which clock. */
async function examineWay(node: Node, courier: Asking, list: TrustList): Promise<readonly Finding[]> {
  const { state } = list
  const clocks: Finding[] = []
  const found = await tried(
    'peer',
    'PEER_SILENT',
    async () => {
      const before = node.now()
      const told = await ask(node, courier, list, { what: 'circuit' })
      if (!told.ok) return refusedBy(told, state)
      clocks.push(ofClock(told, state, before, node.now()))
      const { state: circuit, openSince = '' } = told.found
      return circuit === 'open'
        ? ill('peer', 'PEER_REACHES_NOT', `it has not reached this node since ${openSince}`, { about: state })
        : 'it has answered a signed question'
    },
    state,
  )
  return [found, ...clocks]
}

/** The answer was signed between the question and its coming, by the clock of the peer: to the second, as signatures are. */
function ofClock(
  { answer }: Pick<Told<'circuit'>, 'answer'>,
  state: string,
  before: Date,
  after: Date,
): Finding {
  const gated = gateJws('answer', answer)
  const signedMs = gated.ok ? gated.signedAt.getTime() : before.getTime()
  const apartMs = Math.max(0, before.getTime() - 1_000 - signedMs, signedMs - after.getTime())
  const about = { about: state }
  return apartMs > exchangeLimits.running.clockApartMaxMs
    ? ill('peer', 'PEER_CLOCK_APART', `its clock is ${Math.round(apartMs / 1_000)} s from this one`, about)
    : well('peer', 'it signs by a clock that agrees with this one', about)
}

async function examineOwnList(node: Node, courier: Asking, list: TrustList): Promise<Finding> {
  const { state } = list
  return await tried(
    'peer',
    'PEER_SILENT',
    async () => {
      const own = await newestTrustList(node.db, node.state)
      const told = await ask(node, courier, list, { what: 'trustList' })
      if (!told.ok) return refusedBy(told, state)
      return told.found.list === own?.digest
        ? 'it goes by the newest trust list of this State'
        : ill('peer', 'PEER_HAS_OLD_LIST', 'it goes by another trust list of this State', { about: state })
    },
    state,
  )
}

async function examineProof(node: Node, courier: Asking, list: TrustList): Promise<Finding> {
  const { state } = list
  return await tried(
    'peer',
    'PEER_PROOF_FAILS',
    async () => {
      const promised = await newestPromise(node.db, state)
      if (promised === null)
        return notTried('peer', 'it was asked for no proof, for none of the newest receipts is of it', {
          about: state,
        })
      const collected = await collectFrom(node, courier, list, [promised])
      if (!collected.ok) {
        const { code, detail = '' } = collected
        return code === 'NODE_UNAVAILABLE' || code === 'NODE_BUSY'
          ? refusedBy(collected, state)
          : ill('peer', 'PEER_PROOF_FAILS', `${code} ${detail}`, { about: state })
      }
      if (collected.lacking.length === 0)
        return 'it has proven that its log has what its newest receipt promised'
      const ageMs = node.now().getTime() - promised.receipt_time.getTime()
      const since = promised.receipt_time.toISOString()
      return ageMs > exchangeLimits.proof.alarmAfterMs
        ? ill(
            'peer',
            'PEER_PROOF_FAILS',
            `it has signed that what its receipt of ${since} promised is not in its log`,
            {
              about: state,
            },
          )
        : notTried(
            'peer',
            `what its receipt of ${since} promised has no place yet, as it may for some minutes`,
            {
              about: state,
            },
          )
    },
    state,
  )
}

function refusedBy({ code, detail = '' }: Refusal, state: string): Finding {
  return ill('peer', codeOfAnswer(code, detail), `${code} ${detail}`, { about: state })
}

/** `ask` tells in words what its connection broke by. */
function codeOfAnswer(code: Refusal['code'], detail: string): Ailment {
  if (code === 'TIME_OUT_OF_RANGE' || detail.includes('the clock of the peer says')) return 'CLOCK_OF_PEER'
  const isOfKeys = /^(SIGNER_UNKNOWN|SIGNATURE_INVALID|PEER_UNKNOWN|CERTIFICATE_.*|ENVELOPE_.*)$/.test(code)
  return isOfKeys || detail.includes('the answer is not signed by the peer')
    ? 'PEER_KEY_WRONG'
    : 'PEER_SILENT'
}
