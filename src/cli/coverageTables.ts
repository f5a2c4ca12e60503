import { documents } from '../message/generated/schemas.ts'
import { namesIn } from '../message/unions.ts'
import { type Sourced, covers, profileIds, profileNamed } from '../workflow/profile.ts'
import { type Machine, machineOfKind, machines } from '../workflow/table.ts'
import type { Witnesses } from './coverageWitnesses.ts'
import { type Requirement, requiringRule, rulesOf } from './requirements.ts'
import { code, table } from './markdown.ts'

/** What is asked, and which schemas hold it. */
export function requirementTable(rows: readonly Requirement[]): string {
  return table(
    ['row', 'articles', 'what is asked', 'measures', 'messages', 'must hold', 'may hold', 'required by'],
    rows.map((row) => [
      code(row.id),
      row.articles.map((article) => markedArticle(row, article)).join('; '),
      row.note === undefined ? row.asks : `${row.asks} *${row.note}*`,
      (row.measures ?? []).map(measureLink).join(' '),
      row.messages.map(messageLink).join(' '),
      membersBySchema(row.must),
      membersBySchema(row.may),
      rulesOf(row)
        .map(
          ([profile, pointer]) =>
            `${profile} ${code(pointer)} (${sourceWords(requiringRule(profile, pointer))})`,
        )
        .join('<br>'),
    ]),
  )
}

function markedArticle({ unsure = {} }: Requirement, article: string): string {
  const marking = Object.hasOwn(unsure, article) ? unsure[article] : undefined
  return marking === undefined ? article : `${article} ${signs[marking]}`
}

/** A source, with a sign where it is not sure. */
function sourceWords(rule: Sourced | null): string {
  if (rule === null) return ''
  const { source, marking } = rule
  return marking === 'M?' || marking === 'warning' ? `${source} ${signs[marking]}` : source
}

/** What stands beside what is not sure. */
const signs = { 'M?': '(?)', warning: '⚠' } as const

/** Article by article: what it is the source of, and what tests that. */
export function articleTable(rows: readonly Requirement[], { walk }: Witnesses): string {
  const found = new Map<string, Set<string>>()
  const add = (article: string, path: string) =>
    found.set(article, (found.get(article) ?? new Set()).add(path))
  for (const room of ['measure', 'message', 'result'])
    for (const name of namesIn(documents, room))
      for (const article of articlesOf(`${room}/${name}`)) add(article, `${room}/${name}`)
  for (const { id, articles } of rows) for (const article of articles) add(article, `row/${id}`)
  const articles = [...found.keys()].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
  return table(
    ['article', 'measures', 'messages', 'results', 'asked in', 'walked through by'],
    articles.map((article) => {
      const of = (room: string) =>
        [...(found.get(article) ?? [])]
          .filter((path) => path.startsWith(`${room}/`))
          .map((path) => nameOf(path))
      const asked = of('row')
      const inRows = rows.filter(({ id }) => asked.includes(id))
      const measures = [...new Set([...of('measure'), ...inRows.flatMap((row) => row.measures ?? [])])]
      const messages = [...new Set([...of('message'), ...inRows.flatMap((row) => row.messages)])]
      const walked = measures.length > 0 ? measures.map(machineNameOf) : messages.flatMap(machineNamesWith)
      return [
        article,
        measures.map(measureLink).join(' '),
        messages.map(messageLink).join(' '),
        of('result').map(resultLink).join(' '),
        asked.map(code).join(' '),
        files(walked.map(walk)),
      ]
    }),
  )
}

/** Kind by kind: its machine with the messages that move it, its schemas, and what shows that it works. */
export function measureTable(rows: readonly Requirement[], witnesses: Witnesses): string {
  return table(
    ['measure', 'articles', 'asked in', 'machine', 'messages', 'result', 'examples', 'cases', 'tests'],
    namesIn(documents, 'measure').map((kind) => {
      const machine = machineOfKind(kind)
      return [
        measureLink(kind),
        articlesOf(`measure/${kind}`).join('; '),
        rows
          .filter((row) => row.measures?.includes(kind) === true)
          .map(({ id }) => code(id))
          .join(' '),
        machine === null ? '' : code(machine.name),
        machine === null ? '' : ownTypes(machine).map(messageLink).join(' '),
        documents[`result/${kind}.json`] === undefined ? '' : resultLink(kind),
        files([...witnesses.examples(`measure/${kind}`), ...resultExamples(kind, witnesses)]),
        files(witnesses.cases(kind)),
        files([...(machine === null ? [] : [witnesses.walk(machine.name)]), ...witnesses.tests(kind)]),
      ]
    }),
  )
}

