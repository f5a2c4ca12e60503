import { dimensions } from '../../exchange/review/tally.ts'
import { letterLanguages } from '../../letter/language.ts'
import { apiPaths, exhibitPaths, readerPaths } from '../paths.ts'
import {
  type Content,
  type Operation,
  type Parameter,
  inHead,
  inPath,
  inQuery,
  jsonAnswer,
  linkHead,
  text,
  uuid,
} from './operation.ts'

const until: readonly Parameter[] = [
  inQuery('from', 'A day (2026-11-14) or an instant (2026-11-14T20:00:00Z); from then on.'),
  inQuery('until', 'The same; before then.'),
]
const about: readonly Parameter[] = [
  inQuery('request', 'A reference, or an id of a request.'),
  inQuery('peer', 'The code of a State.', { type: 'string', pattern: '^[A-Z]{2,3}$' }),
]

/** An answer as a document of this schema, or as a table. */
function asked(schema: string): Operation['answers'] {
  const content: readonly Content[] = [
    { type: 'application/json', schema },
    { type: 'text/csv', schema: null },
  ]
  const description = 'As the command of the same name answers with --json, or --csv.'
  return { '200': { description, content, heads: linkHead } }
}

const dimension = dimensions.join('|')
const audit = { method: 'get', tag: 'audit', scope: 'audit' } as const
const auditRefusals = ['PARAMETER_UNKNOWN', 'PARAMETER_MISSING', 'PARAMETER_INVALID'] as const
const aboutRefusals = [...auditRefusals, 'REQUEST_UNKNOWN', 'REFERENCE_AMBIGUOUS', 'PAGE_UNKNOWN'] as const

/** The questions of an auditor. */
export const auditOperations: readonly Operation[] = [
  {
    ...{ ...audit, id: 'readLog', path: apiPaths.entries, summary: 'Entries of the log' },
    description: 'What happened here, as `rogatory log read` tells it.',
    parameters: [
      ...about,
      inQuery('person', 'Who did it, by the name in the log.'),
      {
        ...inQuery('event', 'An event, or how it begins.', {
          type: 'array',
          items: { type: 'string', maxLength: 300 },
          maxItems: 50,
        }),
        isList: true,
      },
      ...until,
      inQuery('first', 'The place in the log where the page begins.', {
        type: 'string',
        pattern: '^[0-9]{1,15}$',
      }),
    ],
    answers: asked('LogEntries'),
    refusals: aboutRefusals,
  },
  {
    ...{ ...audit, id: 'readMissed', path: apiPaths.missedDeadlines, summary: 'Missed deadlines' },
    description: 'As `rogatory log missed` tells them.',
    parameters: [...about, ...until, inQuery('after', 'Id of the last request of the page before.', uuid)],
    answers: asked('MissedDeadlines'),
    refusals: aboutRefusals,
  },
  {
    ...{
      ...audit,
      id: 'readUnreasoned',
      path: apiPaths.refusalsWithoutReasons,
      summary: 'Refusals without reasons',
    },
    description: 'As `rogatory log unreasoned` tells them.',
    parameters: [...about, ...until, inQuery('after', 'Id of the last request of the page before.', uuid)],
    answers: asked('UnreasonedRefusals'),
    refusals: aboutRefusals,
  },
  {
    ...{ ...audit, id: 'readStatistics', path: apiPaths.statistics, summary: 'Statistics' },
    description: 'As `rogatory statistics` tells them; small numbers are not told.',
    parameters: [
      ...until.map((one, place) => ({ ...one, required: true, example: `202${7 + place}-01-01` })),
      inQuery('by', 'Dimensions, with a comma between them.', {
        type: 'string',
        pattern: `^(${dimension})(,(${dimension}))*$`,
      }),
      inQuery('small', 'Numbers below this are not told.', { type: 'string', pattern: '^[0-9]{1,4}$' }),
    ],
    answers: asked('Statistics'),
    refusals: [...auditRefusals, 'TOO_MANY_GROUPS'],
  },
]

const files = { tag: 'files', scope: 'exhibits' } as const
const upload = inPath('upload', 'Id of the upload.')
const tus = inHead('Tus-Resumable', 'The version of tus that is spoken.', true, {
  type: 'string',
  enum: ['1.0.0'],
})
const protocol = ['UPLOAD_PROTOCOL_UNKNOWN', 'UPLOAD_HEAD_INVALID', 'UPLOAD_UNKNOWN', 'UPLOAD_EXPIRED']
const offset = { 'Upload-Offset': 'so many bytes are on the disk' } as const

