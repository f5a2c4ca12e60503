import { whyNothingIsTaken } from '../../store/failures.ts'

/**
 * What can be wrong with a node, and what to do about it. `bad`: something that it is for does not work, or will not in days;
 * `doubtful`: somebody should look, and work goes on.
 */
export const ailments = {
  KEYS_CLOSED: [
    'bad',
    'Look at ROGATORY_PASSPHRASE_FILE and at identity/ of the data folder; put back a backup of the folder where a file is damaged.',
  ],
  CONFIG_INVALID: ['bad', 'Mend the settings that are named; rogatory serve would not start either.'],
  DATABASE_UNAVAILABLE: [
    'bad',
    'Look whether the server of DATABASE_URL runs and lets this user in, and whether it has connections left (max_connections).',
  ],
  DATABASE_REFUSED: [
    'bad',
    'What the message says is to be put right: the wrong database, an older one, or a role that lacks rights.',
  ],
  NODE_CANNOT_OPEN: [
    'bad',
    'What the message says is to be put right; rogatory serve would not start either.',
  ],
  DATABASE_NOT_WRITTEN: [
    'bad',
    'The database answers and takes nothing: has the role lost its rights? Run rogatory migrate with its roles again.',
  ],
  DATABASE_FULL: [
    'bad',
    'The disk of the database server is full. Make room on it, or enlarge it; never remove a file of PostgreSQL by hand. Until then nothing is taken: systems and peers are told NODE_UNAVAILABLE and ask again, and nothing is lost.',
  ],
  DATABASE_READ_ONLY: [
    'bad',
    'The database may only be read: does DATABASE_URL lead to a standby, or is default_transaction_read_only on, as some services set it when the disk is nearly full? Until then systems and peers are told NODE_UNAVAILABLE and ask again.',
  ],
  DATABASE_SLOW: [
    'doubtful',
    'A transaction of one entry took more than a second: look at the disk of the server, and at what else it does.',
  ],
  DATABASE_NOT_DURABLE: [
    'bad',
    'Set fsync, full_page_writes and synchronous_commit of the server to on: what was answered as done would be lost with the power.',
  ],
  DATABASE_OWNED: [
    'doubtful',
    'The role of the node owns the tables, so whoever gets its connection can change the log. Give the node a role of its own: rogatory migrate --node-role.',
  ],
  NODE_ROLLED_BACK: [
    'bad',
    'Nothing is signed or sent. Put back the newest database that there is; only where there is none, a person decides: rogatory log continue.',
  ],
  LOG_BROKEN: [
    'bad',
    'Somebody has changed the database past its triggers, or a disk has failed. Keep a copy as it is, run rogatory log check, and put back a backup.',
  ],
  LOG_STANDS: [
    'bad',
    'Entries wait for their place. Is the node served, has it heard its peers, and is its clock right? The log of the program says.',
  ],
  CLOCK_APART: [
    'bad',
    'The clocks of this machine and of the database differ by more than ten seconds. Mend the time service of the one that is wrong.',
  ],
  CLOCK_BEHIND: [
    'bad',
    'The clock stands before what the log has signed last; nothing is signed until it has passed that. Mend it.',
  ],
  CLOCK_FROM_FILE: ['doubtful', 'ROGATORY_CLOCK_FILE is set: never in service.'],
  CLOCK_OF_PEER: [
    'bad',
    'This peer judges our requests by another clock. Compare both with a third; mend the wrong one.',
  ],
  ROOM_LOW: ['bad', 'Make room on the disk of the data folder, or move the files to a bucket.'],
  EXHIBITS_FAIL: [
    'bad',
    'A file cannot be written, read and removed where exhibits lie: look at rights, disk, or bucket and its key.',
  ],
  PEER_AWAY: [
    'bad',
    'The address in the list of this peer does not answer from here: name, route, firewall of both sides; then call the peer. What waits for it waits.',
  ],
  PEER_TLS: [
    'bad',
    'The server of this peer does not prove itself: its certificate has run out, is for another name, or its authority is not in ROGATORY_TLS_AUTHORITIES_FILE or its list.',
  ],
  PEER_ADDRESS_FORBIDDEN: ['bad', 'The address of this peer lies outside ROGATORY_PEER_NETWORKS.'],
  PEER_LIST_OVER: [
    'bad',
    'The trust list of this peer has run out, and nothing of it is believed: call the peer.',
  ],
  PEER_LIST_NEWER: [
    'doubtful',
    'This peer publishes another list than the one here. The node takes it by itself within ten minutes, or its log says why it does not.',
  ],
  PEER_REVOCATION_LACKS: [
    'bad',
    'The list of revoked certificates of this peer is not here or has run out, and nothing of it is believed: can the address in its trust list be reached?',
  ],
  PEER_SILENT: [
    'bad',
    'A signed question was not answered as a peer answers: has it pinned this State, and its newest list? Call it.',
  ],
  PEER_REACHES_NOT: [
    'bad',
    'This peer says that it cannot reach this node: is our address in the trust list the one outside, and does the proxy let it in?',
  ],
  PEER_UNHEARD: [
    'doubtful',
    'This peer has not told what it has since the node came up; nothing new goes to it. A node in service goes on asking.',
  ],
  PEER_NONE: ['doubtful', 'No State is pinned: rogatory trust pin.'],
  OWN_ADDRESS_AWAY: [
    'doubtful',
    'The address that the trust list names does not answer from this machine with the list of this node: is the node served, and does the proxy lead to it? From outside it may be otherwise.',
  ],
  LOG_UNWITNESSED: [
    'bad',
    'Too few witnesses have cosigned the log for a quarter of an hour: see which does not answer.',
  ],
  WITNESS_NONE: [
    'doubtful',
    'Nobody cosigns the log: peers do where they say how, or name witnesses in ROGATORY_WITNESS_POLICY_FILE.',
  ],
  WITNESS_AWAY: [
    'doubtful',
    'This witness does not tell what it cosigned last: does it run, and is its address in the policy file right?',
  ],
  TIME_AUTHORITY_FAILS: [
    'bad',
    'The authority does not stamp, or its token does not lead to ROGATORY_TIME_STAMP_AUTHORITIES_FILE.',
  ],
  KEY_ENDS: [
    'doubtful',
    'Make the next one now: rogatory cert renew, or cert request and import; cert use a day later. Of a peer: tell it.',
  ],
  KEY_WAITS: ['doubtful', 'The next one is there and not in use: rogatory cert use. Of a peer: tell it.'],
  KEY_OVER: [
    'bad',
    'It ends within a week: rogatory cert renew, or cert request and import, and cert use. Of a peer: call it today.',
  ],
  TLS_ENDS: ['doubtful', 'Renew the files in place, the certificate and then the key.'],
  TLS_OVER: [
    'bad',
    'The certificate has run out or ends within a week: renew the files in place, the certificate and then the key.',
  ],
} as const satisfies Readonly<Record<string, readonly ['bad' | 'doubtful', string]>>

