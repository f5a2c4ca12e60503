import type { CustodyWords } from '../custodyWords.ts'

/** The words around a chain of custody in English. */
export const english: CustodyWords = {
  title: 'Chain of custody of {name}',
  file: 'deposit {deposit} of {state}; SHA-256 {sha256}; {status}',
  source: 'made from {source}',
  place: 'place: {text}',
  reason: 'reason: {text}',
  change: 'changed: {text}',
  hashed: 'hashed then: SHA-256 {sha256}',
  damaged: 'found damaged ({code})',
  node: 'the node',
  proofs: {
    message: 'message {name}',
    log: 'log entry {name}',
    report: 'report {name}',
    erasure: 'erased with request {name}',
    entry: 'entry {index} of the log of {state}, leaf {name}',
  },
  handed: '{exhibit} {name}, handed over in message {sequence} of request {reference}',
  stated: 'SHA-256, as it was stated when it was handed over: {sha256}',
  written: 'as it was written: {at}',
  translated: 'translation ({language}): {text}',
  names:
    'Times are UTC. A message or report is named by the SHA-256 of what was signed in it: the first two parts of its file with the dot between them, not the file.',
  holds: 'The program found no contradiction between what was signed here and what the logs tell.',
  dispute: {
    open: 'A dispute about it stands open: nobody has answered.',
    answered: 'A dispute about it stands, and was answered.',
    replaced: 'It was disputed, and another file took its place.',
  },
  acceptance: {
    place: '{measure}, {exhibit} of message {sequence}',
    placeIn: '{measure}, {exhibit} of message {sequence} of request {reference}',
    open: 'still open',
    accepted: 'accepted by {from} in message {sequence}, {at}',
    disputed: 'disputed by {from} in message {sequence}, {at}',
    replaced: 'replaced by {exhibit} of message {sequence}, {at}',
    found: 'what was received had another SHA-256: {sha256}',
    answered: 'answered by {from} in message {sequence}, {at}',
  },
  findings: {
    hashDiffers: 'link {link}: the hash is another than the one that was stated: {value}',
    damaged: 'link {link}: the file was found damaged ({value})',
    outOfOrder: 'link {link}: the time cannot be right: {value}',
    sourceMissing: 'the source {value} is not here',
    sourceAtHome: 'it was made from {value}, which was not handed over: that stays with its State',
    notReturned: 'originals were due back by {value}, and nobody says that they are',
  },
}