/** Files: what there is, and uploads by tus 1.0. */
export const fileOperations: readonly Operation[] = [
  {
    ...{ ...files, id: 'listExhibits', method: 'get', path: exhibitPaths.exhibits },
    summary: 'The files of the node',
    description: 'As `rogatory exhibit list --json` tells them.',
    parameters: [
      inQuery('request', 'A reference, or an id of a request.'),
      inQuery('status', 'Only those that stand so.'),
      inQuery('after', 'The id of the last file of the page before.', text),
    ],
    answers: { '200': jsonAnswer('A page of files, 100 at most.', 'Exhibits', linkHead) },
    refusals: [
      ...['PARAMETER_UNKNOWN', 'PARAMETER_INVALID'],
      ...['REQUEST_UNKNOWN', 'REFERENCE_AMBIGUOUS', 'PAGE_UNKNOWN'],
    ],
  },
  {
    ...{ ...files, id: 'readExhibit', method: 'get', path: exhibitPaths.exhibit },
    summary: 'One file',
    description: 'With its hashes and its chain of custody; while it comes, how far it is.',
    parameters: [inPath('deposit', 'Id of the file at this node.')],
    answers: { '200': jsonAnswer('The file.', 'ExhibitRead') },
    refusals: ['PARAMETER_UNKNOWN', 'EXHIBIT_UNKNOWN'],
  },
  {
    ...{ ...files, id: 'describeUploads', method: 'options', path: exhibitPaths.uploads },
    summary: 'What of tus is spoken',
    description: 'Versions, extensions and the largest file.',
    parameters: [],
    answers: { '204': { description: 'In the heads.' } },
    refusals: [],
  },
  {
    ...{ ...files, id: 'beginUpload', method: 'post', path: exhibitPaths.uploads },
    summary: 'Begin an upload',
    description: 'Of a file of which the length is known (creation of tus).',
    parameters: [
      tus,
      inHead(
        'Upload-Length',
        'Bytes of the file.',
        true,
        { type: 'string', pattern: '^[0-9]{1,16}$' },
        '1024',
      ),
      inHead(
        'Upload-Metadata',
        '`filename`, and if need be `request`, `derivedFrom`, `place` (where it is taken in) and `reason` (why), each of 300 characters at most, in base64.',
        true,
        { type: 'string', maxLength: 6144 },
        'filename c3RhdGVtZW50LnR4dA==',
      ),
    ],
    answers: { '201': { description: 'It is begun.', heads: { Location: 'where it is' } } },
    refusals: [
      ...protocol,
      ...['UPLOAD_METADATA_INVALID', 'UPLOAD_QUOTA_REACHED', 'EXHIBIT_TOO_LARGE', 'EXHIBIT_NO_SPACE'],
      ...['REQUEST_UNKNOWN', 'REFERENCE_AMBIGUOUS', 'EXHIBIT_UNKNOWN'],
    ],
  },
  {
    ...{ ...files, id: 'measureUpload', method: 'head', path: exhibitPaths.upload },
    summary: 'How far an upload is',
    description: 'After a break, it goes on there.',
    parameters: [upload, tus],
    answers: { '200': { description: 'In the heads.', heads: offset } },
    refusals: [...protocol, 'UPLOAD_ENDED'],
  },
  {
    ...{ ...files, id: 'continueUpload', method: 'patch', path: exhibitPaths.upload },
    summary: 'Send bytes of an upload',
    description: 'From the byte that `Upload-Offset` says.',
    parameters: [
      upload,
      tus,
      inHead(
        'Upload-Offset',
        'The byte with which this begins.',
        true,
        { type: 'string', pattern: '^[0-9]{1,16}$' },
        '0',
      ),
    ],
    body: { type: 'application/offset+octet-stream', schema: null },
    answers: {
      '204': {
        description: 'They are on the disk.',
        heads: { ...offset, 'Rogatory-Deposit': 'id of the file, once it is taken in' },
      },
    },
    refusals: [
      ...protocol,
      ...['UPLOAD_OFFSET_WRONG', 'UPLOAD_TYPE_WRONG', 'UPLOAD_ENDED', 'UPLOAD_TOO_SLOW'],
      ...['UPLOAD_BEYOND_LENGTH', 'UPLOAD_PARTS_TOO_MANY', 'EXHIBIT_NO_SPACE'],
    ],
  },
  {
    ...{ ...files, id: 'endUpload', method: 'delete', path: exhibitPaths.upload },
    summary: 'End an upload',
    description: 'What came of it is gone.',
    parameters: [upload, tus],
    answers: { '204': { description: 'It is over.' } },
    refusals: [...protocol, 'UPLOAD_ENDED'],
  },
  {
    ...{ ...files, id: 'readUpload', method: 'get', path: exhibitPaths.upload },
    summary: 'How an upload stands',
    description: 'At last with the file that came of it, or with why none did.',
    parameters: [upload],
    answers: { '200': jsonAnswer('The upload.', 'UploadRead') },
    refusals: ['PARAMETER_UNKNOWN', 'UPLOAD_UNKNOWN'],
  },
]

const language = inQuery(
  'language',
  'Language of the page; absent: the one that `Accept-Language` prefers.',
  { type: 'string', enum: [...letterLanguages] },
)
const open = { method: 'get', tag: 'description', scope: null, refusals: [] } as const
const html: readonly Content[] = [{ type: 'text/html', schema: null }]

/** What describes the port, to whoever reaches it. */
export const readerOperations: readonly Operation[] = [
  {
    ...{ ...open, id: 'readDocument', path: readerPaths.document, parameters: [] },
    summary: 'This document',
    description: 'OpenAPI 3.1, made from the schemas and operations of this node.',
    answers: {
      '200': { description: 'The document.', content: [{ type: 'application/json', schema: null }] },
    },
  },
  {
    ...{ ...open, id: 'readReader', path: readerPaths.reader, parameters: [language] },
    summary: 'This document for people',
    description: 'A page with every operation.',
    answers: { '200': { description: 'The page.', content: html } },
  },
  {
    ...{ ...open, id: 'readReaderSchema', path: readerPaths.readerSchema },
    summary: 'One schema for people',
    description: 'A page with what may stand where.',
    parameters: [
      { ...inPath('schema', 'Name of the schema.'), schema: text, example: 'message.request' },
      language,
    ],
    answers: { '200': { description: 'The page.', content: html } },
  },
  {
    ...{ ...open, id: 'readReaderStyle', path: readerPaths.readerStyle, parameters: [] },
    summary: 'The style of these pages',
    description: 'CSS.',
    answers: { '200': { description: 'The style sheet.', content: [{ type: 'text/css', schema: null }] } },
  },
]
