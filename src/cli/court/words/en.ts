import type { CourtWords } from '../words.ts'

/** A report in English. */
export const english: CourtWords = {
  title: 'What this bundle proves: {reference}',
  lead: 'This report says in plain words what the signed files beside it prove, by whom, since when, and what they do not prove. Nothing depends on it: it is made by a program from the files in bundle/, and anybody can make the check again.',
  made: 'Made at {time} from the bundle of the node of {state}, with rogatory {version}.',
  verdict: 'The verdict',
  asOfMaking:
    'So the check ended when this report was made (exit {exit}). Make it again yourself before you rely on it.',
  first: 'What is wrong first: {finding}',
  keys: 'Whose keys',
  keysLead:
    'Everything below rests on these keys being those of the States. Compare each fingerprint with the State itself, on a way that does not lead through whoever gave you this bundle.',
  keyLine: '{state}, trust list {sequence}: signed by the certificate with the fingerprint',
  proven: 'What is proven',
  provenLead:
    'Each message stands as it was signed: not one character of it has changed since. The messages come in the order in which the log of {state} has them.',
  none: 'No message of this bundle can be read, or holds.',
  letter: 'Read it as a letter',
  file: 'File',
  placed: 'Message {sequence} of the record.',
  unplaced: 'It has no place in the record yet.',
  refused: 'It was refused, and has no place in the record.',
  signedBy: 'Signed with a key of {state} at {time}, by the words of the signer.',
  certificate:
    'The certificate of the key (SHA-256 {digest}, serial {serial}) was valid from {from} until {until}.',
  notRevoked: 'Its authority had not taken it back by {time}, the date of the newest list in the bundle.',
  revoked: 'Its authority took it back at {time} ({reason}); what it signed counts up to {from}.',
  statusUnknown: 'The bundle has no list of revoked certificates of its authority.',
  logged: 'In the log of {state} as entry {index}, at {time} by the clock of {state}.',
  seen: 'It was in that log at {time} at the latest: {by} cosigned a head of the log that covers it. Others who have countersigned it: {count}.',
  unseen:
    'No other party has cosigned a head of the log that covers it: since when it is there, only {state} says.',
  receipt: '{state} has signed at {time} that its node took the message.',
  receiptRefuses: '{state} has signed at {time} that its node refused the message ({code}).',
  receiptSigner: 'The receipt is signed with a key of {state}.',
  noReceipt: 'There is no receipt of the other State.',
  promiseKept: 'The log entry that the receipt promises is in this log.',
  promiseProven:
    'The log entry that the receipt promises is in the log of {state}: a proof in the bundle leads from it to a head which that log has signed.',
  promiseElsewhere:
    'The log entry that the receipt promises is in the log of {state}, which is not in this bundle.',
  log: 'The log',
  logLine:
    'The log {origin} has {size} entries from {from} to {until}. Its signed head covers all of them: none can be changed, taken out or put in without another head.',
  cosignedLine:
    'Up to entry {size} it was cosigned by {by}, at {time}. Whoever cosigned has seen this history and no other.',
  balancedLine: '{state} and {peer} have both signed that they have the same messages, up to {time}.',
  exhibits: 'Exhibits',
  exhibitsLead:
    'The messages name these files by their hash. The files themselves are not in the bundle. A file that has the same SHA-256 is the one that was meant; compare with: sha256sum -c exhibits.sha256',
  exhibit: 'Exhibit',
  name: 'Name',
  bytes: 'Bytes',
  message: 'Message',
  custody: 'Custody',
  custodyLead:
    'What both States have signed of the custody of each file, and what the log in this bundle tells of it, in the order of time, with what proves each link; below it, what the receiving authority has made of the file. Whoever acted and is not disclosed is told as the node. What only the log of the other State tells does not stand here: give both bundles to verify --custody.',
  notProven: 'What is not proven',
  notProvenLead: 'None of the following follows from this bundle, even where the verdict is good.',
  check: 'Check it yourself',
  checkLead:
    'Open a page verify.html that you did not get with this bundle, from your own authority or from where the program is published, and drop this file on it; it needs no network. Or use the command: node /path/to/source/dist/rogatory.js verify /path/to/FILE.zip. The page beside this report is the same one, but whoever could forge the bundle could forge the page as well.',
  sentences: {
    verdict:
      'The check did not end good (exit {exit}). What it found stands above, and what builds on it is not proven.',
    notPinned: 'That the keys are those of {states}. Nobody has compared the fingerprints for this report.',
    oneSide:
      'What the other side has. This is the bundle of {state} alone. Messages that {state} never logged would not show here; they show when the bundle of {peers} is checked together with this one.',
    noReceipt:
      'That the other State received {messages} ({count}): there is no receipt. Only {state} says that it was sent.',
    refused: 'That {messages} ({count}) took effect: the receiving node refused it.',
    promisedElsewhere:
      'That {peers} has kept the log entries that its receipts promise ({count}): its log is not in this bundle.',
    neverCosigned:
      'Since when the log of {state} has been as it is. No other party has cosigned it: {state} could have written all of it just before this bundle was made, as far as receipts of the other State do not say otherwise.',
    notYetCosigned:
      'Since when {messages} stand in the log: the cosigned heads cover {size} of {entries} entries, and not these.',
    ownTime:
      'The exact times. They are those of the clocks of the nodes; receipts and cosignatures only narrow them. No time stamp of a neutral authority is in this bundle.',
    stampedTime:
      'The exact times. They are those of the clocks of the nodes; receipts, cosignatures and time stamps only narrow them. The newest time stamp in this bundle says that the first {size} entries of the log were there at {until}. “{by}” has made it; whether that can be believed was not checked here: give the certificate of its authority to the check.',
    undisclosed:
      'What {count} entries of the log about this case say of who acted and of details: that was not disclosed.',
    revocationsUntil:
      'That no certificate of {state} was taken back after {until}. Ask its authority for its newest list, and give it to the check.',
    revocationsUnknown:
      'That no certificate of {state} was taken back: no list of its authority is in the bundle.',
    exhibits:
      'What is in the files that the messages announce ({count}). Only their names, sizes and hashes are proven.',
    restored:
      'That {count} messages were always in the database of {state}: it lost them, and fetched them back from the other side. Their signatures hold all the same.',
    truth: 'That what a message says is true. It is proven that the State said it, not that it is so.',
    people:
      'Which person acted. The names in the log are the word of the node of {state}; a State signs, not a person.',
    otherRequests:
      'What other requests of {state} are about, and who acted in them. The whole log is in this bundle, and its entries about them can be read in part: what kind of event, when, with which State, a number, a code, and by a hash which entries belong together. Persons, details and messages cannot be read here.',
    words:
      'That a letter says the same as its message in every nuance. The fixed words of the letters are translations; what people wrote stands in them as it was written. The signed message counts.',
  },
}
