import { type Attack, anew, guardsIn, proof, testsIn } from '../attack.ts'

const replying = guardsIn('src/exchange/reply.ts')
const record = guardsIn('src/workflow/record.ts')
const onReplay = testsIn('test/attacks/replay.test.ts')
const onRecord = testsIn('test/exchange/record.test.ts')

const sameAgain = replying(
  'answer',
  'if (known.digest === admission.digest && known.receipt !== null) return known.receipt',
)

/** Attacks that say something again, too early, too late or twice. */
export const replayAttacks: readonly Attack[] = [
  {
    number: 10,
    name: 'The twin (r, n-s) of an ECDSA signature, sent again',
    expected: 'the same answer and no second entry: a message is its signing input',
    codes: [],
    answer: 'the receipt of the first',
    proofs: [
      proof(
        guardsIn('src/envelope/digest.ts')('digestOf', "jws.slice(0, jws.lastIndexOf('.'))", 'jws'),
        onReplay(
          'attack 10: an ECDSA twin (r, n-s) that is sent again gets the same answer and no second entry',
        ),
      ),
    ],
  },
  {
    number: 20,
    name: 'Replay of a whole request',
    expected: 'refused: a nonce counts once, and only with the body that was signed',
    codes: ['HTTP_SIGNATURE_REPLAYED', 'HTTP_DIGEST_MISMATCH'],
    answer: '401',
    proofs: [
      proof(
        guardsIn('src/exchange/httpCallers.ts')(
          'nonceMemory',
          "if (taken.has(nonce)) return refuse('HTTP_SIGNATURE_REPLAYED')",
        ),
        testsIn('test/exchange/httpPeers.test.ts')(
          'attack 20: a request counts once, and only with the body that was signed',
        ),
      ),
      proof(
        guardsIn('src/envelope/httpSignature.ts')(
          'checkBody',
          "return claim.digest.equals(sha256(body)) ? { ok: true } : refuse('HTTP_DIGEST_MISMATCH')",
          'return { ok: true }',
        ),
        testsIn('test/exchange/httpPeers.test.ts')(
          'attack 20: a request counts once, and only with the body that was signed',
        ),
      ),
    ],
  },
  {
    number: 21,
    name: 'Replay of a message in a new request, days later and after a restart',
    expected: 'the same receipt, no new state',
    codes: [],
    answer: 'the receipt of the first',
    proofs: [
      proof(
        sameAgain,
        onReplay(
          'attack 21: a message that comes again in a new request, after a restart, gets its old receipt and moves nothing',
        ),
      ),
    ],
  },
  {
    number: 25,
    name: 'Another order, a hole, a place that is not its author’s to give',
    expected: 'held until what comes before is here; a fork of the record is refused',
    codes: ['RECORD_GAP', 'RECORD_FORK', 'MESSAGE_INVALID'],
    proofs: [
      proof(
        record(
          'placeOfKeeper',
          'if (message.sequence !== expected || message.basis.sequence !== record.place.sequence) {',
          'if (false) {',
        ),
        onRecord(
          'attack 25: the requested side’s message that came too early waits, and the record heals by itself',
        ),
      ),
      proof(
        record(
          'placeOfOther',
          "if ((message.previous ?? null) !== record.lastOfOther) return refuse('RECORD_GAP', { expected })",
        ),
        onRecord(
          'attack 25: the requesting side’s message that overtook another waits, and both are taken in order',
        ),
      ),
      proof(
        record(
          'placeOfOther',
          'if (record.headAt(message.basis.sequence) !== message.basis.head) {',
          'if (false) {',
        ),
        testsIn('test/exchange/judge.test.ts')(
          'attack 25: an author who has seen another record, or takes a place that is not its to give, is refused',
        ),
      ),
      proof(
        record(
          'placeOfOther',
          "if (message.sequence !== undefined) return refuse('MESSAGE_INVALID', { pointer: '/sequence' })",
        ),
        testsIn('test/exchange/judge.test.ts')(
          'attack 25: an author who has seen another record, or takes a place that is not its to give, is refused',
        ),
      ),
    ],
  },
  {
    number: 26,
    name: 'What the case has moved on from; two answers at once that exclude each other',
    expected: 'refused with where the record stands; exactly one wins',
    codes: ['WORKFLOW_NOT_EXPECTED'],
    proofs: [
      proof(
        guardsIn('src/exchange/judge.ts')(
          'append',
          '  if (!decision.ok) return decision\n',
          '  if (!decision.ok) return { ok: true, record, effects: [] }\n',
        ),
        onRecord(
          'attack 26: what the case has moved on from is refused, and what its author signed after it is taken',
        ),
      ),
      anew(
        [
          guardsIn('src/store/lockedWithLog.ts')(
            'lockRequestsAndSubjects',
            ' order by id for no key update',
            ' order by id',
          ),
          guardsIn('src/store/migrations/0001-exchange.ts')(
            'message_place',
            'create unique index message_place',
            'create index message_place',
          ),
        ],
        onReplay(
          'attack 26: of two decisions that exclude each other, made at once by two processes, exactly one stands',
        ),
      ),
    ],
  },
  {
    number: 27,
    name: 'Equivocation: two bodies under one id',
    expected: 'the second is refused and kept with its bytes as proof; the first stays',
    codes: ['MESSAGE_ID_REUSED'],
    proofs: [
      proof(
        replying('answer', 'if (known !== undefined) {', 'if (known?.digest === admission.digest) {'),
        testsIn('test/exchange/batch.test.ts')(
          'attack 27: one id and other bytes are equivocation: refused, kept as proof, and the first stays',
        ),
      ),
    ],
  },
]
