import type { EventShape } from './eventShape.ts'

/** What is audited of files. A file is named by its sealed form: of that no one can tell whether it is a file they know. */
export const exhibitEvents = {
  'exhibit.taken': {
    tells:
      'A person had a file taken in by this node. The digest is that of its sealed form; the details tell its name, size and SHA-256, the id of the deposit, that of the one from which it was made, what a scanner said of it, and where and why it was taken in, as far as somebody says.',
    actor: 'always',
    needs: ['digest'],
    details: {
      bytes: 'number',
      deposit: 'text',
      name: 'text',
      place: 'text?',
      reason: 'text?',
      scan: 'text?',
      sha256: 'text',
      signature: 'text?',
      source: 'text?',
    },
  },
  'exhibit.forgotten': {
    tells:
      'A file that was taken in for a draft, and that no message hands over, was destroyed with the key that opens it: a person took it off the draft, or the draft was dropped, or what was to bring it broke off. The digest is that of its sealed form.',
    actor: 'maybe',
    needs: ['digest'],
    details: { deposit: 'text' },
  },
  'upload.begun': {
    tells:
      'A system of this State began to upload a file, by a token, or a person at the desk did, for a draft. The details have the id of the upload, the name and the size that were announced, and the request for which it is, where one was named.',
    actor: 'always',
    details: { bytes: 'number', name: 'text', request: 'text?', upload: 'text' },
  },
  'upload.ended': {
    tells:
      'An upload is over. The code is taken, and the details have the id of the deposit that it became; or ended, by who had begun it; or expired; or why it was not taken in.',
    actor: 'maybe',
    needs: ['code'],
    details: { deposit: 'text?', upload: 'text' },
  },
  'exhibit.received': {
    tells:
      'A file that another State hands over is here as a whole: each part of it opened, and size and hashes are those of the signed message. The digest is that of its sealed form; the details tell where the node stands, where somebody says.',
    record: 'maybe',
    needs: ['peer', 'digest'],
    details: { bytes: 'number', deposit: 'text', place: 'text?' },
  },
  'exhibit.damaged': {
    tells:
      'What came of a file that another State hands over is not what its message announced, also when it was fetched once more. It was set aside, and is shown to nobody. The details have the SHA-256 that was computed, where all of it opened and is another file.',
    record: 'maybe',
    needs: ['peer', 'digest', 'code'],
    details: { bytes: 'number', deposit: 'text', place: 'text?', sha256: 'text?' },
  },
  'exhibit.accepted': {
    tells:
      'A person accepted a file that another State hands over and that waited for it, so that it is fetched.',
    record: 'maybe',
    actor: 'always',
    needs: ['peer', 'digest'],
    details: { bytes: 'number', deposit: 'text' },
  },
  'exhibit.ruled': {
    tells:
      'A person set what a peer may hand over here, when it is fetched and how fast files go between the two; without a peer it is the rule for every State that has none of its own. What is absent from the details is not limited.',
    actor: 'always',
    may: ['peer'],
    details: {
      acceptBytes: 'number?',
      bytesPerSecond: 'number?',
      hours: 'text?',
      quotaBytes: 'number?',
      timeZone: 'text?',
    },
  },
  'exhibit.listed': {
    tells: 'A person saw a list of the files of this node. The count is that of the files shown.',
    actor: 'always',
    needs: ['count'],
  },
  'exhibit.opened': {
    tells:
      'A person had a file opened, to have it outside of this node. The digest is that of its sealed form; the details tell why, and where as far as somebody says. It is told before the first byte is given: where the file then did not open, act.refused follows.',
    record: 'maybe',
    actor: 'always',
    needs: ['digest'],
    details: { deposit: 'text', place: 'text?', reason: 'text' },
  },
  'exhibit.told': {
    tells:
      'The node of the other State has answered, signed, to a report of this one on a file between them. The digest is that of the sealed form, the code what was reported: whole, why it is damaged, why it waits here for a reason of this State, or fetching where that reason is over; the details have the digest of the report, and the code with which the other node does not keep it.',
    record: 'maybe',
    needs: ['peer', 'digest', 'code'],
    details: { deposit: 'text', refusal: 'text?', report: 'text' },
  },
  'exhibit.reported': {
    tells:
      'The node of the other State has told, signed, how it found a file that was handed over between the two, or why it cannot take it yet, and this one keeps that. The digest is that of the sealed form, the code what was reported: whole, why it is damaged, why it waits there, or fetching where that reason is over; the details have the digest of the report and what was looked at.',
    record: 'maybe',
    needs: ['peer', 'digest', 'code'],
    details: { deposit: 'text', event: 'text', report: 'text' },
  },
  'exhibit.checked': {
    tells:
      'The sealed file was read as a whole where it lies, and its size and hash held against those it must have. The code is whole, or says what is wrong: then it was set aside, and is shown and given to nobody. Of those that are read in turn and are whole nothing is told.',
    record: 'maybe',
    actor: 'maybe',
    needs: ['digest', 'code'],
    details: { deposit: 'text', place: 'text?' },
  },
  'exhibit.wanted': {
    tells: 'A person had a file that was damaged fetched anew. The digest is that of its sealed form.',
    record: 'maybe',
    actor: 'always',
    needs: ['digest'],
    details: { deposit: 'text', reason: 'text' },
  },
  'exhibit.noted': {
    tells:
      'A person noted who had the thing or the file in hands. The digest is that of the sealed form, the code the action, the count the number of the note; the details have the event as JSON (schemas/part/custody-event.json), where it was hashed again with that hash.',
    record: 'maybe',
    actor: 'always',
    needs: ['digest', 'code', 'count'],
    details: { deposit: 'text', event: 'text' },
  },
  'exhibit.traced': {
    tells:
      'A person saw the chain of custody of a file. The digest is that of its sealed form, the count that of the links shown.',
    record: 'maybe',
    actor: 'always',
    needs: ['digest', 'count'],
    details: { deposit: 'text' },
  },
} as const satisfies Readonly<Record<string, EventShape>>
