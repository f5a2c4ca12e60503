import { randomUUID } from 'node:crypto'
import { folderSizes, zipSizes } from '../../src/audit/bundle/sizes.ts'
import { type RawEntry, rawZip } from './rawZip.ts'

/** A zip file that nobody may read, and the code with which it is refused. */
export interface HostileZip {
  readonly said: string
  readonly bytes: Buffer
  readonly code: string
  /** 40 where it was damaged or changed, 64 where it is no such thing as was asked for. */
  readonly exit: number
}

/** A refusal of something else than damage. */
const wrongUseCodes: ReadonlySet<string> = new Set(['ZIP_INVALID', 'ZIP_TOO_LARGE', 'NO_BUNDLE'])

const mebibyte = 1024 * 1024
const checkpoint: RawEntry = { name: 'checkpoint', data: Buffer.from('one') }
const zeros = Buffer.alloc(10 * mebibyte)

/** Zip files of every hostile kind. */
export function hostileZips(): HostileZip[] {
  return refusedZips().map((one) => ({ ...one, exit: wrongUseCodes.has(one.code) ? 64 : 40 }))
}

function refusedZips(): Omit<HostileZip, 'exit'>[] {
  const named = (name: string): Omit<HostileZip, 'exit'> => ({
    said: `the name ${JSON.stringify(name.slice(0, 40))}`,
    bytes: rawZip([checkpoint, { name, data: Buffer.from('x') }]),
    code: 'ZIP_NAME_NOT_ALLOWED',
  })
  const with_ = (said: string, code: string, entry: Partial<RawEntry>): Omit<HostileZip, 'exit'> => ({
    said,
    bytes: rawZip([{ ...checkpoint, ...entry }]),
    code,
  })
  return [
    ...[
      '../checkpoint',
      'a/../../b',
      '/etc/passwd',
      'C:/x',
      'a\\..\\b',
      '\\\\host\\x',
      'a\\b',
      './a',
      'a//b',
      'a\0b',
      'a\nb',
      '',
      'n'.repeat(301),
    ].map(named),
    { said: 'no zip file', bytes: Buffer.from('this is a text'), code: 'ZIP_INVALID' },
    { said: 'an empty file', bytes: Buffer.of(), code: 'ZIP_INVALID' },
    { said: 'a zip file with nothing in it', bytes: rawZip([]), code: 'NO_BUNDLE' },
    { said: 'one that is cut off', bytes: rawZip([checkpoint]).subarray(0, -8), code: 'ZIP_DAMAGED' },
    { said: 'half of one', bytes: halved(rawZip([checkpoint])), code: 'ZIP_DAMAGED' },
    { said: 'one whose last byte lacks', bytes: rawZip([checkpoint]).subarray(0, -1), code: 'ZIP_DAMAGED' },
    {
      said: 'one byte behind',
      bytes: rawZip([checkpoint], Buffer.of(), Buffer.of(0)),
      code: 'ZIP_AMBIGUOUS',
    },
    {
      said: 'a name twice',
      bytes: rawZip([checkpoint, { ...checkpoint, data: Buffer.from('two') }]),
      code: 'ZIP_AMBIGUOUS',
    },
    {
      said: 'a bundle at the top and one in a folder',
      bytes: rawZip([checkpoint, { ...checkpoint, name: 'bundle-vn/checkpoint', data: Buffer.from('two') }]),
      code: 'ZIP_AMBIGUOUS',
    },
    {
      said: 'a record at the top and a court bundle in a folder',
      bytes: rawZip([
        { ...checkpoint, name: `record/${randomUUID()}/0001.jws` },
        { ...checkpoint, name: 'case/bundle/checkpoint' },
      ]),
      code: 'ZIP_AMBIGUOUS',
    },
    {
      said: 'two names of one place',
      bytes: rawZip([checkpoint, { ...checkpoint, name: 'other', at: 0 }]),
      code: 'ZIP_AMBIGUOUS',
    },
    with_('another name at the file than in the directory', 'ZIP_AMBIGUOUS', { localName: 'checkpoinT' }),
    { said: 'bytes before', bytes: rawZip([checkpoint], Buffer.from('#!/bin/sh\n')), code: 'ZIP_AMBIGUOUS' },
    {
      said: 'bytes behind',
      bytes: rawZip([checkpoint], Buffer.of(), Buffer.from('more')),
      code: 'ZIP_AMBIGUOUS',
    },
    {
      said: 'a second zip file behind',
      bytes: Buffer.concat([rawZip([checkpoint]), rawZip([checkpoint])]),
      code: 'ZIP_AMBIGUOUS',
    },
    with_('a bomb', 'ZIP_TOO_LARGE', { method: 8, data: zeros }),
    with_('a bomb that says to be small', 'ZIP_DAMAGED', { method: 8, data: zeros, size: 100 }),
    with_('a file that says to be longer', 'ZIP_DAMAGED', { size: 4 }),
    with_('a file larger than one may be', 'ZIP_TOO_LARGE', {
      size: folderSizes.fileBytesMax + 1,
      packedSize: folderSizes.fileBytesMax + 1,
    }),
    {
      said: 'files that are too large together',
      bytes: rawZip(
        Array.from({ length: 17 }, (_, at) => ({
          name: `${at}`,
          size: 1000 * mebibyte,
          packedSize: 1000 * mebibyte,
        })),
      ),
      code: 'ZIP_TOO_LARGE',
    },
    {
      said: 'too many entries',
      bytes: rawZip(Array.from({ length: zipSizes.filesMax + 1 }, (_, at) => ({ name: `${at}` }))),
      code: 'ZIP_TOO_LARGE',
    },
    with_('a file of which the archive has less than it says', 'ZIP_DAMAGED', {
      size: 900 * mebibyte,
      packedSize: 900 * mebibyte,
    }),
    with_('an encrypted file', 'ZIP_INVALID', { flags: 1 }),
    with_('packed in a way of its own', 'ZIP_DAMAGED', { method: 12 }),
    with_('packed bytes that are none', 'ZIP_DAMAGED', { method: 8, packed: Buffer.from('not deflated') }),
    with_('another checksum', 'ZIP_DAMAGED', { crc: 1 }),
  ]
}

function halved(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length >> 1)
}
