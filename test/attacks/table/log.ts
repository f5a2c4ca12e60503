import { type Attack, anew, guardsIn, proof, testsIn } from '../attack.ts'

const storedLog = guardsIn('src/store/audit.ts')
const trail = guardsIn('src/audit/bundle/trail.ts')
const sides = guardsIn('src/audit/bundle/sides.ts')
const forks = guardsIn('src/audit/bundle/forks.ts')
const onLog = testsIn('test/attacks/log.test.ts')
const onBundleLog = testsIn('test/audit/bundle/log.test.ts')
const onSides = testsIn('test/audit/bundle/sides.test.ts')
const onForks = testsIn('test/audit/bundle/forks.test.ts')
const onNodeLog = testsIn('test/exchange/log.test.ts')
const onWitness = testsIn('test/exchange/witness.long.test.ts')
const onCosigned = testsIn('test/audit/bundle/cosigned.test.ts')
const onSuccession = testsIn('test/audit/bundle/succession.test.ts')
const attestedHeads = guardsIn('src/audit/bundle/attestedHeads.ts')
const timeStamps = guardsIn('src/trust/timeStamp.ts')
const stampAnswers = guardsIn('src/trust/timeStampRequest.ts')
const onTokens = testsIn('test/trust/timeStamp.test.ts')
const onTimeStamped = testsIn('test/audit/bundle/timeStamps.test.ts')
const onStamping = testsIn('test/exchange/timeStamping.long.test.ts')
const onStore = testsIn('test/store/audit.test.ts')

const headAsStored = storedLog(
  'writeHead',
  [
    '        and size = ${from.size}::bigint and root = ${from.root}::bytea and log = ${from.log}::integer',
    '        and size + cardinality(${entries}::bigint[]) = ${to.size}::bigint',
  ].join('\n'),
)

const oneSequencer = storedLog('writeHead', 'where ${lockingSequencer}', 'where true')

