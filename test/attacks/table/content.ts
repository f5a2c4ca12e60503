import { type Attack, type Guard, guardsIn, proof, testsIn } from '../attack.ts'
import { memberProofs } from './desk.ts'

const reading = guardsIn('src/message/strict.ts')
const humanText = guardsIn('src/message/humanText.ts')
const registry = guardsIn('src/message/registry.ts')
const rules = guardsIn('src/message/schemaRules.ts')
const onReading = testsIn('test/message/strict.test.ts')
const onText = testsIn('test/message/humanText.test.ts')
const onContent = testsIn('test/attacks/content.test.ts')
const onWeb = testsIn('test/web/app.test.ts')
const onSeals = testsIn('test/envelope/seal.test.ts')
const onSignatures = testsIn('test/envelope/verify.test.ts')

const canonicalOnly = reading(
  'readStrict',
  "if (!isCanonical(read.value, read.text)) return refuse('JSON_NOT_CANONICAL')",
)

const loading = 'ajv.addSchema(withListsAsEnumerations(path, document))'

/** The schemas as they are, but for what `from` finds in their text. */
function schemasWithout(what: string, from: string): Guard {
  const text = 'JSON.stringify(withListsAsEnumerations(path, document))'
  return registry(what, loading, `ajv.addSchema(JSON.parse(${text}.replaceAll(${from}, '"$comment":""')))`)
}

/** Every object of every schema is closed. */
export const closedSchemas = schemasWithout(
  'registryOf, additionalProperties of all schemas',
  '/"(additional|unevaluated)Properties":false/g',
)