export type Ailment = keyof typeof ailments

/** What was looked at. */
export type Looked =
  | 'settings'
  | 'keys'
  | 'database'
  | 'log'
  | 'clock'
  | 'disk'
  | 'exhibits'
  | 'peer'
  | 'address'
  | 'witness'
  | 'timeAuthority'
  | 'certificates'

/** What was found of one thing; plain JSON. */
export interface Finding {
  readonly of: Looked
  /** Null: it is well. */
  readonly code: Ailment | null
  readonly severity: 'good' | 'doubtful' | 'bad'
  /** English words for whoever runs the node: what was done and what came of it. */
  readonly words: string
  /** What to do; null: nothing. */
  readonly advice: string | null
  /** State of the peer, or name of the witness; null: it is about this node. */
  readonly about: string | null
  /** How long it took; null: that says nothing here. */
  readonly ms: number | null
}

type More = Partial<Pick<Finding, 'about' | 'ms'>>

export function well(of: Looked, words: string, { about = null, ms = null }: More = {}): Finding {
  return { of, code: null, severity: 'good', words, advice: null, about, ms }
}

export function ill(
  of: Looked,
  code: Ailment,
  words: string,
  { about = null, ms = null }: More = {},
): Finding {
  const [severity, advice] = ailments[code]
  return { of, code, severity, words: words.slice(0, 500), advice, about, ms }
}

/** Does something and tells how long it took; what it throws becomes a finding. */
export async function tried(
  of: Looked,
  codeOf: Ailment | ((reason: unknown) => Ailment),
  work: () => Promise<Finding | string>,
  about: string | null = null,
): Promise<Finding> {
  const began = performance.now()
  const ms = (): number => Math.round(performance.now() - began)
  try {
    const found = await work()
    return typeof found === 'string' ? well(of, found, { about, ms: ms() }) : { ...found, ms: ms() }
  } catch (reason) {
    const code = typeof codeOf === 'string' ? codeOf : codeOf(reason)
    return ill(of, code, wordsOf(reason), { about, ms: ms() })
  }
}

/** What it means for a node that its database does not take what is written. */
export function codeOfWriting(reason: unknown): Ailment {
  const why = whyNothingIsTaken(reason)
  if (why === null) return 'DATABASE_NOT_WRITTEN'
  return why === 'full' ? 'DATABASE_FULL' : 'DATABASE_READ_ONLY'
}

export function wordsOf(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason)
  const cause = reason.cause instanceof Error ? `: ${reason.cause.message}` : ''
  return `${reason.message}${cause}` || reason.name
}
