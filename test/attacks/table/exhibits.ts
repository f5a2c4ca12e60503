import { type Attack, guardsIn, nothing, proof, testsIn } from '../attack.ts'

const chunks = guardsIn('src/exhibit/chunkedEncryption.ts')
const atDesk = guardsIn('src/web/desk/givingFile.ts')
const onDesk = testsIn('test/web/desk/files.long.test.ts')
const savedOnly = onDesk('attack 36: are octets to save, of which no browser shows, loads or runs anything')
const streams = guardsIn('src/exhibit/chunkStreams.ts')
const names = guardsIn('src/exhibit/fileName.ts')
const named = testsIn('test/exhibit/fileName.test.ts')(
  'attack 35: is one line that means nothing else than it shows, whatever it was',
)
const fetching = guardsIn('src/exchange/exhibits/fetch.ts')
const onTransfer = testsIn('test/whole/exhibitTransfer.test.ts')
const secondHash = onTransfer(
  'attack 37: whose second hash is another than the one that was signed is set aside, however it comes',
)
const opened = guardsIn('src/exchange/exhibits/openExhibit.ts')
const onBombs = testsIn('test/exchange/exhibits/bombs.test.ts')
const sealedFiles = guardsIn('src/exchange/custody/checkSealed.ts')
const onReports = testsIn('test/whole/custodyReports.test.ts')
const told = testsIn('test/exhibit/chunkedEncryption.test.ts')(
  'attack 38: tells what is cut off, changed, swapped, added, or of another key or place',
)

