import { notProvenIn } from '../../audit/bundle/notProven.ts'
import type { Facts, Report } from '../../audit/bundle/report.ts'
import { formatFor } from '../../letter/format.ts'
import { escaped } from '../../letter/html.ts'
import { directionOf } from '../../letter/language.ts'
import { findingInWords, verdictOf } from '../reportInWords.ts'
import { harmless } from '../terminal.ts'
import { verdictFor } from '../verdictFor.ts'
import type { CourtLetter } from './courtLetters.ts'
import type { BundledFile } from '../bundledCustody.ts'
import { custodyHtml } from './custody.ts'
import { exhibitsIn } from './exhibits.ts'
import { type Said, messageHtml } from './messageHtml.ts'
import { reportStyle } from './reportStyle.ts'
import { courtWords, filled } from './words.ts'

/** What a report is made of. */
export interface ReportOrder {
  readonly report: Report
  /** Of the one bundle that it is about. */
  readonly facts: Facts
  readonly letters: readonly CourtLetter[]
  readonly custody: readonly BundledFile[]
  /** How the reader calls the request. */
  readonly reference: string
  readonly language: CourtLetter['letter']['language']
  readonly timeZone: string
  /** Of the program that makes it. */
  readonly version: string
}

/**
 * The report of a court bundle as one HTML file, without a script and without a network: what is proven, by whom and
 * since when, and what is not. Whatever others wrote is escaped and isolated.
 */
export function reportHtml(order: ReportOrder): string {
  const { facts, letters, reference, language, timeZone, version } = order
  const words = courtWords(language)
  const format = formatFor(language, timeZone)
  const said: Said = {
    words,
    state: (code) => escaped(format.country(code) ?? code),
    moment: (time) => escaped(format.moment(typeof time === 'string' ? time : time.toISOString())),
    own: facts.state ?? '?',
  }
  const title = filled(words.title, { reference: harmless(reference) })
  // When the bundle was made, by its log: the same bundle gives the same report.
  const time = facts.until === undefined ? '?' : said.moment(facts.until)
  const made = { time, state: said.state(said.own), version }
  return `<!DOCTYPE html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${escaped(title)}</title>
<style>
${reportStyle}
</style>
</head>
<body>
<main>
<header><h1>${escaped(title)}</h1>
<p>${withCommands(words.lead)}</p>
<p class="made">${filled(escaped(words.made), made)}</p></header>
${verdictHtml(order, said)}
${keysHtml(facts, said)}
<section><h2>${escaped(words.proven)}</h2>
<p>${filled(escaped(words.provenLead), { state: said.state(said.own) })}</p>
${letters.length === 0 ? `<p>${escaped(words.none)}</p>` : `<ol class="messages">${letters.map((one) => messageHtml(one, said)).join('\n')}</ol>`}
</section>
${logHtml(facts, said)}
${exhibitsHtml(letters, said)}
${custodyHtml(order.custody, language, words)}
${notProvenHtml(order, said)}
<section><h2>${escaped(words.check)}</h2><p>${withCommands(words.checkLead)}</p></section>
</main>
</body>
</html>
`
}

function verdictHtml({ report, language }: ReportOrder, { words }: Said): string {
  const { word, sentence } = verdictOf(report)
  const meaning = verdictFor(language, report.exit)
  const kind = report.exit === 0 ? 'good' : report.exit === 10 ? 'incomplete' : 'bad'
  const first =
    report.first === null
      ? ''
      : `<p class="first">${filled(escaped(words.first), { finding: `<bdi lang="en">${escaped(findingInWords(report.first))}</bdi>` })}</p>`
  return `<section><h2>${escaped(words.verdict)}</h2>
<div class="verdict ${kind}" lang="en" dir="ltr"><strong>${escaped(word)}:</strong> ${escaped(sentence)}</div>
${language === 'en' ? '' : `<p><strong>${escaped(meaning.word)}</strong><br/>${escaped(meaning.sentence)}</p>`}
${first}
<p>${filled(escaped(words.asOfMaking), { exit: report.exit })}</p></section>`
}

