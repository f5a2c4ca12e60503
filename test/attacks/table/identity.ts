import { type Attack, guardsIn, proof, testsIn } from '../attack.ts'
import { draftProofs, routeProofs, systemProofs } from './desk.ts'

const gate = guardsIn('src/envelope/gate.ts')
const admitting = guardsIn('src/exchange/admit.ts')
const verifying = guardsIn('src/envelope/verify.ts')
const lists = guardsIn('src/envelope/trustList.ts')
const succession = guardsIn('src/trust/succession.ts')
const http = guardsIn('src/envelope/httpSignature.ts')
const onIdentity = testsIn('test/attacks/identity.test.ts')
const onPeers = testsIn('test/exchange/httpPeers.test.ts')
const onRefusals = testsIn('test/exchange/refusals.test.ts')
const onSignatures = testsIn('test/envelope/verify.test.ts')
const onSeals = testsIn('test/envelope/seal.test.ts')
const onReceipts = testsIn('test/envelope/receipt.test.ts')
const onHearing = testsIn('test/exchange/hearing.long.test.ts')
const onTrust = testsIn('test/exchange/trust.long.test.ts')

const onlyFromItsNode = admitting('admit', 'if (!from.includes(list.state)) {', 'if (false) {')

const oldListStays = onTrust(
  'attack 32: the old list stays, and the log notes one that goes back, contradicts, or is of an unknown signer (pain point 6)',
)

