import assert from 'node:assert/strict'
import { open } from '../../../src/envelope/open.ts'
import { openReceipt } from '../../../src/envelope/receipt.ts'
import { seal } from '../../../src/envelope/seal.ts'
import { type Signer, sign } from '../../../src/envelope/sign.ts'
import { openTrustList } from '../../../src/envelope/trustList.ts'
import { verify } from '../../../src/envelope/verify.ts'
import { type Kind, type SealedKind, kinds } from '../../../src/envelope/kinds.ts'
import { admit } from '../../../src/exchange/admit.ts'
import { ask } from '../../../src/exchange/recall/ask.ts'
import type { Wanted } from '../../../src/message/recall.ts'
import { isFinal } from '../../../src/message/finality.ts'
import { canonicalText } from '../../../src/message/canonical.ts'
import type { JsonObject, JsonValue } from '../../../src/message/json.ts'
import { certificateDigest } from '../../../src/trust/certificate.ts'
import { toLote } from '../../../src/trust/toLote.ts'
import { checkChainOnce } from '../../../src/trust/checkCertificate.ts'
import { craft, ecdsaTwin, headerOf } from '../../envelope/craft.ts'
import { listSigner, now, recipient, signers } from '../../trust/fixture.ts'
import { mutateBase64url, mutateBytes } from '../mutate/bytes.ts'
import { mutateJson, mutateLikely, textOf, vocabularyOf, withMember } from '../mutate/json.ts'
import { mutateText, severalTimes } from '../mutate/text.ts'
import { type Random, randomFrom } from '../random.ts'
import { type Target, assertRefusal, isAccepted } from '../target.ts'
import {
  answers,
  messages,
  namedLote,
  peerList,
  reader,
  receipts,
  vocabulary,
  withKeys,
  withNames,
} from '../world.ts'
import { assertAccepted } from './shapes.ts'

/** Something to be signed with a real key: its header and what it says, as values or, where they are not JSON, as texts. */
interface Plan {
  readonly kind: Kind
  readonly signer: 'ES256' | 'PS256'
  readonly header: JsonValue
  readonly payload: JsonValue
  readonly text: string | null
}

const sentAt = new Date(now.getTime() - 60_000).toISOString()
const headerFor = (kind: Kind, signer: Signer) =>
  withNames({ ...headerOf(signer), cty: kinds[kind].cty, typ: kinds[kind].typ })

/** Messages of the peer to this node, signed when they say. */
const addressed: readonly JsonObject[] = messages.map((message) => ({
  ...message,
  from: 'vn.spp',
  to: 'qa.pp',
  sentAt,
}))
const messagePlans: readonly Plan[] = addressed.flatMap((payload) =>
  // RSA takes ten times as long: it signs one message in sixteen.
  [...Array.from({ length: 15 }, () => 'ES256' as const), 'PS256' as const].map((signer) => ({
    kind: 'message' as const,
    signer,
    header: headerFor('message', signers[signer]),
    payload,
    text: null,
  })),
)
const headerWords = vocabularyOf(messagePlans.map(({ header }) => header))

function mutatePlan(random: Random, plan: Plan): Plan {
  switch (random.below(8)) {
    case 0:
      return { ...plan, header: mutateJson(random, plan.header, headerWords) }
    case 1:
      return { ...plan, text: mutateText(random, plan.text ?? JSON.stringify(plan.payload)) }
    case 2:
      return { ...plan, payload: mutateJson(random, plan.payload, vocabulary), text: null }
    default:
      return { ...plan, payload: mutateLikely(random, plan.payload, vocabulary), text: null }
  }
}

const makeFrom =
  (plans: readonly Plan[]): Target['make'] =>
  (random, from) =>
    severalTimes(random, (from ?? random.pick(plans)) as Plan, mutatePlan) as unknown as JsonValue