function keysHtml({ trustLists = [] }: Facts, { words, state }: Said): string {
  const lines = trustLists.map((list) => {
    const line = filled(escaped(words.keyLine), { state: state(list.state), sequence: list.sequence })
    const groups = list.signer.replace(/(.{4})(?=.)/g, '$1 ')
    return `<li>${line}<br/><code dir="ltr">${escaped(groups)}</code></li>`
  })
  return `<section><h2>${escaped(words.keys)}</h2>
<p>${escaped(words.keysLead)}</p>
<ul>${[...new Set(lines)].join('\n')}</ul></section>`
}

function logHtml(facts: Facts, { words, state, moment, own }: Said): string {
  const { origin = '?', size = 0, from, until, cosigned, balanced = {} } = facts
  const lines = [
    filled(escaped(words.logLine), {
      origin: `<code dir="ltr">${escaped(harmless(origin))}</code>`,
      size,
      from: from === undefined ? '?' : moment(from),
      until: until === undefined ? '?' : moment(until),
    }),
    ...(cosigned?.at === undefined
      ? []
      : [
          filled(escaped(words.cosignedLine), {
            // The words name the last entry that it covers, and entries are counted from 0.
            size: cosigned.size - 1,
            by: cosigned.by.map((one) => state(one)).join(', '),
            time: moment(cosigned.at),
          }),
        ]),
    ...Object.entries(balanced).map(([peer, time]) =>
      filled(escaped(words.balancedLine), { state: state(own), peer: state(peer), time: moment(time) }),
    ),
  ]
  return `<section><h2>${escaped(words.log)}</h2>${lines.map((line) => `<p>${line}</p>`).join('\n')}</section>`
}

function exhibitsHtml(letters: readonly CourtLetter[], { words }: Said): string {
  const rows = exhibitsIn(letters.map(({ message }) => message)).map(
    ({ id, name, bytes, sha256, file }) =>
      `<tr><td>${escaped(id)}</td><td><bdi>${escaped(name)}</bdi></td><td>${bytes}</td><td><code dir="ltr">${escaped(sha256)}</code></td><td><code dir="ltr">${escaped(file)}</code></td></tr>`,
  )
  if (rows.length === 0) return ''
  const heads = [words.exhibit, words.name, words.bytes, 'SHA-256', words.message]
  return `<section><h2>${escaped(words.exhibits)}</h2><p>${withCommands(words.exhibitsLead)}</p>
<table><thead><tr>${heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></section>`
}

/** Values that are codes of States or times are written for the reader; the others as they are. */
function notProvenHtml({ report, facts, letters }: ReportOrder, { words, state, moment }: Said): string {
  const written = (name: string, value: string | number): string | number => {
    if (name === 'until') return moment(String(value))
    // What somebody else has called himself.
    if (name === 'by') return `<bdi>${escaped(harmless(String(value)))}</bdi>`
    if (!['state', 'states', 'peers'].includes(name)) return escaped(String(value))
    return String(value).split(', ').map(state).join(', ')
  }
  const lines = notProvenIn(
    report,
    facts,
    letters.map(({ message }) => message),
  ).map(({ what, values }) => {
    const shown = Object.entries(values).map(([name, value]) => [name, written(name, value)] as const)
    return `<li data-what="${what}">${filled(escaped(words.sentences[what]), Object.fromEntries(shown))}</li>`
  })
  return `<section class="not"><h2>${escaped(words.notProven)}</h2>
<p>${escaped(words.notProvenLead)}</p>
<ul>${lines.join('\n')}</ul></section>`
}

const commands =
  /bundle\/|verify\.html|node \/path\S+ verify \/path\/to\/FILE\.zip|verify --custody|sha256sum -c exhibits\.sha256/g

/** Paths and commands in a sentence are read from left to right in every language. */
function withCommands(text: string): string {
  return escaped(text).replace(commands, (command) => `<code dir="ltr">${command}</code>`)
}
