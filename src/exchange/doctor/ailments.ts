/**
 * What can be wrong with a node, and what to do about it. `bad`: something that it is for does not work, or will not in days;
 * `doubtful`: somebody should look, and work goes on.
 */
export const ailments = {
  KEYS_CLOSED: [
    'bad',
    'Look at ROGATORY_PASSPHRASE_FILE and at identity/ of the data folder; put back a backup of the folder where a file is damaged.',
  ],
  PART_HANGS: [
    'bad',
    'What is looked at there does not answer at all: a disk of the network, a token, or a statement that waits. Whatever the node does with it waits as well.',
  ],
  PART_BROKE: [
    'bad',
    'It could not be looked at, as the words say: run rogatory doctor again, and mend first what else it finds.',
  ],
  LOG_UNCHECKED: [
    'doubtful',
    'Changes to the database would go unseen. Run rogatory log check, and look in the log of the program why the job ownTree fails.',
  ],
  CONFIG_INVALID: ['bad', 'Mend the settings that are named; rogatory serve would not start either.'],
  SCHEMAS_INVALID: [
    'bad',
    'The State’s own schemas (ROGATORY_SCHEMAS) are not taken up: rogatory serve would not start, and no message that needs them could be read. Mend the files that are named, or put back a backup of the folder.',
  ],
  DATABASE_UNAVAILABLE: [
    'bad',
    'Look whether the server of DATABASE_URL runs and lets this user in, and whether it has connections left (max_connections).',
  ],
  DATABASE_REFUSED: [
    'bad',
    'What the message says is to be put right: a node that was never started, the wrong database, an older one, or a role that lacks rights.',
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
    'Set fsync, full_page_writes and synchronous_commit to on, for the server and for the roles of the node: what was answered as done would be lost with the power, or with the primary.',
  ],
  DATABASE_OWNED: [
    'doubtful',
    'The role of the node owns the tables, so whoever gets its connection can change the log. Give the node a role of its own: rogatory migrate --node-role.',
  ],
  NODE_ROLLED_BACK: [
    'bad',
    'Nothing is signed or sent. Put back the newest database that there is; only where there is none, a person decides: rogatory log continue.',
  ],
  MESSAGE_FAILS: [
    'bad',
    'A message of the doctor’s own making is not written, taken or judged as it must be: neither would those of cases be. Look at what the words name: the trust list (state.json), own schemas, or the installed program; install the same version again where a file of it is damaged.',
  ],
  SIGNING_FAILS: [
    'bad',
    'The key of messages does not sign what its certificate verifies. No message leaves and no receipt is given until it does: look at identity/ (or at the token that has the key), and put back a backup of that folder.',
  ],
  SIGNER_NOT_LISTED: [
    'bad',
    'The certificate that signs messages stands in no trust list of this State that counts now, so every peer refuses what this node sends and the receipts it gives. Look at rogatory cert list and at identity/; where the wrong key is in use, rogatory cert use.',
  ],
  SIGNER_NOT_BELIEVED: [
    'bad',
    'Peers do not believe the certificate that signs messages: messages of cases and receipts are refused. Where it ran out or was revoked, rogatory cert renew, or cert request and import, and cert use; where the list of revoked certificates is not there, start the node, which signs or fetches it.',
  ],
  ENCRYPTION_KEY_FAILS: [
    'bad',
    'Peers seal to a key of the trust list that this node cannot open with: what they send is refused as nobody’s, and they try it again for 14 days. Put back the key in identity/ from a backup; where it is gone, rogatory cert renew --use encryption, and peers take the new list within ten minutes.',
  ],
  RECEIPT_FAILS: [
    'bad',
    'The receipt that this node gives does not verify as its peers verify it: they hold their messages for not delivered and send them again. The words say why; the key of messages and the clock come first.',
  ],
  OWN_LIST_OVER: [
    'bad',
    'The trust list of this State has run out, and peers believe nothing of it. A node that is served renews it by itself: is it served, and does its log say why it does not?',
  ],
  LOG_BROKEN: [
    'bad',
    'Somebody has changed the database past its triggers, or a disk has failed. Keep a copy as it is, run rogatory log check, and put back a backup.',
  ],
  LOG_STANDS: [
    'bad',
    'Entries wait for their place. Is the node served, has it heard its peers, and is its clock right? The log of the program says.',
  ],
  LOG_UNPLACED: [
    'bad',
    'A process of this node orders the log, and an entry got no place in it: receipts promise a minute, and peers sound an alarm after ten. Has the node heard its peers, is its clock right, is its database quick? The log of the program says.',
  ],
  LOG_PROOF_FAILS: [
    'bad',
    'What this node proves of its log is not believed: peers cannot hold its receipts to it. Run rogatory log check, and compare the key of the log in the trust list with identity/.',
  ],
  NODE_NOT_SERVED: [
    'doubtful',
    'No process of this node is in service: nothing is sent or taken, and entries of the log get no place. Start rogatory serve, then run the doctor again.',
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
  PEER_KEY_WRONG: [
    'bad',
    'What this peer answers is not signed by a key of its trust list, or is sealed to a key that is not here: its messages and receipts are not taken either. Compare the fingerprints by telephone; then each side lets the other have its newest list (rogatory trust).',
  ],
  PEER_CLOCK_APART: [
    'doubtful',
    'Its clock and the one here differ by more than ten seconds; from five minutes on what is signed is not believed. Compare both with a third, and mend the wrong one.',
  ],
  PEER_HAS_OLD_LIST: [
    'doubtful',
    'It goes by another trust list of this State than the newest: a message signed with a new key is refused there. A node in service tells it; where it stays so for an hour, can it reach the address of this node?',
  ],
  PEER_PROOF_FAILS: [
    'bad',
    'The peer does not prove that its log has what its receipt promised: keep the receipt (rogatory export), and call the peer. Until it proves it, the message counts as received by its word alone.',
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
  WITNESS_KEY_LEFT: [
    'doubtful',
    'The witness has another key: name that one in ROGATORY_WITNESS_POLICY_FILE, in a group with the one before, and start each process again.',
  ],
  TIME_AUTHORITY_FAILS: [
    'bad',
    'The authority does not stamp, or its token does not lead to ROGATORY_TIME_STAMP_AUTHORITIES_FILE.',
  ],
  SCANNER_FAILS: [
    'doubtful',
    'Files are taken in without being looked at, and their verdict says so. Look whether clamd runs and has its signatures, and whether the user of the node may reach what ROGATORY_SCANNER names.',
  ],
  PROVIDER_FAILS: [
    'doubtful',
    'Nobody signs in by the identity provider until it answers; whoever has a password here signs in by that. Look at ROGATORY_OIDC_ISSUER, and whether this machine reaches it and believes its certificate.',
  ],
  COLLECTOR_FAILS: [
    'doubtful',
    'Spans are lost until it takes them, and nothing else. Look whether it runs at ROGATORY_TRACES_ENDPOINT and takes the field of ROGATORY_TRACES_HEADER_FILE; a node under the units that was given another file needs a restart.',
  ],
  KEY_ENDS: [
    'doubtful',
    'Make the next one now: rogatory cert renew, or cert request and import; cert use a day later. Of use authority: see "Renew keys" in docs/operations.md. Of a peer: tell it.',
  ],
  KEY_WAITS: ['doubtful', 'The next one is there and not in use: rogatory cert use. Of a peer: tell it.'],
  KEY_OVER: [
    'bad',
    'It ends within a week: rogatory cert renew, or cert request and import, and cert use. Of use authority: see "Renew keys" in docs/operations.md. Of a peer: call it today.',
  ],
  TLS_ENDS: ['doubtful', 'Renew the files in place, the certificate and then the key.'],
  TLS_OVER: [
    'bad',
    'The certificate has run out or ends within a week: renew the files in place, the certificate and then the key.',
  ],
} as const satisfies Readonly<Record<string, readonly ['bad' | 'doubtful', string]>>

export type Ailment = keyof typeof ailments