/** What a plan comes to as a JWS, and what it says as text. */
function signed(
  { header, payload, text }: Plan,
  signer: Signer,
): { readonly jws: string; readonly text: string } {
  const said = text ?? canonicalOr(withKeys(payload))
  return { jws: craft(canonicalOr(withKeys(header)), said, signer), text: said }
}

function canonicalOr(value: JsonValue): string {
  try {
    return canonicalText(value)
  } catch {
    return JSON.stringify(value)
  }
}

export const messageLines: Target = {
  name: 'messageLines',
  share: 2,
  inputsMin: 20_000,
  make: makeFrom(messagePlans),
  check: async (input) => {
    const plan = input as unknown as Plan
    const { jws, text } = signed(plan, signers[plan.signer])
    const line = await seal(jws, recipient('x25519-1'))
    const admission = await admit(reader, { line, from: ['VN'] }, now)
    if (admission.kind !== 'admitted') {
      assertRefusal(admission.refusal)
      return
    }
    assert.equal(canonicalText(admission.message), text, 'another message is taken than was signed')
    assert.equal(admission.message.from, 'vn.spp')
    assertAccepted(admission.message as unknown as JsonValue)
  },
}

/** One change of what was rightly signed or sealed: of which thing, on which layer, which part, with which choices. */
interface Edit {
  readonly thing: number
  readonly layer: 'jws' | 'jwe'
  readonly part: number
  readonly choices: number
}

const receipt: JsonObject = { ...(receipts[0] ?? {}), node: 'VN', to: 'QA' }
const sent = {
  digest: textOf(receipt.message),
  id: textOf(receipt.messageId),
  request: textOf(receipt.request),
  from: 'QA',
  to: 'VN',
}
const things: readonly { readonly kind: SealedKind; readonly jws: string; readonly jwe: string }[] =
  await Promise.all(
    (
      [
        ['message', addressed[0], signers.ES256],
        ['message', addressed[1], signers.PS256],
        ['receipt', receipt, signers.ES256],
        ['answer', answers[0], signers.ES256],
        ['trustList', toLote(peerList), listSigner],
      ] as const
    ).map(async ([kind, value, signer]) => {
      const at = kind === 'trustList' ? new Date(peerList.issuedAt) : new Date(sentAt)
      const { jws } = await sign(kind, value, signer, at)
      return { kind, jws, jwe: await seal(jws, recipient(kind === 'receipt' ? 'p256-1' : 'x25519-1'), kind) }
    }),
  )

function edited(text: string, { part, choices }: Edit): string {
  const random = randomFrom(choices, 'edit', 0)
  const parts = text.split('.')
  const place = part % parts.length
  const change = (one: string) => {
    if (!random.once(3)) return mutateBase64url(random, one)
    if (random.once(2)) return mutateBytes(random, Buffer.from(one, 'base64url')).toString('base64url')
    // Inside the header or what is said: another text in the same spelling.
    return Buffer.from(
      mutateText(random, Buffer.from(one, 'base64url').toString('latin1')),
      'latin1',
    ).toString('base64url')
  }
  return parts.map((one, at) => (at === place ? change(one) : one)).join('.')
}

export const afterSigning: Target = {
  name: 'afterSigning',
  share: 5,
  inputsMin: 50_000,
  make: (random) =>
    ({
      thing: random.below(things.length),
      layer: random.once(2) ? 'jwe' : 'jws',
      part: random.below(5),
      choices: random.below(2 ** 31),
    }) satisfies Edit,
  check: async (input) => {
    const edit = input as unknown as Edit
    const thing = things[edit.thing % things.length]
    assert(thing !== undefined)
    const { kind } = thing
    const line = edit.layer === 'jwe' ? edited(thing.jwe, edit) : null
    const opened = line === null ? null : await open(line, reader.decryptionKeys, kind)
    if (opened !== null && !isAccepted(opened)) return
    if (line !== null) assert.equal(line, thing.jwe, 'a sealed line that was changed is opened')
    const jws = opened === null ? edited(thing.jws, edit) : opened.jws
    if (!(await isTaken(kind, jws))) return
    assert.ok(jws === thing.jws || jws === ecdsaTwin(thing.jws), 'something else than was signed is taken')
  },
}

