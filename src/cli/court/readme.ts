import { harmless } from '../terminal.ts'

/** What a court bundle says of itself to whoever unpacks it. */
export function readmeOf(reference: string): string {
  return `This is a court bundle: the evidence of one request between two States, ${harmless(reference)}, in one file.

  report.html      what is proven, by whom and since when, and what is not. Begin here.
  made.jws         what the State has signed of the files beside bundle/: the SHA-256 of each, and for whom they are
  letters/         each message as a formal letter, in the language of the reader
  exhibits.sha256  the hashes of the files that the messages announce, where they announce any
  verify.html      a page that makes the check again, in a browser, without any network
  bundle/          the evidence itself: the signed messages and receipts, the trust lists, the lists of revoked
                   certificates, and the whole log of the node with its proofs (see bundle/README)

Only what lies in bundle/ is evidence. The report, the letters and this file are words about it. The State whose node made
them has signed them as they are, in made.jws: the check names each that was changed, left out or added since. The command
also makes them again of the evidence, where it is the program that made them, and names each that is not the same.

To make the check again, drop the file as you got it on verify.html, or use the command, from where you trust the program:

  node /path/to/source/dist/rogatory.js verify /path/to/FILE.zip

Whoever could forge the bundle could forge the page in it as well. So take verify.html from your own authority, or from
where the program is published; the command with "verify --page FILE" writes it and prints its SHA-256. And compare the
fingerprints that the check shows with the States themselves: a forger can make keys of his own.

The check of this bundle together with that of the other State shows more: what one of them does not tell.
`
}