/** Attacks on what is said in a message. */
export const contentAttacks: readonly Attack[] = [
  {
    number: 11,
    name: 'A member twice in one object, plain or as `\\u0061`',
    expected: 'refused in header and payload: the bytes are not canonical',
    codes: ['JSON_NOT_CANONICAL', 'ENVELOPE_INVALID'],
    proofs: [
      proof(
        canonicalOnly,
        onReading('attack 11: a member that stands twice, plain or escaped, is refused'),
        onSignatures('attack 11: a header in which a member stands twice, plain or escaped, is refused'),
      ),
      proof(
        guardsIn('src/envelope/gate.ts')(
          'readCompactJson',
          'return JSON.stringify(value) === text ? value : null',
          'return value',
        ),
        onSeals('attack 11: the header of what is sealed has one spelling'),
      ),
    ],
  },
  {
    number: 12,
    name: '`__proto__`, `constructor`, `toString` in header, payload, query or field',
    expected: 'refused, or without any effect where nothing reads it; no prototype is changed',
    codes: ['ENVELOPE_INVALID', 'MESSAGE_INVALID'],
    proofs: [
      proof(
        guardsIn('src/envelope/gate.ts')(
          'readWholeHeader',
          "if (!isObjectOf(header, ['alg', 'cty', 'iat', 'typ', 'x5c', 'x5t#S256']))",
          "if (typeof header !== 'object' || header === null || Array.isArray(header))",
        ),
        onSignatures('attack 12: a header with the name of a prototype in it is refused'),
      ),
      proof(
        closedSchemas,
        onContent(
          'attack 12: a member with the name of a prototype is refused wherever it stands, and changes nothing',
        ),
        testsIn('test/attacks/node.test.ts')(
          'attack 12: no address, field, form or message changes a prototype of the node',
        ),
      ),
      proof(
        registry('registryOf', 'ownProperties: true', 'ownProperties: false'),
        onContent('attack 12: what must be there is not found in the prototype'),
      ),
    ],
    beside: 'no query and no form is read at all, and nothing that came is merged into an object',
  },
  {
    number: 13,
    name: 'A depth bomb: a megabyte of `[`',
    expected: 'refused by a scan before the parser sees it',
    codes: ['JSON_TOO_DEEP'],
    proofs: [
      proof(
        reading('readBounded', "if (isDeeper(bytes, readLimits.depthMax)) return refuse('JSON_TOO_DEEP')"),
        onReading(
          'attack 13: a depth bomb is stopped before the parser, and brackets inside strings do not count',
        ),
      ),
    ],
  },
  {
    number: 14,
    name: 'A pattern or format that a text can make to cost (ReDoS)',
    expected: 'no schema has such a pattern or a string without an end, and none can be added',
    codes: [],
    answer: '`PATTERN_NOT_LINEAR`, `STRING_UNBOUNDED` (faults of a schema)',
    proofs: [
      proof(
        rules('linear', '.filter((one) => !isLinear(one))', '.filter(() => false)'),
        onContent(
          'attack 14: a pattern that can be made to cost and a string without an end are refused in any schema',
        ),
      ),
      proof(
        rules('bounded', "...(is('string') && !isBoundString(schema)", '...(false'),
        onContent(
          'attack 14: a pattern that can be made to cost and a string without an end are refused in any schema',
        ),
      ),
      proof(
        guardsIn('src/message/generated/schemas.ts')(
          'a published pattern',
          '"pattern":"^[A-Z]{2}[0-9]{2}[A-Z0-9]{4,30}$"',
          '"pattern":"^[A-Za-z0-9]*[A-Za-z0-9]*[A-Z]{2}$"',
        ),
        onContent(
          'attack 14: a pattern that can be made to cost and a string without an end are refused in any schema',
        ),
        onContent('attack 14: no pattern of any schema takes more than its share for ten times as much text'),
      ),
    ],
  },
  {
    number: 15,
    name: 'Huge lists and texts, and a fault for each item of them',
    expected: 'refused by size before anything is read, and with the first fault',
    codes: ['ENVELOPE_TOO_LARGE', 'BATCH_TOO_LARGE', 'MESSAGE_INVALID'],
    answer: '413',
    proofs: [
      proof(
        registry(
          'registryOf',
          '{ areChecked = false, allErrors = false } = {}',
          '{ areChecked = false, allErrors = true } = {}',
        ),
        onContent('attack 15: two hundred thousand wrong items are one fault, not two hundred thousand'),
      ),
      proof(
        guardsIn('src/envelope/gate.ts')(
          'splitCompact',
          "if (text.length > charactersMax) return refuse('ENVELOPE_TOO_LARGE')",
        ),
        onSeals('attack 15: more characters than a message may have are not looked at'),
      ),
      proof(
        guardsIn('src/web/api/messages.ts')(
          'linesOf',
          'return lines.length <= limits.batchMessagesMax ? lines : null',
          'return lines',
        ),
        onWeb('attack 15: a post has no more lines than allowed'),
      ),
      proof(
        guardsIn('src/web/api/messages.ts')('messages', 'limit: limits.batchBytesMax', "limit: '1gb'"),
        onWeb('attack 15: a post has no more bytes than allowed, said beforehand or not'),
      ),
    ],
  },
  {
    number: 16,
    name: 'Numbers with two spellings or that are rounded: 1e400, 2^53+1, -0, 1.0',
    expected: 'refused as not canonical; what is canonical and out of range, by the schema',
    codes: ['JSON_NOT_CANONICAL', 'MESSAGE_INVALID'],
    proofs: [
      proof(canonicalOnly, onReading('attack 16: a number has one spelling, and none that would be rounded')),
      proof(
        schemasWithout('registryOf, minimum and maximum of all schemas', '/"(minimum|maximum)":-?[0-9]+/g'),
        onContent('attack 16: a number that is canonical and beyond what its place may hold is refused'),
      ),
    ],
  },
  {
    number: 17,
    name: 'Lone surrogates, overlong UTF-8, a byte order mark, NUL',
    expected: 'refused; no byte is replaced',
    codes: ['JSON_INVALID', 'JSON_NOT_CANONICAL', 'MESSAGE_INVALID'],
    proofs: [
      proof(
        reading('decoder', '{ fatal: true, ignoreBOM: true }', '{ fatal: false, ignoreBOM: true }'),
        onReading(
          'attack 17: what is not JSON or not UTF-8 is refused, a byte order mark and overlong forms too',
        ),
      ),
      proof(
        reading('decoder', '{ fatal: true, ignoreBOM: true }', '{ fatal: true, ignoreBOM: false }'),
        onReading(
          'attack 17: what is not JSON or not UTF-8 is refused, a byte order mark and overlong forms too',
        ),
      ),
      proof(canonicalOnly, onReading('attack 17: half of a surrogate pair is refused, escaped as well')),
      proof(
        humanText(
          'isHumanText',
          "if ((kind === 'line' ? forbidden : forbiddenInLines).test(text)) return false",
        ),
        onContent('attack 17: a text of a person holds no NUL, though JSON may'),
      ),
    ],
  },
  {
    number: 18,
    name: 'NFC and NFD twins, names that look alike, bidirectional controls',
    expected:
      'refused: NFC without controls; a page warns of mixed scripts and shows the code of the authority',
    codes: ['MESSAGE_INVALID'],
    proofs: [
      proof(
        humanText('isHumanText', " && text.normalize('NFC') === text"),
        onText('attack 18: the decomposed twin of a name is refused'),
        onContent(
          'attack 18: the twin of a reference, or one that turns the reading direction, is refused in a message',
        ),
      ),
      proof(
        humanText(
          'isHumanText',
          "if ((kind === 'line' ? forbidden : forbiddenInLines).test(text)) return false",
        ),
        onText('attack 18: controls, separators and bidirectional controls are refused, wherever they stand'),
        onContent(
          'attack 18: the twin of a reference, or one that turns the reading direction, is refused in a message',
        ),
      ),
      proof(
        guardsIn('src/message/mixedScripts.ts')(
          'mixedWords',
          'if (mixed.length > 1) found.set(word, { word, scripts: mixed })',
        ),
        testsIn('test/message/mixedScripts.test.ts')(
          'attack 18: a name with a letter that looks like one of another script is found, with both scripts',
        ),
        testsIn('test/web/desk/mixedScripts.test.ts')(
          'attack 18: is shown with a warning that names the words and their scripts, beside the code of the authority',
        ),
      ),
    ],
  },
  {
    number: 19,
    name: 'Two implementations that canonicalise differently',
    expected: 'byte for byte what a second implementation writes',
    codes: ['JSON_NOT_CANONICAL'],
    proofs: [
      proof(
        guardsIn('src/message/canonical.ts')(
          'canonicalText',
          'const text = canonicalize(value)',
          'const text = JSON.stringify(value)',
        ),
        onContent('attack 19: canonical JSON is byte for byte what another implementation writes'),
      ),
      proof(
        reading('isInOrder', 'if (!isFirst && name <= before) return false'),
        onContent('attack 19: members in any order but that of RFC 8785 are refused'),
      ),
    ],
  },
  {
    number: 55,
    name: 'Members that nobody asked for (`state`, `iss`, `authority`, `seq`) in a body',
    expected: 'refused and never passed over: every object is closed',
    codes: ['MESSAGE_INVALID', 'FORM_MEMBER_UNKNOWN', 'FORM_MEMBER_REPEATED', 'FORM_MEMBER_INVALID'],
    proofs: [
      ...memberProofs,
      proof(
        closedSchemas,
        onContent(
          'attack 55: members that nobody asked for are refused in every object of every type, and not passed over',
        ),
      ),
      proof(
        rules(
          'closed',
          ": [problem('OBJECT_OPEN', pointer, 'an object that takes members which it does not describe')]",
          ': []',
        ),
        onContent('attack 55: an object that is not closed is refused in any schema'),
      ),
      proof(
        guardsIn('src/workflow/record.ts')(
          'placeOfOther',
          "if (message.sequence !== undefined) return refuse('MESSAGE_INVALID', { pointer: '/sequence' })",
        ),
        testsIn('test/attacks/node.test.ts')(
          'attack 55: a place in the record that its author has given itself is refused',
        ),
      ),
    ],
  },
]
