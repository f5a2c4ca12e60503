import type { Message } from '../../message/generated/types.ts'
import type { SearchPart } from '../../store/search/searchTables.ts'
import { exchangeLimits } from '../limits.ts'
import { indexWords, wholeNumber } from './words.ts'

/** Where in a message a word stands. */
type WordPart = Exclude<SearchPart, 'all'>

interface Piece {
  readonly part: WordPart
  readonly text: string
}

/** Members of bodies that are names of people and organisations, and those that are numbers and addresses, by the schemas. */
const names = new Set([
  'family',
  'given',
  'patronymic',
  'full',
  'name',
  'names',
  'alias',
  'holder',
  'holderAsWritten',
  'counsel',
])
const numbers = new Set([
  ...['number', 'value', 'account', 'accountId', 'iban', 'bic', 'lei', 'isin', 'address', 'address24'],
  ...['nativeAddress', 'hash', 'userName', 'serialNumber', 'registration', 'register', 'vin', 'plate', 'imo'],
  ...['mmsi', 'callSign', 'phone', 'telephone', 'email', 'policy', 'aLabel', 'uLabel', 'birthDate'],
  ...['machineReadableZone', 'caseNumber'],
])
/**
 * Members of which nothing is read, however deep: the keys by which files are opened stand there, which must lie in no second
 * place, and digests and signatures, which nobody looks for.
 */
const unread = new Set([
  ...['sealed', 'otherDigests', 'scan', 'key', 'jws', 'salt', 'digest', 'commitment', 'signature', 'sha256'],
  'sha512',
])
/** Members that are the bytes of something where they are one string, and words of people where they are more. */
const unreadStrings = new Set(['certificate'])
/** Members whose value is a code, or words of a person where it does not look like one. */
const codes = new Set([
  ...['type', 'kind', 'code', 'language', 'languages', 'script', 'role', 'roles', 'scheme', 'category'],
  ...[
    'categories',
    'profile',
    'algorithm',
    'mediaType',
    'currency',
    'country',
    'nationalities',
    'sex',
    'unit',
  ],
  ...['birthCountry', 'outcome', 'state', 'measures', 'base', 'quote'],
])
const code = /^[A-Za-z0-9.+/_-]*$/
const idOfRequest = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

/**
 * The words by which a message is found, each with the part in which it stands; of those that stand in several the first of
 * reference, name, number, text. At most `messageWordsMax`: of a longer one its end is not found.
 */
export function messageWords(
  message: Pick<Message, 'reference' | 'body' | 'exhibits'>,
): Map<string, WordPart> {
  const pieces: Piece[] = [{ part: 'reference', text: message.reference }]
  gather(message.body, '', 'text', pieces)
  for (const exhibit of message.exhibits) gather(exhibit, '', 'text', pieces)
  const found = new Map<string, WordPart>()
  for (const part of ['reference', 'name', 'number', 'text'] as const)
    for (const piece of pieces) if (piece.part === part) addWords(found, piece)
  return found
}

function addWords(found: Map<string, WordPart>, { part, text }: Piece): void {
  const { messageWordsMax, pieceCharactersMax } = exchangeLimits.search
  if (found.size >= messageWordsMax) return
  // A longer one has more words than are taken anyway, and folding all of it would hold up everything else.
  const piece = text.slice(0, pieceCharactersMax)
  const whole = part === 'text' ? null : wholeNumber(piece)
  for (const word of [...(whole === null ? [] : [whole]), ...indexWords(piece)]) {
    if (found.size >= messageWordsMax) return
    if (!found.has(word)) found.set(word, part)
  }
}

/** What people may look for in a value, in its order. */
function gather(value: unknown, member: string, within: WordPart, pieces: Piece[]): void {
  if (unread.has(member)) return
  if (typeof value === 'string') {
    if (!isOfMachines(member, value)) pieces.push({ part: partOf(member, within), text: value })
  } else if (Array.isArray(value)) {
    for (const item of value) gather(item, member, within, pieces)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) gather(inner, name, partOf(member, within), pieces)
  }
}

function isOfMachines(member: string, value: string): boolean {
  return (
    unreadStrings.has(member) ||
    idOfRequest.test(value) ||
    moment.test(value) ||
    (codes.has(member) && code.test(value))
  )
}

function partOf(member: string, within: WordPart): WordPart {
  if (/reference$/i.test(member)) return 'reference'
  if (names.has(member)) return 'name'
  return numbers.has(member) ? 'number' : within
}
