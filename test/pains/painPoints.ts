import { testsIn } from '../attacks/attack.ts'
import type { PainPoint } from './painPoint.ts'

const onBatches = testsIn('test/exchange/batch.test.ts')
const onOutbox = testsIn('test/exchange/outbox.long.test.ts')
const onRefusals = testsIn('test/exchange/refusals.test.ts')
const onTrust = testsIn('test/exchange/trust.long.test.ts')
const onWitnesses = testsIn('test/exchange/witness.long.test.ts')
const onRollback = testsIn('test/exchange/rollback.long.test.ts')
const onDoctor = testsIn('test/exchange/doctor/doctor.test.ts')
const onDoctorsWork = testsIn('test/exchange/doctor/work.test.ts')

/** Every pain point, in the order in which they were gathered. */
export const painPoints: readonly PainPoint[] = [
  {
    number: 1,
    theme: 'Duplicate and receipt',
    hurt: 'Holodeck B2B: a message that came again counted as a duplicate also where the first one had failed, and was given a receipt (issue 142); what was known to be a duplicate was handed on all the same (117).',
    promise:
      'A receipt is given for what is committed and for nothing else: where the commit fails, half-way or at once, there is none, and the same bytes get theirs when they come again.',
    tests: [
      testsIn('test/web/node.test.ts')(
        'loses nothing when its database goes away: it answers 503, and the same bytes get their receipt later (pain point 1)',
      ),
      onBatches('are taken all the same, and that one has no receipt until it comes again (pain point 1)'),
    ],
  },
  {
    number: 2,
    theme: 'Evidence that contradicts itself',
    hurt: 'Holodeck B2B: one message had its receipt and, a moment later, the notice that there was none (issue 128); a receipt that came after the last attempt was not taken up (104).',
    promise:
      'The first receipt that settles a message stays, on both sides: the receiver repeats it, and the sender lets no other one change anything, and keeps one that says otherwise as proof, with an alarm in its log. To give a message up is a note of this node and no evidence: the message stays open, and a receipt that comes then settles it.',
    tests: [
      onOutbox(
        'keeps to the receipt that has settled a message, whatever the peer signs afterwards (pain point 2)',
      ),
      onOutbox(
        'gives a message up after fourteen days, shows it, and sends it again when a person says so (pain point 2)',
      ),
      onRefusals('for good is kept with its bytes, and the same bytes get the same rejection (pain point 2)'),
    ],
  },
  {
    number: 3,
    theme: 'Messages at once',
    hurt: 'Oxalis-NG: of messages that came at the same time all were written down with the contents of one, and so were their receipts (issue 18).',
    promise: 'Of two hundred messages that come in parallel, each receipt names its own.',
    tests: [
      onBatches('of 200 requests, posted 200 at a time, get the receipt of their own each (pain point 3)'),
    ],
  },
  {
    number: 4,
    theme: 'What a retry sends',
    hurt: 'phase4-peppol-standalone: whoever called once more to try again sent a new message, under an id of its own, that the receiver could not know for the old one (issue 6).',
    promise: 'Each attempt sends the same bytes: id, signature and seal.',
    tests: [
      onOutbox(
        'loses nothing while a peer is away, tries again ever later, and sends the same bytes (pain point 4)',
      ),
    ],
  },
  {
    number: 5,
    theme: 'The first in a queue blocks it',
    hurt: 'Synapse: one event that a peer refused held up all that went to that peer (issue 11160); after an outage a peer was sent what it had missed only when there was something new for it, or not at all (2528, pull request 8096).',
    promise:
      'A message that is refused, that the database does not take, or at which each post of the peer breaks, does not keep others from the same peer; only what follows it in its own record waits. What waited goes when the peer is back, without anything new.',
    tests: [
      onOutbox(
        'lets a message at which each post of its peer breaks hold up no other to that peer for good (pain point 5)',
      ),
      onBatches('in one post are answered in its order, and a bad one spoils no other (pain point 5)'),
      testsIn('test/store/outbox.test.ts')('lets a record that waits hold up no other (pain point 5)'),
      testsIn('test/exchange/circuit.long.test.ts')(
        'closes when a message is answered, and all that waited goes at once (pain point 5)',
      ),
    ],
    open: 'Where posts break at a message, the others to that peer are late by some attempts: they get through in a post in which it is not.',
  },
  {
    number: 6,
    theme: 'Keys of others',
    hurt: 'Synapse: where the key of a server could not be fetched, its users failed with words that told nobody why (issue 7298). Misskey went on with a key that had been replaced until it was started anew (9877).',
    promise:
      'Nothing is fetched to verify a signature: keys come from the lists that are here, so a look-up takes no time that a peer could draw out. Each fault of a list has a code of its own; a list that has run out lets messages wait; and what was signed with keys before verifies after any number of changes.',
    tests: [
      testsIn('test/envelope/verify.test.ts')(
        'attack 6: no connection is opened, whatever the header names (pain point 6)',
      ),
      onTrust(
        'attack 32: the old list stays, and the log notes one that goes back, contradicts, or is of an unknown signer (pain point 6)',
      ),
      onTrust('that has run out lets messages wait, and they arrive when it is renewed (pain point 6)'),
      testsIn('test/exchange/rotation.long.test.ts')(
        'are made, listed, used and left behind while messages go on, and nothing is refused or lost (pain point 6)',
      ),
    ],
  },
  {
    number: 7,
    theme: 'Back from a backup',
    hurt: 'Synapse: after it had been put back from a backup most of what it sent to others failed (issue 16025).',
    promise:
      'A node that was put back signs and sends nothing new until a person decides; no number of a trust list is given twice; and a log that goes on from the older state is refused by whoever has witnessed the newer one.',
    tests: [
      onRollback(
        'attack 42: a node whose database went back notices it, signs and sends nothing new, and says so (pain point 7)',
      ),
      onRollback(
        'attack 42: learns from its witnesses that its log was longer, before it signs another head of the same size (pain point 7)',
      ),
      testsIn('test/exchange/hearing.long.test.ts')('leaves no number that is given twice (pain point 7)'),
      onWitnesses(
        'attack 41: a log that signs another past, or the same size with another root, is refused by 422, and both notes are kept and logged once (pain point 7)',
      ),
    ],
    open: 'A place in a record that was given before the loss and that nobody else has seen can be given again; both records then differ, which is an alarm (the test of two records that cannot be made one in test/exchange/hearing.long.test.ts).',
  },
  {
    number: 8,
    theme: 'Revocation and time',
    hurt: 'X-Road: answers about certificates that were too old, or clocks that were apart, ended all traffic; what the operator read was that there was no valid certificate (issues 197, 207, 893).',
    promise:
      'Lists of revoked certificates that have run out close the door to their State, and what waited goes when they are there again; with a time-stamping authority away for hours work goes on, with one alarm; what is dated too far ahead or behind is refused with a code; the doctor tells which clock is wrong and what to do.',
    tests: [
      testsIn('test/exchange/revocation.test.ts')(
        'attack 29: that run out and cannot be fetched close the door to their State, and nothing is lost (pain point 8)',
      ),
      testsIn('test/exchange/timeStamping.long.test.ts')(
        'of an authority that fails are asked for ever more seldom, with one alarm after hours, and work goes on (pain point 8)',
      ),
      onRefusals('attack 28: what was signed longer ago than retries may last is refused (pain point 8)'),
      onRefusals(
        'attack 56: a line of a stranger gets one text whatever was wrong, and the log is told what it was (pain point 8)',
      ),
      onDoctor('LOG_STANDS, CLOCK_APART and CLOCK_BEHIND: what a clock that is wrong does (pain point 8)'),
      onDoctor('TIME_AUTHORITY_FAILS: an authority that does not answer (pain point 8)'),
    ],
    open: 'There is no OCSP: this exchange goes by lists alone.',
  },
  {
    number: 9,
    theme: 'A check that does not try',
    hurt: 'X-Road: the check of health looked at one key and at the database, and not at the keys that sign messages (issue 804).',
    promise:
      'The doctor does what the work does: a message goes the whole way within the node, from its draft to a receipt that is read as an asker reads it; an entry gets its place in the log and is proven; a file is written and read; and each peer answers signed questions and proves what it has promised. Where one of these fails it says so, and what it did not try.',
    tests: [
      onDoctor(
        'finds nothing wrong with a node that works, has done all of it, and leaves one entry of the log behind (pain point 9)',
      ),
      onDoctorsWork(
        'finds two nodes well, with a message, its receipt, a place in the log and what each proves to the other (pain point 9)',
      ),
      onDoctorsWork(
        'SIGNING_FAILS: a key that is not of its certificate, and a token that signs no more (pain point 9)',
      ),
      onDoctor('DATABASE_NOT_WRITTEN: a database that answers and takes nothing (pain point 9)'),
    ],
    open: 'No message goes to a peer to try the line, and no receipt is asked for: each belongs to a record of both States. What is asked of a peer leaves nothing behind; a contact-test, which officers send and answer, tries the rest.',
  },
  {
    number: 10,
    theme: 'Large files',
    hurt: 'X-Road: a body of more than 10 MB was refused, for each message was kept whole in the log (issue 179).',
    promise:
      'A file is hashed and sealed as it comes, in memory that does not grow with it, and goes on where it was cut off: from an institution to its node, and from node to node.',
    tests: [
      testsIn('test/exchange/exhibits/takeIn.test.ts')(
        'may be large: 100 MB that are mostly nothing go in and out in flat memory (pain point 10)',
      ),
      testsIn('test/web/uploads.long.test.ts')(
        'go on after a cut where the bytes on the disk end, and nothing of a part is lost that came (pain point 10)',
      ),
      testsIn('test/whole/exhibitTransfer.test.ts')(
        'comes whole over a line that is cut at fifty places all over it, and of no cut more than a chunk is fetched twice (pain point 10)',
      ),
    ],
    open: 'The tests take 100 MB; what gigabytes need of memory is measured by `npm run bench:exhibits`, 2 GB or as `--bytes` says.',
  },
  {
    number: 11,
    theme: 'An audit that misses what was changed',
    hurt: 'immudb: a value was changed in its file on the disk, and the audit found the database consistent (issue 2063).',
    promise:
      'Any byte that is changed in what is exported, be it of a message, an envelope, a tile, a record or a checkpoint, is found, and the file is named; of a log that was changed in its database the node names the entry by itself.',
    tests: [
      testsIn('test/audit/bundle/integrity.test.ts')(
        'is refused when any byte of any file is another, and the file is named (pain point 11)',
      ),
      testsIn('test/attacks/log.test.ts')(
        'attack 40: the node that reads its log anew finds it by itself, names the entry, and is not ready (pain point 11)',
      ),
    ],
    open: 'The bytes are drawn by chance, 250 in each run, and not tried one by one.',
  },
  {
    number: 12,
    theme: 'To forget, and to prove',
    hurt: 'immudb: history could only grow, what was deleted was deleted in name alone, and pruning would have taken the proofs with it (issues 141, 1088); with a time to keep things set, the disk held as much as before (1723).',
    promise:
      'What was said in a record can be erased: no table of the node has a word of it then, the log and the rest verify on both sides, and the report tells when and on what ground it was erased.',
    tests: [
      testsIn('test/whole/erasure.test.ts')(
        'leaves nothing that anybody said, and both sides verify with what is left (pain point 12)',
      ),
    ],
    open: 'That no copy is left in a backup or on the disk below the database cannot be shown by the node.',
  },
  {
    number: 13,
    theme: 'Witnesses that are away',
    hurt: 'Tessera: without enough witnesses nothing was published at all, until publishing all the same became a choice, with a number to watch (pull request 634). Rekor began with publishing all the same (rekor-tiles, pull request 558).',
    promise:
      'Without witnesses work goes on and the log says so after a quarter of an hour, or nothing leaves, as the node is set; what is not cosigned is a metric; and a log in which nothing happens asks its witnesses once an hour.',
    tests: [
      onWitnesses(
        'are missed: work goes on, and after a quarter of an hour the log says so, and again when they are back (pain point 13)',
      ),
      onWitnesses(
        'are waited for where a node says so: nothing leaves or is taken after a quarter of an hour without, and all goes on when they are back (pain point 13)',
      ),
      onWitnesses(
        'cosign a head again that has stayed the newest for an hour: the bundle tells until when there was nothing more (pain point 13)',
      ),
      testsIn('test/exchange/measuring/metrics.long.test.ts')(
        'says how many entries no witness has cosigned, and how old the first of them is (pain point 13)',
      ),
    ],
  },
  {
    number: 14,
    theme: 'What was acknowledged is lost',
    hurt: 'immudb: what it had acknowledged was for long not on the disk unless that was asked for (issue 797).',
    promise:
      'A node that is killed at any moment, and its database with it, loses nothing that it has given a receipt for, and takes nothing twice; a database that answers before it has written is told by the doctor.',
    tests: [
      testsIn('test/whole/crash.test.ts')(
        'attack 44: a node that is killed gives the receipts again that it gave, loses nothing and takes nothing twice (pain point 14)',
      ),
      testsIn('test/whole/kill.test.ts')(
        'goes to its end at ${killsMin} random moments and more, with nothing twice and nothing lost (pain point 14)',
      ),
      onDoctor('DATABASE_NOT_DURABLE: a server that answers before it has written (pain point 14)'),
    ],
    open: 'Processes are killed; no power is cut. That what PostgreSQL has synchronised is on the disk is taken from PostgreSQL and the disk.',
  },
  {
    number: 15,
    theme: 'Several processes',
    hurt: 'Domibus: whether a timed job runs once or in each of several processes depends on a setting that is off unless an operator knows of it (`domibus.deployment.clustered`).',
    promise:
      'Of several processes at one database one does each timed job, nobody has to say that there are several, and another goes on at once where that one dies; trust that one process has taken is gone by in all.',
    tests: [
      testsIn('test/whole/processes.test.ts')(
        'loses nothing where the one that orders the log is killed in the middle, and another goes on at once (pain point 15)',
      ),
      onTrust(
        'that one process of a node has taken is gone by in the other, which nobody starts anew (pain point 15)',
      ),
    ],
    open: 'The settings of a State (`state.json`) and of a process are read when it starts: a change of them is taken up by starting each process anew.',
  },
  {
    number: 16,
    theme: 'What is wrong with a message',
    hurt: 'A validator of schemas, as there is for ETSI TS 103 120, tells of every alternative that does not fit, in the words of the schema and of one language.',
    promise:
      'A fault is told at its place in the one alternative that the kind of the thing has chosen; at the desk it stands beside its field and names its row, in the seven languages.',
    tests: [
      testsIn('test/message/validate.test.ts')('says what is missing and where (pain point 16)'),
      testsIn('test/web/form/errorsOfBody.test.ts')(
        'is said of the row in which it is, in the language of the reader (pain point 16)',
      ),
    ],
    open: 'Programs are told a code and a pointer, with words in English.',
  },
  {
    number: 17,
    theme: 'Limits of one State',
    hurt: 'The plans for evidence between Member States (EVIDENCE2e-CODEX) met national systems each with a limit of size of its own, of which a sender learns when it fails.',
    promise:
      'Each State publishes in its trust list what it takes: versions, kinds of measures, sizes. What a peer could not take is refused before it is signed, with the limit.',
    tests: [
      testsIn('test/exchange/capabilities.test.ts')('stops what is larger than it takes (pain point 17)'),
      testsIn('test/exchange/competence.test.ts')(
        'does not help where the peer has published that it takes no message so large: nothing is signed, and nothing leaves (pain point 17)',
      ),
    ],
  },
  {
    number: 18,
    theme: 'Requests of impostors',
    hurt: 'Providers have handed out data to whoever wrote an emergency request from the mailbox of a police officer; firms such as Kodex now look who is behind a request.',
    promise:
      'Who asks is an authority that its State has listed, with the kinds of measures that it may ask for; whoever receives looks at that itself. The list has a place for the number of its duty desk, and a note of the call back to it can go into the record before an emergency is answered.',
    tests: [
      testsIn('test/exchange/competence.test.ts')(
        'is asked for again by whoever receives, whatever the other node has let go (pain point 18)',
      ),
      testsIn('test/workflow/evidence.test.ts')(
        'takes a note of the call back into the record before it is answered, and its hours run on (pain point 18)',
      ),
    ],
    open: 'Nothing demands the call back: an emergency is answered without any note of one. How a State looks at its own officers is its own affair, and no evidence of it travels with a request.',
  },
]