/** Attacks on what a node remembers of what it did. */
export const logAttacks: readonly Attack[] = [
  {
    number: 40,
    name: 'An entry of the log altered, removed, inserted or moved in the database by a superuser',
    expected: 'the tables refuse; whoever gets past that is found by the auditor',
    codes: [],
    answer: '`verify` ends with 40',
    proofs: [
      proof(
        guardsIn('src/audit/bundle/log.ts')(
          'checkTree',
          'if (sameHash(rootOfEdge(edge), root)) {',
          'if (sameHash(root, root)) {',
        ),
        onLog(
          'attack 40: an entry that a superuser altered, removed, inserted or moved shows to the auditor',
        ),
      ),
      proof(
        guardsIn('src/exchange/growHead.ts')(
          'readEdgeOf',
          'if (!sameHash(rootOf(range), root))',
          'if (size < 0)',
        ),
        onNodeLog(
          'attack 40: signs nothing upon tiles that do not give the root of the head, and goes on when they do again',
        ),
      ),
      proof(
        guardsIn('src/exchange/recheck/ownTree.ts')(
          'oddTile',
          'if (sameHash(found.subarray(0, bytes.length), bytes)) continue',
          'if (found.length >= 0) continue',
        ),
        onLog(
          'attack 40: the node that reads its log anew finds it by itself, names the entry, and is not ready (pain point 11)',
        ),
      ),
      proof(
        guardsIn('src/exchange/recheck/ownTree.ts')(
          'checkPlaces',
          'if (unplaced === null)',
          'if (size >= 0)',
        ),
        testsIn('test/exchange/ownTree.long.test.ts')(
          'attack 40: finds an entry that was taken out of the queue before it had a place',
        ),
      ),
      anew(
        guardsIn('src/store/migrations/0002-audit.ts')(
          'audit_only_grows',
          "raise exception 'the log only grows: % on % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';",
          'return null;',
        ),
        onStore('attack 40: the tables of the log refuse to change, remove or empty anything'),
      ),
    ],
  },
  {
    number: 41,
    name: 'Fork of the log: the peer is shown another history than the auditor',
    expected: 'two signed heads that exclude each other are a fork; a witness signs only what grows',
    codes: ['WITNESS_NOT_GROWN'],
    answer: '`verify` ends with 50',
    proofs: [
      proof(
        guardsIn('src/audit/bundle/witnessed.ts')(
          'checkWitnessed',
          'if (first !== undefined && second !== undefined && isTwoPasts(first, second))',
          'if (false)',
        ),
        testsIn('test/audit/bundle/witnessed.test.ts')(
          'attack 41: two of one size show that a log has two pasts, by the bundle of the witness alone',
        ),
      ),
      proof(
        forks('compareWithKept', '} else if (!isBeginning(log, size, root)) {', '} else if (false) {'),
        onForks('attack 41: a history that was rewritten between two signed heads is a fork'),
      ),
      proof(
        forks('compareLogsOfOneOrigin', 'if (!isBeginning(longer.log, size, root)) {', 'if (size < 0) {'),
        onForks('attack 41: a history that was rewritten between two signed heads is a fork'),
        onForks('attack 41: two heads of one size with two roots are a fork'),
      ),
      proof(
        guardsIn('src/audit/addCheckpoint.ts')(
          'judgeGrowth',
          'if (!verifyConsistency({ from: oldSize, fromRoot: knownRoot, to: size, toRoot: root, proof })) {',
          'if (size < 0) {',
        ),
        onWitness(
          'attack 41: a log that signs another past, or the same size with another root, is refused by 422, and both notes are kept and logged once (pain point 7)',
        ),
      ),
      proof(
        guardsIn('src/exchange/witness/cosigning.ts')(
          'cosignCheckpoint',
          'if (showsOtherPast(asked, checkpoint, known)) await keepProof',
          'if (known !== undefined) await keepProof',
        ),
        onWitness(
          'attack 41: do not accuse a peer of what a stranger brings: an honest head with a wrong proof is refused, and nothing is kept',
        ),
      ),
      proof(
        forks('beyond', "if (end === 'lost') return", 'if (index >= 0) return'),
        onSuccession('attack 41: is a fork where a head goes beyond its last one, wherever that comes from'),
      ),
      proof(
        attestedHeads('checkRoots', 'if (size > kept) {', 'if (size < 0) {'),
        onSuccession('attack 41: is a fork where a head goes beyond its last one, wherever that comes from'),
      ),
      proof(
        forks(
          'compareWithFormer',
          '!isBeginning(later.log, common, rootOf(append(emptyRange, former.log.entries.part(0, common).leaves())))',
          'common < 0',
        ),
        onSuccession('attack 41: is a fork where the next one begins with another past'),
      ),
      proof(
        attestedHeads('checkRoots', '!isHead || !sameHash(rootOf(range), root)', '!isHead'),
        onCosigned('attack 41: a head that a witness has cosigned and that the log has no longer is a fork'),
        onTimeStamped('attack 41: a head that was time-stamped and that the log has no longer is a fork'),
      ),
    ],
  },
  {
    number: 42,
    name: 'A database that was put back to yesterday',
    expected: 'the node notices it, and signs, sends and tells nothing new',
    codes: ['NODE_ROLLED_BACK', 'NODE_UNAVAILABLE'],
    proofs: [
      proof(
        guardsIn('src/audit/bundle/shownHeads.ts')('findLoss', 'if (lost === undefined) return', 'return'),
        testsIn('test/audit/bundle/witnessed.test.ts')(
          'attack 42: one that was cosigned, and that its log has no longer, is one that the log has lost',
        ),
      ),
      proof(
        guardsIn('src/audit/bundle/shownHeads.ts')(
          'nameLost',
          "if (end !== 'lost' || longest === undefined) continue",
          'continue',
        ),
        testsIn('test/audit/bundle/witnessed.test.ts')(
          'attack 42: name what a log lost that says it went back, and how much that was',
        ),
      ),
      proof(
        guardsIn('src/audit/bundle/formerLogs.ts')(
          'nameLost',
          "if (end !== 'lost' || typeof size !== 'number' || size <= kept) continue",
          'continue',
        ),
        testsIn('test/audit/bundle/witnessed.test.ts')(
          'attack 42: are not needed where the log itself says how much it had',
        ),
      ),
      proof(
        guardsIn('src/exchange/jobs.ts')('startJobs', 'await learnt(fence)'),
        testsIn('test/exchange/rollback.long.test.ts')(
          'attack 42: learns from its witnesses that its log was longer, before it signs another head of the same size (pain point 7)',
        ),
      ),
      proof(
        guardsIn('src/exchange/send.ts')('sendTogether', 'if (isBehind) return drafts.map(() => rolledBack)'),
        testsIn('test/exchange/rollback.long.test.ts')(
          'attack 42: a node whose database went back notices it, signs and sends nothing new, and says so (pain point 7)',
        ),
      ),
      proof(
        guardsIn('src/exchange/receive.ts')(
          'record',
          'if (isBehind || isKeyUnnamed(node)) return { answers: admissions.map(() => unavailable), announced: 0 }',
        ),
        testsIn('test/exchange/rollback.long.test.ts')(
          'attack 42: a node whose database went back notices it, signs and sends nothing new, and says so (pain point 7)',
        ),
      ),
      proof(
        guardsIn('src/exchange/shownHead.ts')(
          'takeShownHead',
          'if (own === null) await node.memory.keep({ log, size, root }, note)',
          'if (own === null) return false',
        ),
        onWitness(
          'attack 42: a witness that shows a later head of this log, signed by it, keeps it from signing on an older database',
        ),
      ),
      proof(
        attestedHeads('checkRoots', 'if (!isHead || ', 'if (isHead && '),
        onCosigned('attack 42: a head that is longer than the log is one that the log has lost'),
      ),
    ],
  },
  {
    number: 43,
    name: 'Two sequencers at once',
    expected: 'the second leaves the work to the first; a head moves only from the head that is stored',
    codes: [],
    answer: 'nothing is signed',
    proofs: [
      proof(
        oneSequencer,
        onNodeLog('attack 43: a second sequencer leaves the work to the one that is at it'),
      ),
      proof(headAsStored, onStore('attack 43: the head moves only from the head that is stored')),
      anew(
        [
          oneSequencer,
          headAsStored,
          guardsIn('src/store/migrations/0002-audit.ts')(
            'audit_leaf',
            'index bigint primary key check (index >= 0),\n    entry bigint not null unique references audit_entry',
            'index bigint not null,\n    entry bigint not null references audit_entry',
          ),
        ],
        onNodeLog('attack 43: there is one head where several sequencers work at once'),
      ),
    ],
  },
  {
    number: 44,
    name: 'A crash at any step of giving places, signing, committing and publishing',
    expected: 'no fork and no entry lost: nothing is known outside before the commit',
    codes: [],
    answer: 'the same receipts again',
    proofs: [
      proof(
        guardsIn('src/exchange/growHead.ts')(
          'growHead',
          'const moved = await writeHead(db, {',
          [
            'const { memory } = node as unknown as Node',
            'await memory.keep({ log: head.log, size, root }, checkpoint)',
            'const moved = await writeHead(db, {',
          ].join('\n'),
        ),
        onLog(
          'attack 44: a node whose commit fails after it has signed remembers no such head, loses no entry and forks nothing',
        ),
      ),
      proof(
        guardsIn('src/exchange/growHead.ts')(
          'keptEdgeOf',
          'last?.edge.size === size && last.root.equals(root)',
          'last?.edge.size === size && root.length > 0',
        ),
        onNodeLog(
          'attack 44: grows from no edge that was kept of another head than the stored one, and reads its own',
        ),
      ),
      anew(
        guardsIn('src/exchange/reply.ts')(
          'answer',
          'if (known.digest === admission.digest && known.receipt !== null) return known.receipt',
        ),
        testsIn('test/whole/crash.test.ts')(
          'attack 44: a node that is killed gives the receipts again that it gave, loses nothing and takes nothing twice (pain point 14)',
        ),
      ),
    ],
  },
  {
    number: 45,
    name: 'An entry dated back, or a time stamp that is forged or of somebody who may not stamp',
    expected:
      'times that go back by more than five minutes show, and those that contradict what witnesses and a time-stamping authority have signed',
    codes: [
      'TIME_STAMP_REJECTED',
      'TIME_STAMP_INVALID',
      'TIME_STAMP_MISMATCH',
      'SIGNATURE_INVALID',
      'TIME_OUT_OF_RANGE',
      'CERTIFICATE_WRONG_ISSUER',
      'CERTIFICATE_WRONG_USE',
      'CERTIFICATE_NOT_IN_FORCE',
    ],
    answer: '`verify` ends with 20, with 40 where a time stamp does not hold',
    proofs: [
      proof(
        trail('checkTimes', 'if (ms < latest - clockToleranceMs) {', 'if (false) {'),
        onBundleLog('attack 45: an entry dated more than five minutes before an earlier one shows'),
      ),
      ...[
        'if (before?.isOfLog === true && atMs < before.lastMs - clockToleranceMs - waitingToleranceMs) {',
        '} else if (after !== undefined && atMs > after.atMs + 1_000 + clockToleranceMs) {',
      ].map((fragment) =>
        proof(
          guardsIn('src/audit/bundle/brackets.ts')(
            'checkEntries',
            fragment,
            fragment.replace(/\(.*\)/, '(false)'),
          ),
          onCosigned(
            'attack 45: an entry dated back or forward lies outside of the times between which its heads were cosigned',
          ),
          onTimeStamped(
            'attack 45: an entry dated back or forward lies outside of the times between which its heads were stamped',
          ),
        ),
      ),
      proof(
        guardsIn('src/audit/bundle/cosigned.ts')('whenCosigned', 'times.at(-1) ?? 0', 'times[0] ?? 0'),
        onCosigned(
          'attack 45: an entry dated back to before its witness saw once more that there was nothing is found',
        ),
      ),
      proof(
        timeStamps(
          'readTimeStamp',
          "if (info.imprint.hash !== 'sha256' || !isImprintOf(info.imprint, content))",
          'if (false)',
        ),
        onTimeStamped('attack 45: a time stamp that was changed, or is of another head, does not hold'),
      ),
      proof(
        timeStamps(
          'checkSignature',
          'return isSignedWith(how, key, signer.signed, signer.signature)',
          'return true',
        ),
        onTimeStamped('attack 45: a time stamp that was changed, or is of another head, does not hold'),
        onStamping(
          'attack 45: that are forged, of something else, by nobody or too large are not kept, and the authority is asked again',
        ),
      ),
      proof(
        guardsIn('src/trust/timeStampPath.ts')(
          'checkOnlyStamping',
          'return isOnly && isCritical',
          'return true',
        ),
        onTokens('attack 45: one by a certificate that is not for time stamps alone is refused'),
      ),
      proof(
        guardsIn('src/trust/timeStampPath.ts')(
          'checkStamperPath',
          'const anchor = authorities.find((one) => checkIssuer(last, one) === null)',
          'const anchor = authorities.at(0)',
        ),
        onTimeStamped(
          'attack 45: a time stamp whose path does not lead to an authority of the reader is nothing to them',
        ),
      ),
      proof(
        stampAnswers('tokenIn', 'if (status.content.length > 1 || !granted.includes(code))', 'if (false)'),
        onTokens('attack 45: is refused where it rejects, waits or says nothing that is known'),
      ),
      proof(
        stampAnswers('readTimeStampAnswer', 'if (timeStamp.nonce !== nonce)', 'if (false)'),
        onTokens('attack 45: is refused where it answers another question'),
      ),
      proof(
        stampAnswers(
          'readTimeStampAnswer',
          'if (Math.abs(timeStamp.at.getTime() - now.getTime()) > limits.clockSkewMs)',
          'if (false)',
        ),
        onTokens('attack 45: is refused where its time is more than five minutes from ours'),
      ),
    ],
  },
  {
    number: 46,
    name: 'An event that was never logged',
    expected:
      'the entries about a request are numbered, each names the one before, and the other side has its own, which both balance each night',
    codes: [],
    answer: '`verify` ends with 30',
    proofs: [
      proof(
        trail('checkChains', 'if (objSeq !== expected) {', 'if (false) {'),
        onBundleLog('attack 46: an entry about a request that was left out before it was placed shows'),
      ),
      proof(
        guardsIn('src/audit/bundle/balances.ts')(
          'checkStatement',
          'if (isSame(total, own[direction])) continue',
          'continue',
        ),
        testsIn('test/audit/bundle/balances.test.ts')(
          'attack 46: what this node said that it had and has dropped since is named',
        ),
      ),
      proof(
        guardsIn('src/exchange/balance/keep.ts')(
          'keepBalance',
          'const agreed = areEqual(own, theirs)',
          'const agreed = true',
        ),
        testsIn('test/exchange/balance.test.ts')(
          'attack 46: that differs is an alarm on both sides, which name what differs; once it is healed they agree again',
        ),
      ),
    ],
  },
  {
    number: 47,
    name: 'A receiver that denies or drops what it gave a receipt for',
    expected:
      'the receipt promises an entry; the sender collects the proof that it is in the log, and where it is not, or goes again, it shows',
    codes: [],
    answer: '`verify` ends with 30, or with 50 where a proof was collected',
    proofs: [
      proof(
        sides('compareLogs', 'if (found === undefined) {\n      find(', 'if (false) {\n      find('),
        onSides('attack 47: a message that one side denies though it gave a receipt for it shows'),
      ),
      proof(
        sides('compareReceipts', 'if (!given.has(planned.receipt.digest)) {', 'if (false) {'),
        onSides('attack 47: a message that one side denies though it gave a receipt for it shows'),
      ),
      proof(
        guardsIn('src/audit/bundle/promises.ts')(
          'checkPromises',
          'if (index === undefined || log.entries.at(index)?.entry.msg !== planned.digest) {',
          'if (false) {',
        ),
        testsIn('test/audit/bundle/record.test.ts')(
          'attack 47: a receipt whose node does not keep what it promised shows',
        ),
      ),
      proof(
        guardsIn('src/audit/bundle/shownHeads.ts')(
          'compareShownHeads',
          'if (sameHash(rootOf(range), root)) continue',
          'continue',
        ),
        testsIn('test/audit/bundle/proofs.test.ts')(
          'attack 47: a receiver that drops what it gave a receipt for, with all its entries, has signed two pasts',
        ),
      ),
      proof(
        guardsIn('src/exchange/proof/collect.ts')(
          'putOff',
          'const alarmed = await markAlarmed(trx, digestsOf(late))',
          'const alarmed = new Set<string>()',
        ),
        testsIn('test/exchange/proof.test.ts')(
          'attack 47: lacks where the peer has not logged what it promised, which is an alarm, once',
        ),
      ),
      proof(
        guardsIn('src/exchange/proof/collect.ts')(
          'proofsRound',
          'const unproven = { peer: state, unproven: due, code, now: node.now() }',
          'const unproven = { peer: state, unproven: [], code, now: node.now() }',
        ),
        testsIn('test/exchange/proof.test.ts')(
          'attack 47: is an alarm as well where what the peer answers is no proof, with the code, and after a day where it cannot be asked',
        ),
      ),
    ],
  },
  {
    number: 48,
    name: 'A witness that signs without looking, or with the key of its log',
    expected: 'the keys are distinct; what a witness cosigned must be in the log, whoever it is',
    codes: ['TRUST_LIST_INVALID'],
    answer: '`verify` ends with 50',
    proofs: [
      proof(
        guardsIn('src/envelope/trustList.ts')(
          'checkWitness',
          'if (!isWitnessTheLog(list)) return null',
          'return null',
        ),
        testsIn('test/envelope/trustList.test.ts')(
          'attack 48: is refused where the witness has the key of the log',
        ),
        testsIn('test/envelope/trustList.test.ts')(
          'attack 48: is refused where a key of the witness, before or after, is one of the logs',
        ),
      ),
      proof(
        guardsIn('src/audit/note.ts')(
          'openNote',
          "one.kind === 'note' && one.name === name && one.id === id",
          'one.name === name && one.id === id',
        ),
        testsIn('test/audit/note.test.ts')(
          'attack 48: a key of a witness opens no note, and one of a log cosigns nothing',
        ),
      ),
    ],
  },
  {
    number: 51,
    name: 'Formulas in an export (`=`, `+`, `-`, `@`, tab, line end), also behind another separator',
    expected: 'written so that no program reads them as one',
    codes: [],
    answer: 'an apostrophe stands before them',
    proofs: [
      proof(
        guardsIn('src/exchange/shown/csv.ts')('cellOf', `.replace(beginning, "'")`, ''),
        testsIn('test/cli/logRead.long.test.ts')(
          'attack 51: is a table in which nothing is a formula to any program',
        ),
      ),
      proof(
        guardsIn('src/exchange/shown/csv.ts')('cellOf', `.replace(behindSeparator, "$&'")`, ''),
        testsIn('test/exchange/csv.test.ts')(
          'attack 51: has no cell that begins as a formula, whatever the reader takes for separator, quote and line end',
        ),
      ),
      proof(
        guardsIn('src/web/systems/audit.ts')('give', 'csvOf(shown.table)', 'shown.table.join("\\r\\n")'),
        testsIn('test/web/api.long.test.ts')(
          'attack 51: are a table in which nothing is a formula to any program',
        ),
      ),
    ],
  },
]
