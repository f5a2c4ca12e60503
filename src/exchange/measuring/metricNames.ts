/** A number that is told at a moment. */
export interface GaugeDefinition {
  readonly help: string
  readonly labels?: readonly string[]
}

/**
 * Everything that is read at the moment at which somebody asks. A label is a State of a pinned peer, or a word of a closed list:
 * nothing of a request, a person or a message stands in one.
 */
export const gauges = {
  rogatory_build_info: { help: 'The version of the program, in a label; always 1', labels: ['version'] },
  rogatory_database_up: {
    help: '1 where the database answered in time; else what is read of it is not told',
  },
  rogatory_numbers_read: {
    help: '1 where what is read of a database that answers was read in time; else it is not told',
  },
  rogatory_database_connections: {
    help: 'Connections of this process to the database',
    labels: ['standing'],
  },
  rogatory_ready: {
    help: '1 where what /health/ready looks at was found well, by what it looks at; inTime: it was found out within four seconds, else the others are not told',
    labels: ['check'],
  },
  rogatory_alarms_noted: {
    help: 'Entries of the log that are an alarm, within the last three days; of each event the newest 1,000 are counted',
    labels: ['event'],
  },
  rogatory_secrets_open: {
    help: 'Files with a secret of this node that everybody on its machine may read or change',
  },
  rogatory_secrets_unseen: {
    help: 'Files with a secret of this node that cannot be looked at',
  },
  rogatory_job_running_seconds: {
    help: 'Since when the round of a job that is under way lasts; of one that rests it is not told',
    labels: ['task'],
  },
  rogatory_backup_age_seconds: {
    help: 'Since when the last backup is that has everything (before there is one: since the first was begun); where rogatory backup never ran it is not told',
  },
  rogatory_backup_outcome: {
    help: '1 at what became of the backup that was begun last, 0 at the others',
    labels: ['outcome'],
  },
  rogatory_rolled_back: { help: '1 where the database is older than what this node has signed' },
  rogatory_clock_apart_seconds: {
    help: 'How far the clock of the machine is from that of the database, at least',
  },
  rogatory_messages_waiting: { help: 'Messages that wait for the node of a peer', labels: ['peer'] },
  rogatory_messages_waiting_oldest_seconds: {
    help: 'Age of the message that has waited longest for a peer',
    labels: ['peer'],
  },
  rogatory_messages_dead: { help: 'Messages that were given up and wait for a person', labels: ['peer'] },
  rogatory_messages_uncounted: {
    help: '1 where more messages wait, or were given up, than were counted: the oldest 10,000 are; peers of which none is among them are not told then',
  },
  rogatory_deadlines: {
    help: 'Deadlines that end within three days (atRisk) or have passed and stand (missed), by the side that owes',
    labels: ['side', 'kind', 'standing'],
  },
  rogatory_deadlines_uncounted: {
    help: '1 where more records have such a deadline than were opened: the first 1,000 are',
  },
  rogatory_requests_kept_over: {
    help: 'Ended requests that were kept for their time, are under no hold, and that nobody has erased',
  },
  rogatory_requests_kept_over_oldest_seconds: {
    help: 'Since when the time of that of them is over that was kept longest; 0: there is none',
  },
  rogatory_log_size: { help: 'Entries in the signed log' },
  rogatory_log_checkpoint_age_seconds: { help: 'Age of the newest signed head of the log' },
  rogatory_log_pending_entries: { help: 'Entries that wait for their place in the log' },
  rogatory_log_pending_oldest_seconds: { help: 'Age of the entry that has waited longest for its place' },
  rogatory_log_unwitnessed_entries: {
    help: 'Entries that are in no head that enough witnesses have cosigned',
  },
  rogatory_log_unwitnessed_seconds: {
    help: 'Age of the oldest entry that is in no head that enough witnesses have cosigned',
  },
  rogatory_log_broken: {
    help: '1 where the last check of the own log found that it is not what was signed',
  },
  rogatory_log_checked_age_seconds: {
    help: 'Since when no look through the own log has come to its end; before the first is due it is not told',
  },
  rogatory_log_unstamped_seconds: {
    help: 'Age of the oldest entry that is in no head which the time-stamping authority has stamped; without such an authority it is not told',
  },
  rogatory_log_cosigned_age_seconds: { help: 'Age of the last cosignature of a witness' },
  rogatory_balance_differs: {
    help: '1 where this node and a peer did not have the same messages at their last balance',
    labels: ['peer'],
  },
  rogatory_balance_age_seconds: {
    help: 'Age of the last balance with a peer; where there was none, of its pin',
    labels: ['peer'],
  },
  rogatory_promises_unproven: {
    help: 'Entries that receipts of a peer have promised and of which no proof is here yet',
    labels: ['peer'],
  },
  rogatory_promises_late: {
    help: 'Of these, those that lacked in the log of the peer for so long that it was an alarm',
    labels: ['peer'],
  },
  rogatory_key_days_left: {
    help: 'Whole days until the key in use for lists, messages or HTTP, else the last in force for a use, ends; without an end it is not told',
    labels: ['state', 'use'],
  },
  rogatory_key_in_use_days_left: {
    help: 'Whole days until the certificate ends with which this node signs messages, requests of HTTP or lists; negative: it has ended',
    labels: ['state', 'use'],
  },
  rogatory_tls_days_left: { help: 'Whole days until a TLS certificate of this node ends', labels: ['where'] },
  rogatory_trust_list_age_seconds: {
    help: 'Age of the newest trust list of a State, of this one (own) or another (peers)',
    labels: ['state', 'of'],
  },
  rogatory_trust_list_seconds_left: {
    help: 'Time until the newest trust list of a State runs out; negative: it has',
    labels: ['state', 'of'],
  },
  rogatory_revocation_list_age_seconds: {
    help: 'Age of the oldest list of revoked certificates that the trust list of a State names',
    labels: ['state', 'of'],
  },
  rogatory_revocation_list_seconds_left: {
    help: 'Time until the first of these lists runs out; negative: it has, and nothing of the State is accepted',
    labels: ['state', 'of'],
  },
  rogatory_revocation_list_lacks: {
    help: '1 where a list of revoked certificates that the trust list of a State names is not here or has run out: nothing that needs it is believed',
    labels: ['state', 'of'],
  },
  rogatory_witness_keys_left: {
    help: 'Keys in the witness policy file whose follower it does not name; each counts for 31 days at most',
  },
  rogatory_circuit_open: { help: '1 where the node of a peer cannot be reached', labels: ['peer'] },
  rogatory_circuit_failures: {
    help: 'Rounds of posts to a peer that failed since it answered last',
    labels: ['peer'],
  },
  rogatory_peer_heard: {
    help: '1 where a peer has told what it has since the node came up; nothing new goes to it before',
    labels: ['peer'],
  },
  rogatory_exhibits_pending: {
    help: 'Files of other States that are not here yet, by where they stand',
    labels: ['standing'],
  },
  rogatory_exhibits_damaged: {
    help: 'Files that do not lie here as they were, damaged or not there at all: of this State (own) or of others (peers)',
    labels: ['of'],
  },
  rogatory_webhooks_dead: { help: 'Deliveries to systems of this State that were given up' },
  rogatory_exhibits_free_bytes: { help: 'Bytes that may still be written where files are on their way' },
  rogatory_data_free_bytes: { help: 'Bytes that may still be written where the data folder lies' },
} as const satisfies Readonly<Record<string, GaugeDefinition>>

export type GaugeName = keyof typeof gauges

/** Everything that is counted by this process while it works. `task` is the name of a job: `job` is what Prometheus calls its target. */
export const counters = {
  rogatory_refusals_total: {
    help: 'What was refused: by this node to a peer, by a peer to this node, or to a person or system of its own',
    labels: ['by', 'code'],
  },
  rogatory_job_failures_total: { help: 'Rounds of a job that failed', labels: ['task'] },
  rogatory_post_messages_total: {
    help: 'Messages that went to peers or came from them, those that came again as well',
    labels: ['direction', 'outcome'],
  },
  rogatory_log_lines_total: {
    help: 'Lines of the log of the program that are a warning or an error',
    labels: ['level'],
  },
  rogatory_token_failures_total: {
    help: 'Signatures that a token (PKCS#11) was asked for and did not make',
    labels: [],
  },
} as const

export const histograms = {
  rogatory_job_round_seconds: {
    help: 'How long a round of a job took',
    labels: ['task'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
  },
  rogatory_post_seconds: {
    help: 'How long a post of messages took, to a peer or from one',
    labels: ['direction', 'outcome'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
  },
} as const