/** Attacks on files that are handed over. */
export const exhibitAttacks: readonly Attack[] = [
  {
    number: 35,
    name: 'The name of a file: `../`, NUL, CON, 300 bytes, right to left, `.html`',
    expected: 'kept by its digest; the name that is shown is harmless; nothing is opened by a browser',
    codes: [],
    proofs: [
      proof(names('lastOfPath', 'path.split(/[/\\\\]/)', '[path]'), named),
      proof(names('readable', ".replace(unseen, '')"), named),
      proof(names('harmlessEverywhere', 'device.test(shown)', 'false'), named),
      proof(names('short', 'if (fits(name)) return name', 'return name'), named),
      proof(names('withoutEdges', '/^[ ]+|[ .]+$/g', '/^[ ]+/g'), named),
      proof(
        atDesk('giveFile', 'safeFileName(row.name)', 'row.name'),
        onDesk(
          'attack 35: are given under a name that is harmless wherever they are saved, whatever the name was',
        ),
        onDesk('attack 35: are saved by a browser under that name'),
      ),
    ],
  },
  {
    number: 36,
    name: 'A zip bomb, archives in archives, a file of two kinds',
    expected:
      'never unpacked by a node; bounded in size; its type is that of its beginning, and it is given to peers and at the desk as octets that no browser shows',
    codes: ['EXHIBIT_TOO_LARGE'],
    proofs: [
      proof(
        guardsIn('src/exhibit/takeIn.ts')('reading', 'if (bytes > bytesMax) throw new TooLarge()'),
        onBombs('attack 36: is bounded in size while it is read, whatever it says of itself'),
      ),
      proof(
        guardsIn('src/exhibit/mediaType.ts')('sniffMediaType', 'if (known !== null) return known'),
        onBombs('attack 36: is what it begins as, whatever comes behind and whatever it is called'),
      ),
      proof(
        guardsIn('src/web/api/exhibits.ts')('give', "'Content-Disposition': 'attachment',"),
        testsIn('test/web/app.test.ts')(
          'attack 36: are octets to save and nothing that a browser would show',
        ),
      ),
      proof(atDesk('giveFile', "    .type('application/octet-stream')\n"), savedOnly),
      proof(atDesk('giveFile', `, 'Content-Security-Policy': "sandbox; default-src 'none'"`), savedOnly),
    ],
    beside: 'there is no code in a node that writes what is in an archive',
  },
  {
    number: 37,
    name: 'A file that has not the hash or the size that was signed',
    expected:
      'set aside and shown to nobody; the log tells of it on both sides, and the other State is told, signed',
    codes: ['EXHIBIT_DAMAGED', 'EXHIBIT_TRUNCATED'],
    proofs: [
      proof(
        fetching('judged', '    sha256 === announced.sha256 &&\n'),
        onTransfer('attack 37: whose hash is another than the one that was signed is set aside'),
      ),
      proof(
        guardsIn('src/exchange/exhibits/fetchTogether.ts')(
          'isHashedAs',
          ' && sha256(clear).equals(row.sha256)',
        ),
        onTransfer('attack 37: whose hash is another than the one that was signed is set aside'),
      ),
      proof(fetching('judged, the second hash', '    sha512 === announced.sha512 &&\n'), secondHash),
      proof(
        guardsIn('src/exchange/exhibits/fetchTogether.ts')('isHashedAs, the second hash', 'isSecond && '),
        secondHash,
      ),
      proof(
        guardsIn('src/exchange/exhibits/openThrough.ts')('openThrough', '  check()\n'),
        onTransfer(
          'attack 37: that lies here already and has another second hash than was signed is fetched, and set aside',
        ),
        onDesk('attack 37: are given to nobody where all of them opens and is not what was hashed'),
      ),
      proof(
        guardsIn('src/exchange/exhibits/fetchOne.ts')(
          'fetchOne',
          'if (sealedBytes(row.bytes) !== row.sealed_bytes)',
          'if (row.bytes < 0)',
        ),
        onTransfer('attack 37: whose size is another than the one that was signed is not fetched'),
      ),
      proof(
        guardsIn('src/exchange/exhibits/handOver.ts')(
          'handOverRefusal',
          'const other = disagreement(exhibit, kept.announcement)',
          'const other = exhibit.id === deposit.id ? disagreement(exhibit, kept.announcement) : null',
        ),
        onTransfer('attack 37: is announced only as the node has it'),
      ),
      proof(
        sealedFiles('faultOf', "hash.digest('hex') === name ? null", "name !== '' ? null"),
        onReports('attack 37: finds two sealed files that were swapped where they lie'),
      ),
    ],
  },
  {
    number: 38,
    name: 'A stream that is cut, chunks swapped or dropped, a wrong key',
    expected: 'an error, and nothing of the file is shown',
    codes: ['EXHIBIT_TRUNCATED', 'EXHIBIT_DAMAGED', 'EXHIBIT_KEY_WRONG'],
    proofs: [
      proof(
        chunks(
          'openHeader',
          'timingSafeEqual(keys.commitment, header.subarray(saltBytes))',
          'header.length > 0',
        ),
        told,
      ),
      proof(chunks('openChunk', '    decipher.final()\n', nothing), told),
      proof(
        chunks(
          'nonceOf',
          'nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ low) >>> 0, 8)',
          'nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ (low * 0)) >>> 0, 8)',
        ),
        told,
      ),
      proof(streams('opening', 'if (last.length === 0)', 'if (last.length < 0)'), told),
      proof(
        guardsIn('src/exchange/custody/note.ts')(
          'noteAndTell',
          "hashed.code === 'EXHIBIT_DAMAGED' && row.status === 'whole'",
          "hashed.code === 'EXHIBIT_UNKNOWN' && row.status === 'whole'",
        ),
        testsIn('test/cli/exhibitCustody.test.ts')(
          'attack 38: hashes nothing that does not open, and sets it aside',
        ),
      ),
      proof(
        opened(
          'openAndTell, before the first byte',
          '  if (fault !== null) return await foundDamaged(node, row, order, fault)\n',
        ),
        onDesk(
          'attack 38: are set aside where they turn out damaged as somebody saves them, and not a byte is given',
        ),
      ),
      proof(
        [chunks('openChunk', '    decipher.final()\n', nothing), opened('endingOnlyIf', '        check()\n')],
        onDesk('attack 38: that become others while they are given end in an error, short of what was said'),
      ),
    ],
  },
]
