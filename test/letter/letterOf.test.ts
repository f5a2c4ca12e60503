import assert from 'node:assert/strict'
import { documentsIn } from '../../src/workflow/documents.ts'
import { type LetterLanguage, letterLanguages } from '../../src/letter/language.ts'
import { type Block, plain } from '../../src/letter/letter.ts'
import { letterOf } from '../../src/letter/letterOf.ts'
import { recordLetter } from '../../src/letter/recordLetter.ts'
import { phrase } from '../../src/letter/words.ts'
import { canonicalText } from '../../src/message/canonical.ts'
import type { Message } from '../../src/message/generated/types.ts'
import type { JsonObject } from '../../src/message/json.ts'
import { readStrict } from '../../src/message/strict.ts'
import { letterText } from '../../src/letter/text.ts'
import { asRecorded, exampleMessages, exampleNamed, letterOfExample, readingIn } from './letters.ts'

function textIn(name: string, language: LetterLanguage): string {
  return letterText(letterOfExample(exampleNamed(name), language)).join('\n')
}

function versionsIn(blocks: readonly Block[]): readonly Extract<Block, { kind: 'text' }>[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'section') return versionsIn(block.blocks)
    return block.kind === 'text' ? [block] : []
  })
}

describe('letter: a message as a letter', () => {
  it('says who writes to whom, about what, and both times', () => {
    const text = textIn('request', 'en')
    assert.match(
      text,
      /^Viet Nam\nSupreme People’s Procuracy \(demonstration\)\n\nRequest: VN-DEMO-2027-0001\n=+\n/,
    )
    assert.match(
      text,
      /From: Supreme People’s Procuracy \(demonstration\) · vn\.spp, Viet Nam \(requesting side\)/,
    )
    assert.match(text, /To: Public Prosecution \(demonstration\) · qa\.pp, Qatar \(requested side\)/)
    // Its owner has no Russian: what a reader of Russian is likely to read, and what the owner writes beside it.
    // No brackets in brackets, nor two pairs side by side.
    const russian = textIn('request', 'ru')
    assert.match(
      russian,
      /Public Prosecution \(demonstration\) · النيابة العامة \(عرض تجريبي\) · qa\.pp, Катар/,
    )
    for (const language of ['ar', 'ru', 'vi', 'zh'] as const)
      assert.doesNotMatch(
        textIn('request', language).split(/^=+$/m)[1]?.split('\n', 4).join('\n') ?? '',
        /[)）]\s*[(（]\S*\./,
      )
    assert.match(text, /- 3 March 2027 at 14:30:00 \(UTC\+07:00\); 3 March 2027 at 07:30:00 \(UTC\)/)
    assert.match(
      text,
      /- As the sender wrote it: 3 March 2027 at 10:30:00 \(UTC\+03:00\), 2027-03-03T10:30:00\+03:00/,
    )
    assert.match(text, /Arrived: 1 March 2027 at 14:00:02 \(UTC\+07:00\)/)
    assert.match(text, /Demonstration: this is no real case/)
    assert.match(text, /State with this message: a1 \(Preservation\): Requested/)
  })

  it('of what nobody has signed yet shows no time of signing but that it is put in then', () => {
    const message = exampleNamed('request')
    const { receipt, ...recorded } = asRecorded(message)
    assert.ok(receipt !== null)
    for (const language of ['en', 'ar'] as const) {
      const unsent = letterOf({ ...recorded, receipt: null, isUnsent: true }, readingIn(language))
      const text = letterText(unsent).join('\n')
      assert.ok(
        !text.includes(message.sentAt) && !(text.split('Request: ')[0] ?? '').includes('2027 at 14:30:00'),
      )
      if (language !== 'en') continue
      assert.match(text, /Signed: the time of signing is put in when it is signed/)
      assert.match(text, /Signed electronically for .*, the time of signing is put in when it is signed/)
      assert.doesNotMatch(text, /No receipt yet/)
    }
  })

  it('puts codes, kinds and states into the words of the reader’s language', () => {
    const text = textIn('request', 'vi')
    assert.match(text, /^Việt Nam\nViện kiểm sát nhân dân tối cao \(minh họa\)/)
    assert.match(text, /Văn kiện: Công ước của Liên hợp quốc về chống tội phạm mạng/)
    assert.match(text, /Tội phạm: Truy cập bất hợp pháp/)
    assert.match(text, /a1: Bảo quản khẩn cấp dữ liệu/)
    assert.match(textIn('decision', 'ar'), /السبب: القانون الداخلي يحظر هذا الإجراء في قضية داخلية مماثلة/)
    assert.match(textIn('request', 'zh'), /签名时间：|签名时间:/)
  })

  it('gives what people wrote in its own language, marked, with the translation that the reader can read', () => {
    const english = textIn('request', 'en')
    assert.match(
      english,
      /\[In the original, Vietnamese; this version is authoritative\]\n\s*\| Dùng phương tiện/,
    )
    assert.match(
      english,
      /\[Translation of the sender, English\]\n\s*\| Taking property by electronic means\./,
    )
    const vietnamese = textIn('request', 'vi')
    assert.match(vietnamese, /Hành vi:\n\s*\| Dùng phương tiện điện tử chiếm đoạt tài sản\./)
    assert.doesNotMatch(vietnamese, /Taking property/)
    const chinese = textIn('request', 'zh')
    assert.match(chinese, /发件人译文（英语）；无本函语言的译文/)
  })

  it('keeps the words of every text exactly as they were signed', () => {
    for (const { message } of exampleMessages) {
      const signed = [message, ...shownIn(message)].map((one) => JSON.stringify(one)).join('\n')
      const [sheet] = letterOfExample(message, 'ru').sheets
      for (const { versions } of versionsIn(sheet?.blocks ?? [])) {
        for (const { text } of versions) assert.ok(signed.includes(JSON.stringify(text)), text)
      }
    }
  })

  it('calls the places of a message by their labels in the language of the reader, with the pointer behind', () => {
    const textOf = (name: string, language: 'en' | 'fr'): string =>
      letterText(letterOfExample(exampleNamed(name), language)).join('\n')
    assert.match(
      textOf('information-request.goesOn', 'en'),
      /Measures \(2\) › Data › Period \(\/measures\/1\/data\/period\)/,
    )
    assert.match(textOf('information-request.goesOn', 'fr'), /Mesures \(2\) › /)
    assert.match(
      textOf('amend.change', 'en'),
      /Identifiers \(1\) › \p{L}+ \(\/body\/measures\/0\/data\/identifiers\/0\/value\)/u,
    )
    const placed = exampleNamed('information-request.goesOn')
    const items = [{ id: 'q1', question: { language: 'en', text: 'Why?' }, field: '/measures/1/service' }]
    const asked = saying(placed, { items })
    assert.match(
      letterText(letterOfExample(asked, 'en')).join('\n'),
      /Measures \(2\) › How it is to be served \/ Service \(\/measures\/1\/service\)/,
    )
    // What no message has a place for is shown as it is written.
    const message = exampleNamed('amend.change')
    const changed = saying(message, { replaces: [{ pointer: '/body/measures/0/nothing' }] })
    assert.match(letterText(letterOfExample(changed, 'en')).join('\n'), /: \/body\/measures\/0\/nothing\n/)
  })

  it('calls the message that is answered, and repeats each question before its answer, where they are known', () => {
    const [asked, answer] = (['information-request', 'information-response'] as const).map(exampleNamed)
    assert.ok(asked !== undefined && answer !== undefined)
    const others = new Map([[asked.id, { message: asked, sequence: 16 }]])
    const textOf = (language: LetterLanguage, known = others) =>
      letterText(letterOf(asRecorded(answer), { ...readingIn(language), others: known })).join('\n')
    const english = textOf('en')
    assert.match(
      english,
      /In reply to: Information request, no. 16 of the record, 16 March 2027 at .* \(0197b1c0-400f/,
    )
    assert.match(english, /Does the request cover the aliases of the mailbox\?.*\(q1\)/)
    assert.match(textOf('ru'), /Запрос дополнительной информации, № 16 в записи/)
    const alone = textOf('en', new Map())
    assert.match(alone, /In reply to: 0197b1c0-400f/)
    assert.match(alone, /: q1/)
  })

  it('says what a message is that has no words of its own, and of what', () => {
    const bare = { ...exampleNamed('withdraw'), body: {} } as Message
    delete bare.measures
    const textOf = (message: Message, language: LetterLanguage) =>
      letterText(letterOf(asRecorded(message), readingIn(language))).join('\n')
    assert.match(textOf(bare, 'en'), /Withdrawal, for the whole of the request\. Nothing further is stated\./)
    assert.match(textOf(bare, 'zh'), /针对整个请求。未作其他说明。/)
    assert.match(textOf({ ...bare, measures: ['a1'] }, 'en'), /Withdrawal, for the measures named above\./)
  })

  it('shows a code of a State’s own as it is written', () => {
    const message = exampleNamed('conditions-offer')
    const own = { owner: 'VN', name: 'condition', value: 'KEEP_IN_HA_NOI' }
    const changed = { ...message, body: { ...message.body, conditions: [{ code: own }] } } as typeof message
    const text = letterText(letterOfExample(changed, 'fr')).join('\n')
    assert.match(text, /Condition: vn\/condition\/KEEP_IN_HA_NOI/)
  })

  it('leaves nothing in the words of a program: no name of a member, no code', () => {
    const allowed = /^(CAIP-10|IBAN|IMEI|LEI|SHA-256|TLP:[A-Z+]+|PAP:[A-Z]+)$/
    for (const { name, message } of exampleMessages) {
      for (const block of letterOfExample(message, 'en').sheets.flatMap((sheet) => labelsIn(sheet.blocks))) {
        if (allowed.test(block)) continue
        assert.doesNotMatch(block, /^[a-z]+[A-Z]|^[A-Z0-9]+_[A-Z0-9_]+$/, `${name}: ${block}`)
      }
    }
  })

  it('shows every text as one, in its own language, whatever alternative of a body it stands in', () => {
    for (const { name, message } of exampleMessages) {
      const shown = letterOfExample(message, 'vi').sheets.flatMap(({ blocks }) =>
        versionsIn(blocks).flatMap(({ versions }) => versions.map(({ text }) => text)),
      )
      for (const text of textsIn(message.body)) assert.ok(shown.includes(text), `${name}: ${text}`)
    }
  })

  it('leaves no value of a published list as it is coded', () => {
    const coded = new Set(
      [
        ...documentsIn<{ readonly oneOf?: readonly { readonly const?: unknown; readonly title?: string }[] }>(
          'code',
        ).values(),
      ].flatMap(
        // What is called as it is coded is a name of its own: SHA-512.
        ({ oneOf = [] }) =>
          oneOf.flatMap((one) =>
            one.title === one.const || !/[A-Z]{2}/.test(String(one.const)) ? [] : [one.const],
          ),
      ),
    )
    for (const { name, message } of exampleMessages) {
      for (const { blocks } of letterOfExample(message, 'vi').sheets) {
        for (const value of valuesIn(blocks)) assert.ok(!coded.has(value), `${name}: ${value}`)
      }
    }
  })

  it('tells of a message that is shown what it says, in whose name and when, and that this is not verified here', () => {
    const shown = exampleNamed('evidence-share')
    for (const language of letterLanguages) {
      const text = letterText(letterOfExample(shown, language)).join('\n')
      assert.doesNotMatch(text, /eyJ/, language)
      assert.ok(text.includes(phrase(language, 'enclosedUnverified')), language)
      assert.ok(text.includes('793a43a7c7c4871e53a829505f9cedec93ed762bd5183e04cafe6ab186d5473b'), language)
    }
    const english = letterText(letterOfExample(shown, 'en')).join('\n')
    assert.match(english, /Message: Consent to another use\n\s+From: sg\.spf, Singapore\n/)
    assert.match(english, /What it says\n\s+What is allowed:\n\s+\| Address, ports and number of the network/)
    assert.match(english, /has not verified that signature/)
  })

  it('tells of a message that is shown in one that is shown its heading alone', () => {
    const within = exampleNamed('evidence-share')
    const text = letterText(letterOfExample(showing(within), 'en')).join('\n')
    assert.match(text, /What it says\n\s+What:[^]*Message: Consent to another use\n/)
    assert.match(text, /of it this letter gives the heading alone/)
    assert.doesNotMatch(text, /What is allowed:\n\s+\| Address|eyJ/)
  })

  it('says so where what is shown is no message, and prints none of it', () => {
    const shown = exampleNamed('evidence-share')
    const payload = Buffer.from('{"v":1}').toString('base64url')
    for (const jws of ['eyJ', 'eyJ.e30', `eyJ.${payload}.${'A'.repeat(86)}`, 'eyJ.\u00fc.\u00fc.\u00fc']) {
      const enclosed = [{ jws, why: { language: 'en', text: 'Look.' } }]
      const body = { ...shown.body, enclosed }
      const text = letterText(letterOfExample({ ...shown, body } as Message, 'en')).join('\n')
      assert.match(text, /What is enclosed cannot be read as a message\./)
      assert.doesNotMatch(text, /eyJ/)
    }
  })

  it('takes the measures of a message that is shown for those of its own record', () => {
    const kinds = new Map([['b1', 'records']])
    const textOf = (message: Message): string =>
      letterText(letterOf(asRecorded(message), { ...readingIn('en'), kinds })).join('\n')
    const decision = exampleNamed('decision')
    assert.match(textOf(decision), /Measure: b1 \(Records/)
    assert.match(textOf(showing(decision)), /Measure: b1\n/)
  })

  it('calls no measure of another request by the kind of the one that has its id here', () => {
    const kinds = new Map([['a1', 'records']])
    const reading = { ...readingIn('en'), kinds }
    const link = exampleNamed('preservation-link')
    const linked = saying(link, { measures: ['a1'] })
    assert.match(letterText(letterOf(asRecorded(linked), reading)).join('\n'), /\n\s*Measures: a1\n/)
    const data = exampleNamed('measure/stored-data.json')
    const [measure] = (data.body as unknown as { measures: JsonObject[] }).measures
    const request = '0197b1c0-3f00-7a11-8a11-0123456789a1'
    const preserved = { request, measure: 'a1', reference: 'QA-1' }
    const measures = [{ ...measure, id: 'a1', preserved }]
    const asked = saying(data, { measures })
    assert.match(letterText(letterOf(asRecorded(asked), reading)).join('\n'), /\n\s*Measure: a1\n/)
    // What names another request may name measures of this one, too.
    const relatesTo = [{ relation: 'parallel', request, state: 'SG', measures: ['a1'] }]
    const related = saying(data, { relatesTo })
    assert.match(letterText(letterOf(asRecorded(related), reading)).join('\n'), /Measures: a1 \(/)
  })

  it('says in the language of the reader what a scanner has found in a file', () => {
    const delivery = exampleNamed('delivery.sealed')
    const scans = delivery.exhibits.flatMap(({ scan }) => (scan === undefined ? [] : [scan.outcome]))
    assert.deepEqual(scans, ['clean'])
    assert.match(
      textIn('delivery.sealed', 'vi'),
      /Quét mã độc\n\s+Trình quét: ClamAV[^\n]*\n[^]*: Không phát hiện gì\n/,
    )
  })

  it('says none where a list is empty', () => {
    const message = exampleNamed('spontaneous-info')
    const body = { ...(message.body as unknown as JsonObject), onwardAuthority: [] }
    const changed = { ...message, body } as unknown as typeof message
    assert.match(letterText(letterOfExample(changed, 'en')).join('\n'), /: None/)
  })

  it('is the same for the same message, and says so when no receipt has come', () => {
    const message = exampleNamed('decision')
    assert.deepEqual(letterOfExample(message, 'ar'), letterOfExample(message, 'ar'))
    const waiting = letterOf({ ...asRecorded(message), receipt: null, sequence: null }, readingIn('en'))
    const text = letterText(waiting).join('\n')
    assert.match(text, /Arrived: No receipt yet/)
    assert.doesNotMatch(text, /Place in the record|State with this message/)
  })

  it('throws for a time zone that this machine does not know', () => {
    assert.throws(
      () => letterOf(asRecorded(exampleNamed('close')), { ...readingIn('en'), timeZone: 'Mars/Olympus' }),
      RangeError,
    )
  })
})

describe('letter: a record as a letter', () => {
  const record = {
    request: '0197b1c0-3f00-7a11-8a11-0123456789a1',
    reference: 'VN-DEMO-2027-0001',
    messages: [asRecorded(exampleNamed('request')), { ...asRecorded(exampleNamed('decision')), sequence: 2 }],
    measures: [
      {
        id: 'a1',
        kind: 'preservation',
        machine: 'preservation',
        state: 'preserved',
        clocks: [{ name: 'PRES_MIN', ends: '2027-05-30T07:00:00Z' }],
        marks: [{ mark: 'expiring', at: '2027-04-30T07:00:00Z' }],
      },
    ],
  }

  it('has a cover with measures, clocks and the list of messages, then each on pages of its own', () => {
    const letter = recordLetter(record, readingIn('es'))
    assert.equal(letter.sheets.length, 3)
    const text = letterText(letter).join('\n')
    assert.match(text, /^\nRegistro VN-DEMO-2027-0001/)
    assert.match(text, /a1 \(Conservación rápida de datos\)\n\s+Situación: Conservado/)
    assert.match(text, /Plazos en curso: Fin de la conservación: vence el 30 de mayo de 2027/)
    assert.match(text, /Avisos de plazos: Conservación a punto de vencer desde el 30 de abril de 2027/)
    assert.match(text, /N\.º \| Mensaje \| De \| Firma \| Llegada/)
    assert.doesNotMatch(text, /El resto del registro/)
    const part = letterText(recordLetter({ ...record, goesOn: true }, readingIn('es'))).join('\n')
    assert.match(part, /El resto del registro no figura en esta carta/)
  })

  it('says where the end that was stated is not that of the legal basis', () => {
    const measures = record.measures.map((measure) => ({
      ...measure,
      clocks: [{ name: 'PA_18', ends: '2027-05-30T07:00:00Z', differs: '2027-05-28T07:00:00Z' }],
    }))
    const text = letterText(recordLetter({ ...record, measures }, readingIn('en'))).join('\n')
    assert.match(
      text,
      /Provisional arrest: first limit: ends .*30 May 2027.*; by the legal basis .*28 May 2027/,
    )
  })

  it('is dated by its newest message', () => {
    assert.equal(recordLetter(record, readingIn('en')).dated, exampleNamed('decision').sentAt)
  })
})

/** The message with other words in its body. */
function saying(message: Message, words: JsonObject): Message {
  return { ...message, body: { ...message.body, ...words } } as unknown as Message
}

/** A message that shows another one; nobody has signed it, which no letter looks at. */
function showing(message: Message): Message {
  const outer = exampleNamed('evidence-share')
  const payload = Buffer.from(canonicalText(message as unknown as JsonObject)).toString('base64url')
  const enclosed = [{ jws: `eyJ9.${payload}.${'A'.repeat(86)}`, why: { language: 'en', text: 'Look.' } }]
  return saying(outer, { enclosed })
}

/** The messages that a message shows, as far as they are any. */
function shownIn({ body }: Message): readonly unknown[] {
  const { enclosed = [] } = body as { readonly enclosed?: readonly { readonly jws: string }[] }
  return enclosed.map(({ jws }) => {
    const read = readStrict(Buffer.from(jws.split('.')[1] ?? '', 'base64url'))
    return read.ok ? read.value : null
  })
}

function labelsIn(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'section':
        return [plain(block.title), ...labelsIn(block.blocks)]
      case 'field':
        return [plain(block.label), ...(isOurs(block.value) ? [plain(block.value)] : [])]
      case 'list':
        return [plain(block.label), ...block.items.filter(isOurs).map(plain)]
      case 'text':
        return [plain(block.label)]
      case 'paragraph':
      case 'table':
        return []
    }
  })
}

/** What people wrote, wherever in a body. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const { language, text } = value as { readonly language?: unknown; readonly text?: unknown }
  if (typeof language === 'string' && typeof text === 'string') return [text]
  return Object.values(value).flatMap(textsIn)
}

function valuesIn(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'section') return valuesIn(block.blocks)
    if (block.kind === 'list') return block.items.map(plain)
    return block.kind === 'field' ? [plain(block.value)] : []
  })
}

function isOurs(line: readonly { readonly language?: string }[]): boolean {
  return line.every(({ language }) => language === undefined)
}
