import type { JsonObject } from '../../message/json.ts'
import { depositStatuses } from '../../store/exhibits/exhibitTables.ts'
import {
  closed,
  count,
  eitherOrNull,
  instant,
  list,
  named,
  oneOf,
  orNull,
  sha256,
  text,
  uuid,
} from './shapes.ts'

const whyInWords = { ...orNull(text), description: 'The same in words; null: none are known.' }

const reported = closed({
  state: text,
  event: text,
  outcome: oneOf(['whole', 'damaged', 'waiting', 'fetching']),
  code: { ...orNull(text), description: 'Why it waits there, or what is wrong with it.' },
  why: whyInWords,
  at: instant,
  report: { ...sha256, description: 'Digest of the report.' },
})

const file = {
  deposit: uuid,
  state: { ...text, description: 'The State whose node took it in.' },
  status: oneOf(depositStatuses),
  refusal: { ...orNull(text), description: 'The code of why it waits or is damaged.' },
  why: whyInWords,
  name: text,
  mediaType: text,
  bytes: count,
  sha256,
  takenAt: instant,
  person: { ...orNull(text), description: 'Who took it in; null: the node by itself.' },
  checkedAt: orNull(instant),
  derivedFrom: { ...orNull(text), description: 'Id of the file from which it was made.' },
  scan: eitherOrNull(named('part.exhibit-scan'), 'What a scanner said of it; null: nobody did.'),
  reported: { ...list(reported), description: 'What each peer to which it went has told of it last.' },
}

const coming = {
  arrivedBytes: { ...count, description: 'While it comes from another State, as the two that follow.' },
  bytesPerSecond: orNull({ type: 'number' }),
  secondsLeft: orNull({ type: 'number' }),
}

const proof = closed(
  {
    by: oneOf(['message', 'log', 'report', 'erasure']),
    name: { ...text, description: 'A digest, the hash of a leaf of the log, or the id of a request.' },
  },
  undefined,
  { path: text, entry: closed({ state: text, index: count }) },
)

const link = closed({
  at: instant,
  action: text,
  state: text,
  authority: orNull(text),
  by: { ...orNull(text), description: 'A person or function; null: a node by itself.' },
  place: orNull(text),
  reason: orNull(text),
  change: { ...orNull(text), description: 'What could not be left unchanged, and why.' },
  sha256: { ...orNull(sha256), description: 'As it was hashed at that time; null: it was not.' },
  code: { ...orNull(text), description: 'Why it was found damaged; null: it was not.' },
  proofs: list(proof),
})

const finding = closed({
  what: oneOf(['hashDiffers', 'damaged', 'outOfOrder', 'sourceMissing', 'sourceAtHome', 'notReturned']),
  link: { ...orNull(count), description: 'Counted from 1; null: the chain as a whole.' },
  value: { ...text, description: 'The other hash, the code, the source, or the day.' },
})

const act = { message: uuid, digest: sha256, sequence: count, from: text, at: instant }
const words = eitherOrNull(named('part.text'))

const standing = closed({
  measure: text,
  exhibit: text,
  name: text,
  sha256,
  delivery: closed(act, 'The message that hands it over.'),
  standing: oneOf(['open', 'accepted', 'disputed', 'replaced']),
  reason: words,
  judged: eitherOrNull(closed(act), 'The receipt that spoke of it last; null: none did.'),
  found: { ...orNull(sha256), description: 'What its receiver has received, where that is another file.' },
  answer: eitherOrNull(closed({ ...act, text: words })),
  replacedBy: eitherOrNull(closed({ ...act, exhibit: orNull(text) })),
})

const handling = closed({}, 'The strictest of what is said of it wherever it was handed over.', {
  handling: named('code.handling'),
  pap: named('code.pap'),
  europolHandling: named('code.europol-handling'),
  marking: named('part.marking'),
})

/** What is answered of files, by name. */
export const exhibitSchemas: Readonly<Record<string, JsonObject>> = {
  Exhibit: closed(file, 'A file, as `rogatory exhibit list --json` shows it.', coming),
  Exhibits: closed({ exhibits: list(named('Exhibit')) }),
  Custody: closed(
    {
      ...{ deposit: uuid, state: text, name: text, status: oneOf(depositStatuses), sha256 },
      derivedFrom: orNull(text),
      handling,
      links: list(link),
      findings: { ...list(finding), description: 'What does not hold in the chain.' },
      acceptance: {
        ...list(standing),
        description: 'What the receiving authority has made of it, by delivery and measure.',
      },
    },
    'A chain of custody, as `rogatory exhibit custody --json` shows it.',
  ),
  ExhibitRead: closed(
    { ...file, sha512: orNull(text), sealedBytes: count, custody: named('Custody') },
    'A file with its hashes and its chain of custody.',
    coming,
  ),
}