/** Attacks on who speaks, to whom, and when. */
export const identityAttacks: readonly Attack[] = [
  {
    number: 22,
    name: 'Reflection: our own message sent back to us',
    expected: 'refused: a node goes by the signers of its peers and never by its own',
    codes: ['SIGNER_UNKNOWN'],
    proofs: [
      proof(
        guardsIn('src/exchange/directory.ts')(
          'trustDirectory',
          "bySigner = indexed(peers, 'message')",
          "bySigner = indexed([nextOwn, ...peers], 'message')",
        ),
        onIdentity('attack 22: our own message, sealed to us again, is of no signer whom this node goes by'),
      ),
    ],
    beside: 'what this node sends is sealed to the peer, so that it cannot open it itself',
  },
  {
    number: 23,
    name: 'Forwarding: the recipient seals the signed message to a third State',
    expected:
      'refused: a node brings what its own State has signed, and the addressee stands inside the signature',
    codes: ['SENDER_NOT_SIGNER', 'NOT_FOR_US'],
    proofs: [
      proof(
        onlyFromItsNode,
        onIdentity(
          'attack 23: a message that one State has opened and seals to another is not taken from its node',
        ),
        onPeers('attack 23: a node brings what its own State has signed, and nothing of others'),
      ),
      proof(
        admitting(
          'checkAddress',
          "if (stateOf(message.to) !== node.state) return refuse('NOT_FOR_US', { pointer: '/to' })",
        ),
        onRefusals('attack 23: what a State sealed to us again that was meant for another is refused'),
      ),
    ],
  },
  {
    number: 24,
    name: 'Cross-kind: a receipt posted as a message',
    expected: 'refused: each kind has its own `typ`, signed and sealed',
    codes: ['ENVELOPE_INVALID'],
    proofs: [
      proof(
        gate(
          'readWholeHeader',
          "if (header.typ !== kinds[kind].typ || header.cty !== kinds[kind].cty) return invalid('of another kind')",
        ),
        onSignatures('attack 24: a thing of one kind does not pass for another'),
        onReceipts('attack 24: a receipt is not a message, and a message is not a receipt'),
      ),
      proof(
        gate('gateJwe', "if (header.typ !== typ || header.cty !== cty) return invalid('of another kind')"),
        onSeals('attack 24: what is sealed says that it is a sealed message'),
      ),
    ],
  },
  {
    number: 28,
    name: 'Clocks that differ by four or six minutes, what is too old or of the future, a clock that went back',
    expected: 'five minutes are forgiven; beyond them refused; nothing is signed before the last head',
    codes: ['TIME_OUT_OF_RANGE', 'HTTP_SIGNATURE_EXPIRED', 'HTTP_SIGNATURE_INVALID'],
    proofs: [
      proof(
        verifying('verifyGated', '  if (!time.ok) return time\n'),
        onSignatures(
          'attack 28: a signature of more than five minutes ahead, or from before its certificate, is refused',
        ),
      ),
      proof(
        verifying('checkSigningTime', 'at.getTime() + limits.clockSkewMs', 'at.getTime()'),
        onSignatures('attack 28: a clock that is four minutes ahead is forgiven'),
      ),
      proof(
        admitting(
          'checkTime',
          'if (sentAtMs < now.getTime() - exchangeLimits.signedBehindMaxMs) {',
          'if (false) {',
        ),
        onRefusals('attack 28: what was signed longer ago than retries may last is refused (pain point 8)'),
      ),
      proof(
        http(
          'checkClaim',
          'if (created > now.getTime() + skewMs || expires < now.getTime() - skewMs)',
          'if (skewMs < 0)',
        ),
        testsIn('test/envelope/httpSignature.test.ts')(
          'attack 28: a signed request is of this minute: older, of the future, or good for longer it is refused',
        ),
      ),
      proof(
        http(
          'checkClaim',
          "if (isLong) return invalid('it is valid for longer than a minute, or for no time')",
        ),
        testsIn('test/envelope/httpSignature.test.ts')(
          'attack 28: a signed request is of this minute: older, of the future, or good for longer it is refused',
        ),
      ),
      proof(
        guardsIn('src/exchange/sequence.ts')(
          'sequenceRound',
          'if (head.signed_at !== null && now < head.signed_at) {',
          'if (false) {',
        ),
        testsIn('test/exchange/log.test.ts')(
          'attack 28: nothing is signed while the clock stands before the last head',
        ),
      ),
    ],
  },
  {
    number: 30,
    name: 'A certificate that is expired now and was good when it signed, and the reverse',
    expected: 'judged as of the time of receipt: the first stays good, nothing new is taken',
    codes: ['CERTIFICATE_NOT_IN_FORCE'],
    proofs: [
      proof(
        verifying('signerKey', '    if (!valid.ok) return valid\n'),
        onSignatures(
          'attack 30: what was good when it came stays so after its certificate has expired, and is not taken anew',
        ),
      ),
      proof(
        guardsIn('src/trust/revocationStatus.ts')('statusThen', ' || at < revocation.invalidFrom'),
        testsIn('test/trust/revocationList.test.ts')(
          'attack 30: one is revoked from the moment that its authority says, and was good before',
        ),
      ),
    ],
  },
  {
    number: 32,
    name: 'A trust list that goes back, stands twice under one number, has run out, or is signed by somebody else',
    expected: 'the old list stays; what came is an entry of the log',
    codes: [
      'TRUST_LIST_ROLLED_BACK',
      'TRUST_LIST_EQUIVOCATION',
      'TRUST_LIST_NOT_PINNED',
      'TRUST_LIST_EXPIRED',
      'TRUST_LIST_INVALID',
    ],
    proofs: [
      proof(
        succession(
          'succeeds',
          "if (step < 0) return refuse('TRUST_LIST_ROLLED_BACK', { expected: [String(previous.list.sequence + 1)] })",
        ),
        oldListStays,
      ),
      proof(
        succession('succeeds', "return refuse('TRUST_LIST_EQUIVOCATION', { expected: [previous.digest] })"),
        oldListStays,
      ),
      proof(
        lists('openTrustList', 'if (!pins.includes(gated.certificateDigest)) {', 'if (false) {'),
        oldListStays,
      ),
      proof(
        lists(
          'checkTimes',
          "return at.getTime() < nextUpdate ? null : refuse('TRUST_LIST_EXPIRED', { expected: [list.nextUpdate] })",
          'return null',
        ),
        testsIn('test/envelope/trustList.test.ts')(
          'attack 32: a trust list is refused after its next update, and stands for the time before',
        ),
      ),
    ],
  },
  {
    number: 54,
    name: 'Ids of others in a message, a question, an address, a filter or an export (IDOR)',
    expected: 'told as if it were not there, and logged',
    codes: ['NOT_A_PARTY'],
    answer: 'an empty answer',
    proofs: [
      ...routeProofs,
      ...draftProofs,
      ...systemProofs,
      proof(
        guardsIn('src/exchange/readCase.ts')(
          'noteReading',
          'if (row === null || isOfAnother(row, reader)) return null',
          'if (row === null || (isOfAnother(row, reader) && false)) return null',
        ),
        testsIn('test/web/desk/reading.long.test.ts')(
          'attack 54: are not there for another authority of the same node, nor told apart from what is not there',
        ),
      ),
      proof(
        guardsIn('src/exchange/custody/takeReports.ts')(
          'strangerIn',
          "if (!messages.every((message) => named.has(message))) return unknown('/messages')",
        ),
        testsIn('test/whole/custodyReports.test.ts')(
          'attack 54: where it names a message that did not hand the file over',
        ),
      ),
      proof(
        guardsIn('src/store/recall.ts')(
          'listSettled',
          '${request}::uuid and r.counterpart_state = ${peer} and m.receipt is not null',
          '${request}::uuid and m.receipt is not null',
        ),
        onHearing('attack 54: a record of others is nothing to a third State that asks for it'),
      ),
      proof(
        guardsIn('src/store/recall.ts')('shared', 'where counterpart_state = ${peer} and (', 'where ('),
        onHearing('attack 54: a record of others is nothing to a third State that asks for it'),
      ),
      proof(
        guardsIn('src/exchange/judge.ts')(
          'judgeReceived',
          "if (!isOfParties(record, entry)) return refuse('NOT_A_PARTY', { pointer: '/from' })",
        ),
        testsIn('test/exchange/judge.test.ts')(
          'attack 54: a third State that writes upon a record of others is told nothing of how far it has come',
        ),
      ),
      proof(
        guardsIn('src/exchange/drafts/openDraftFile.ts')(
          'openDraftFile',
          'row?.authority === authority ? keptDraft(row) : null',
          'row !== null ? keptDraft(row) : null',
        ),
        testsIn('test/web/desk/draftFiles.long.test.ts')(
          'attack 54: are opened, for a reason, by whoever approves them, and by no other authority',
        ),
      ),
      proof(
        guardsIn('src/exchange/desk/caseFiles.ts')(
          'openCaseFile',
          'row?.own_authority === reader.authority ? await filesOfRequest(node.db, request) : []',
          'row !== null ? await filesOfRequest(node.db, request) : []',
        ),
        testsIn('test/web/desk/files.long.test.ts')(
          'attack 54: are given to no auditor and to no other authority, who learn nothing of them',
        ),
      ),
      proof(
        guardsIn('src/store/exhibits/handedOver.ts')(
          'handedOverOf',
          ".where('exhibit_link.to_state', 'in', [...to])",
          ".where('exhibit_link.to_state', 'not in', [...to, ''])",
        ),
        testsIn('test/exchange/exhibits/several.long.test.ts')(
          'attack 54: are given to no State to which no message gave them',
        ),
      ),
      proof(
        guardsIn('src/store/exhibits/handedOver.ts')(
          'handedOverAs',
          ".where('to_state', 'in', [...to])",
          ".where('to_state', 'not in', [...to, ''])",
        ),
        testsIn('test/whole/exhibitTransfer.test.ts')(
          'attack 54: is given to no State to which no message gave it',
        ),
      ),
    ],
  },
]