/** Type by type: the machines that it moves, its examples, and what shows that it works. */
export function messageTable(rows: readonly Requirement[], witnesses: Witnesses): string {
  return table(
    ['message', 'articles', 'asked in', 'machines', 'examples', 'cases', 'tests'],
    namesIn(documents, 'message').map((type) => {
      const moved = machineNamesWith(type)
      return [
        messageLink(type),
        articlesOf(`message/${type}`).join('; '),
        rows
          .filter(({ messages }) => messages.includes(type))
          .map(({ id }) => code(id))
          .join(' '),
        isCommon(type) ? 'nearly all' : moved.map(code).join(' '),
        files(witnesses.examples(`message/${type}`)),
        files(witnesses.cases(type)),
        files([...moved.map(witnesses.walk), ...(isCommon(type) ? [] : witnesses.tests(type))]),
      ]
    }),
  )
}

/** Basis by basis: what it requires beyond the schemas, and of which kinds. */
export function profileTable(): string {
  const lines = profileIds().flatMap((id) => {
    const { content = [] } = profileNamed(id)
    return content
      .filter(({ weight }) => weight === 'required')
      .map((rule) => {
        const kinds = namesIn(documents, 'measure').filter((kind) => covers(rule, kind))
        const said = rule.messages === undefined ? '' : `, in ${rule.messages.map(messageLink).join(' ')}`
        const when = rule.when === undefined ? '' : `, where ${code(rule.when.pointer)} says so`
        return [
          id,
          sourceWords(rule),
          `${rule.words}${when}${said}`,
          rule.pointers.map(code).join(' or '),
          kinds.map(measureLink).join(' '),
        ]
      })
  })
  return table(['basis', 'article', 'what is required', 'where', 'of'], lines)
}

function resultExamples(kind: string, witnesses: Witnesses): readonly string[] {
  return documents[`result/${kind}.json`] === undefined ? [] : witnesses.examples(`result/${kind}`)
}

function typesOf({ opens, rows }: Machine): readonly string[] {
  return [...new Set([...opens.map(({ on }) => on), ...rows.map(({ on }) => on)])].sort()
}

/** The messages of a machine that few others have. */
function ownTypes(machine: Machine): readonly string[] {
  return typesOf(machine).filter((type) => !isCommon(type))
}

/** Types of message that more than half of the machines know. */
export function commonTypes(): readonly string[] {
  return namesIn(documents, 'message').filter(isCommon)
}

function isCommon(type: string): boolean {
  return machineNamesWith(type).length * 2 > machines().length
}

function machineNamesWith(type: string): readonly string[] {
  return machines()
    .filter((machine) => typesOf(machine).includes(type))
    .map(({ name }) => name)
}

function machineNameOf(kind: string): string {
  return machineOfKind(kind)?.name ?? ''
}

function articlesOf(path: string): readonly string[] {
  const list = documents[`${path}.json`]?.articles
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : []
}

function membersBySchema(members: Requirement['must'] = {}): string {
  return Object.entries(members)
    .map(([path, pointers]) => {
      const words = pointers.map((one) => (typeof one === 'string' ? code(one) : one.map(code).join(' or ')))
      return `${nameOf(path)}${path.startsWith('result/') ? ' (result)' : ''}: ${words.join(', ')}`
    })
    .join('<br>')
}

function nameOf(path: string): string {
  return path.slice(path.indexOf('/') + 1)
}

/** The name of a kind of measure, leading to its schema. */
function measureLink(kind: string): string {
  return `[${kind}](../schemas/measure/${kind}.json)`
}

/** The name of a type of message, leading to its schema. */
export function messageLink(type: string): string {
  return `[${type}](../schemas/message/${type}.json)`
}

function resultLink(kind: string): string {
  return `[${kind}](../schemas/result/${kind}.json)`
}

/** Files as links, each once, without what all of them share. */
function files(paths: readonly string[]): string {
  return [...new Set(paths)]
    .map(
      (path) => `[${path.slice(path.lastIndexOf('/') + 1).replace(/(\.test\.ts|\.json)$/, '')}](../${path})`,
    )
    .join(' ')
}