async function isTaken(kind: Kind, jws: string): Promise<boolean> {
  if (kind === 'trustList')
    return isAccepted(await openTrustList(jws, [certificateDigest(listSigner.certificate)], now))
  if (kind === 'receipt') return isAccepted(await openReceipt(jws, sent, peerList, now))
  return isAccepted(await verify(kind, jws, peerList, now, undefined, checkChainOnce))
}

const receiptPlans: readonly Plan[] = receipts.map((payload) => ({
  kind: 'receipt',
  signer: 'ES256',
  header: headerFor('receipt', signers.ES256),
  payload: { ...payload, node: 'VN', to: 'QA' },
  text: null,
}))

export const receiptLines: Target = {
  name: 'receiptLines',
  share: 5,
  inputsMin: 50_000,
  make: makeFrom(receiptPlans),
  check: async (input) => {
    const { jws, text } = signed(input as unknown as Plan, signers.ES256)
    const opened = await openReceipt(jws, sent, peerList, now)
    if (!isAccepted(opened)) return
    assert.equal(canonicalText(opened.receipt), text, 'another receipt is taken than was signed')
    assert.equal(opened.receipt.message, sent.digest)
    if (opened.receipt.event === 'relayRejection') isFinal(opened.receipt.code)
    assertAccepted(opened.receipt)
  },
}

const answerPlans: readonly Plan[] = answers.map((payload) => ({
  kind: 'answer',
  signer: 'ES256',
  header: headerFor('answer', signers.ES256),
  payload: { ...payload, node: 'VN', to: 'QA', question: '$question' },
  text: null,
}))

export const answerLines: Target = {
  name: 'answerLines',
  share: 2,
  inputsMin: 20_000,
  make: makeFrom(answerPlans),
  check: async (input) => {
    const plan = input as unknown as Plan
    const found = plan.payload as Record<string, Record<string, JsonValue> | undefined> | null
    const what = textOf(found?.found?.what)
    const want: Wanted =
      what === 'record'
        ? { what: 'record', request: textOf(receipt.request), sequence: 0 }
        : what === 'trustList'
          ? { what: 'trustList' }
          : { what: 'records', ranges: [] }
    const told = await ask(reader, { ask: async (_url, line) => await answerTo(plan, line) }, peerList, want)
    if (isAccepted(told)) assertAccepted(told.found)
  },
}

/** The peer's side: it opens the question, and puts its digest into the answer where the plan says so. */
async function answerTo(plan: Plan, line: string): Promise<string[]> {
  const asked = await open(line, reader.decryptionKeys, 'question')
  assert.ok(asked.ok)
  const verified = await verify('question', asked.jws, peerList, now)
  const digest = verified.ok ? verified.digest : ''
  const { payload } = plan
  const isMeant =
    typeof payload === 'object' &&
    payload !== null &&
    'question' in payload &&
    payload.question === '$question'
  const { jws } = signed(
    { ...plan, payload: isMeant ? withMember(payload, 'question', digest) : payload },
    signers.ES256,
  )
  return [await seal(jws, recipient('x25519-1'), 'answer'), things[0]?.jwe ?? '', things[2]?.jwe ?? '']
}

/** The list of a State as its signer would sign it, whatever is in it. */
export const listPlan: Plan = {
  kind: 'trustList',
  signer: 'ES256',
  header: withNames({
    ...headerOf(listSigner),
    cty: kinds.trustList.cty,
    typ: kinds.trustList.typ,
    iat: Math.floor(Date.parse(peerList.issuedAt) / 1000),
  }),
  payload: namedLote,
  text: null,
}

export { type Plan, mutatePlan, signed }
