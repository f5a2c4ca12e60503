import type { EventShape } from './eventShape.ts'

/** What is audited of the node itself: its tokens, its keys, whom it believes, its start and its log. */
export const nodeEvents = {
  'token.made': {
    tells:
      'A person made a token by which a system of this State proves itself to this node. The details name it, say for which authority the system asks and what it may, when the token ends, and which officer answers for what the system writes. Who asks by it stands as the actor with this name and the role token.',
    actor: 'always',
    details: { authority: 'text', name: 'text', officer: 'text?', scopes: 'texts', until: 'text' },
  },
  'token.confirmed': {
    tells:
      'Another administrator confirmed a token that was made at the desk: from then on it counts. The details name it, and whoever made it.',
    actor: 'always',
    details: { madeBy: 'text', name: 'text' },
  },
  'token.revoked': {
    tells:
      'A token counts no more. The code is byPerson, or afterLoss: the database of this node went back and might have forgotten that it was revoked.',
    actor: 'maybe',
    needs: ['code'],
    details: { name: 'text' },
  },
  'token.refused': {
    tells:
      'Somebody came with a token that is not one of this node, or that does not count (any more) for what was asked; it is named where it is known, and so is the address from which it came.',
    needs: ['code'],
    details: { from: 'text?', name: 'text?' },
    acting: ['name'],
  },
  'key.added': {
    tells: 'This node has a new key. The digest is that of its certificate or public key, the code its use.',
    actor: 'maybe',
    needs: ['digest', 'code'],
  },
  'key.retired': {
    tells:
      'A key of this node was taken out of use. The digest is that of its certificate or public key, the code its use.',
    actor: 'maybe',
    needs: ['digest', 'code'],
  },
  'passphrase.changed': {
    tells:
      'A person had the keys of this node, and the secrets in its database, sealed under another passphrase. The count is that of the files and secrets that were sealed anew; the keys are the same.',
    actor: 'always',
    needs: ['count'],
  },
  'trustList.issued': {
    tells:
      'This State signed a new trust list of its own. The digest is that of the list, the count its sequence number.',
    actor: 'maybe',
    needs: ['digest', 'count'],
  },
  'trustList.accepted': {
    tells:
      'A trust list of a peer was verified and is in force. The digest is that of the list, the count its sequence number.',
    actor: 'maybe',
    needs: ['peer', 'digest', 'count'],
  },
  'trustList.refused': {
    tells:
      'What came as the trust list of a peer was not taken; the one before stays in force. The digest is that of the bytes that came.',
    actor: 'maybe',
    needs: ['peer', 'digest', 'code'],
  },
  'trustList.recalled': {
    tells:
      'A peer has a trust list of this State that this node had lost; the next one gets a higher number. The digest is that of the list, the count its sequence number.',
    needs: ['peer', 'digest', 'count'],
  },
  'revocationList.issued': {
    tells:
      'This State signed a list of the certificates that its authority has revoked. The count is that of the certificates in it.',
    needs: ['digest', 'issuer', 'count'],
  },
  'revocationList.accepted': {
    tells:
      'A list of the certificates that an authority of a peer has revoked was fetched and accepted. The count is that of the certificates in it.',
    needs: ['peer', 'digest', 'issuer', 'count'],
  },
  'revocationList.refused': {
    tells: 'A list of revoked certificates was refused; the one before stays in force until it runs out.',
    needs: ['peer', 'digest', 'issuer', 'code'],
  },
  'certificate.revoked': {
    tells:
      'A person revoked a certificate of this State: the next list of its authority names it. The code is the reason (RFC 5280 section 5.3.1).',
    actor: 'always',
    needs: ['digest', 'code'],
    details: { invalidFrom: 'text?' },
  },
  'peer.pinned': {
    tells:
      'A person pinned the signers of the trust lists of a peer. The digest is that of the signer certificate.',
    actor: 'always',
    needs: ['peer', 'digest'],
  },
  'peer.pinnedAgain': {
    tells:
      'A person pinned a peer that was known with a signer that none of its lists had announced. The digest is that of the signer certificate; the details say why.',
    actor: 'always',
    needs: ['peer', 'digest'],
    details: { reason: 'text' },
  },
  'peer.unpinned': {
    tells:
      'A person ended the pin of a peer: nothing goes to it or comes from it any more, and its lists are not fetched. What it signed before is judged by its lists of then. The count is that of the messages that waited for it; the details say why.',
    actor: 'always',
    needs: ['peer', 'count'],
    details: { reason: 'text' },
  },
  'peer.heard': {
    tells:
      'A peer told what it has of the records between us since this node came up. The count is that of the messages that were fetched back; from now on new messages go to it.',
    needs: ['peer', 'count'],
  },
  'peer.excused': {
    tells:
      'A person decided that new messages go to a peer that has not told what it has of the records between us, until the node comes up again.',
    actor: 'always',
    needs: ['peer'],
  },
  'node.started': {
    tells: 'The node started. The digest is that of its configuration, secrets apart.',
    needs: ['digest'],
    details: { version: 'text' },
  },
  'node.stopped': {
    tells: 'The node stopped in order.',
  },
  'doctor.ran': {
    tells:
      'Somebody had the node tried by rogatory doctor, which noted this to see that an entry gets its place. The digest is that of the drill that the node signed, judged and took in transactions that were undone: it went to nobody and is kept nowhere. Absent: none was signed.',
    may: ['digest'],
  },
  'configuration.changed': {
    tells:
      'The settings of the State (state.json) differ from those with which the node started last. The digest is that of the new ones, the one in the details that of those before; the details name the members that differ, and nothing of what they say.',
    needs: ['digest'],
    details: { before: 'text', settings: 'texts' },
  },
  'log.continued': {
    tells:
      'The database of this node went back, so the log that it had signed ends, and this one, under another name, begins with what is left of it. The count is that of the entries that are left, the digest the root of the old log at that size, the code the last word of its name. Where it is known how far the old log had been signed, the details say so.',
    actor: 'maybe',
    needs: ['digest', 'count', 'code'],
    details: { reason: 'text', root: 'text?', size: 'number?' },
  },
  'log.closed': {
    tells:
      'The last entry of a log whose key was left: the log that follows has another name and key, and begins with all entries of this one. The digest is the SHA-256 of the verifier key of the log that follows, the code the last word of its name.',
    needs: ['digest', 'code'],
  },
  'log.opened': {
    tells:
      'This log follows one that was closed in order, and begins with all its entries. The count is that of those entries, the digest the root of the log before, the code the last word of its name.',
    needs: ['digest', 'count', 'code'],
  },
  'log.checkBegun': {
    tells:
      'A person had the node read all of its log anew. The count is that of the entries that there were; what was found is told by an entry of its own.',
    actor: 'always',
    needs: ['count'],
  },
  'log.checked': {
    tells:
      'The node read its log anew, all of it or what was new and a part of the rest, and it was as it was signed. The count is that of the entries that it read.',
    actor: 'maybe',
    needs: ['count'],
  },
  'log.broken': {
    tells:
      'The node read its log anew and found something that is not as it was signed. The count is that of the entries before it.',
    actor: 'maybe',
    needs: ['count'],
    details: { object: 'text', what: 'text' },
  },
  'witness.refused': {
    tells:
      'The log of a peer was not cosigned: what it has signed shows that it does not begin with what this node had cosigned of it. The digest is that of the checkpoint that was refused, the count the size that was cosigned; both checkpoints are kept.',
    needs: ['peer', 'digest', 'code', 'count'],
  },
  'log.unwitnessed': {
    tells:
      'For too long, too few witnesses have cosigned what this log has grown by. The count is the size that was cosigned last by enough of them.',
    needs: ['count'],
  },
  'log.witnessed': {
    tells: 'Enough witnesses cosign this log again. The count is the size that they have cosigned.',
    needs: ['count'],
  },
  'log.stamped': {
    tells:
      'A time-stamping authority signed a head of this log (RFC 3161). The digest is that of the token, the count the size of the head.',
    needs: ['digest', 'count'],
  },
  'log.unstamped': {
    tells:
      'For too long, the time-stamping authority has signed no head of this log, which has grown. The count is the size of the head that was signed last.',
    needs: ['count'],
  },
} as const satisfies Readonly<Record<string, EventShape>>
