import { type Refusal, type Result, refuse } from '../../../message/refusal.ts'
import { readHead } from '../../../store/audit.ts'
import { type NamedFile, listNamedFiles } from '../../../store/exhibits/deposits.ts'
import { listNamesOfPeople } from '../../../store/people/people.ts'
import { type NamedDraft, listNamedDrafts, listNamedRequests } from '../../../store/trail.ts'
import { exchangeLimits } from '../../limits.ts'
import type { Node } from '../../node.ts'
import { type TrailAnswer, type TrailLine, type TrailQuestion, readTrail, trailMax } from '../../readTrail.ts'
import { refusalNoted } from '../../refusedActs.ts'
import { requestNamed } from '../../requestNamed.ts'
import type { Published } from '../../review/publish.ts'
import { type MissedLine, readMissed } from '../../review/readMissed.ts'
import { type StatisticsQuestion, readStatistics } from '../../review/readStatistics.ts'
import { type Unreasoned, readUnreasoned } from '../../review/readUnreasoned.ts'
import { type ReviewPage, type ReviewQuestion, reviewMax } from '../../review/review.ts'
import type { DeskReader } from '../deskReader.ts'
import { type DeskNames, deskNames } from '../names.ts'
import { isUuid } from '../../identifiers.ts'

/** An entry of the log as an auditor of one authority reads it. */
export interface CheckedLine extends TrailLine {
  /**
   * It is about a request of another authority of this State, or tells of such: that it is there, its event, who did it and
   * when is told, and nothing of the request.
   */
  readonly isWithheld: boolean
  /** What the requests are called that its details name, by their ids. */
  readonly called: ReadonlyMap<string, string>
  /** The drafts of the authority that its details name, by their ids. */
  readonly drafts: ReadonlyMap<string, NamedDraft>
  /** The files that its details name, by the ids of their deposits. */
  readonly files: ReadonlyMap<string, NamedFile>
}

/** A page of the trail. */
export interface CheckedTrail extends TrailAnswer {
  readonly names: DeskNames
  readonly lines: readonly CheckedLine[]
  /** The place at which the next page begins; null: there is none. */
  readonly next: number | null
}

/** An answer from the records, with what is needed to put it into words. */
export type CheckedReview<Answer> = Answer & { readonly names: DeskNames }

/**
 * The questions of an auditor at the desk, each answered as the command of the same name does, and as far as an authority of the
 * State may know: of the log all entries, of requests those of the own authority. Who asked what is in the log before it is
 * answered; as what it is taken away, if it is, too. The request is named as `requestNamed` takes it, and refused as there, which
 * is noted as well.
 */
export interface CheckingAnswers {
  readonly trail: (reader: DeskReader, asked: TrailQuestion) => Promise<Result<CheckedTrail>>
  readonly missed: (
    reader: DeskReader,
    asked: ReviewQuestion,
  ) => Promise<Result<CheckedReview<ReviewPage<MissedLine>>>>
  readonly unreasoned: (
    reader: DeskReader,
    asked: ReviewQuestion,
  ) => Promise<Result<CheckedReview<Unreasoned>>>
  /** Refuses with TOO_MANY_GROUPS. */
  readonly statistics: (
    reader: DeskReader,
    asked: StatisticsQuestion,
  ) => Promise<Result<CheckedReview<{ readonly published: Published }>>>
}

export function checkingAnswers(node: Node): CheckingAnswers {
  const told = async <Answer extends object>(
    reader: DeskReader,
    command: string,
    answer: Promise<Result<Answer>>,
  ): Promise<Result<CheckedReview<Answer>>> => {
    const given = await refusalNoted(node, { actor: reader, wanted: command }, answer)
    return given.ok ? { ...given, names: deskNames(node, reader.authority, []) } : given
  }
  return {
    trail: (reader, asked) => told(reader, wanted('log read', asked), trailFor(node, reader, asked)),
    missed: (reader, asked) =>
      told(reader, wanted('log missed', asked), reviewFor(node, reader, asked, readMissed)),
    unreasoned: (reader, asked) =>
      told(reader, wanted('log unreasoned', asked), reviewFor(node, reader, asked, readUnreasoned)),
    statistics: (reader, asked) =>
      told(reader, 'statistics', readStatistics(node, { ...asked, authority: reader.authority }, reader)),
  }
}

function wanted(command: string, { request }: { readonly request?: string }): string {
  return request === undefined ? command : `${command} --request ${request}`
}

/** So many lines are shown on a page, or stand in a file. */
function mostOf({ file }: { readonly file?: string }, ofFile: number): number {
  return file === undefined ? exchangeLimits.checking.linesMax : ofFile
}

async function trailFor(
  node: Node,
  reader: DeskReader,
  asked: TrailQuestion,
): Promise<Result<Omit<CheckedTrail, 'names'>>> {
  const named = await withRequest(node, reader, asked)
  if (!named.ok) return named
  const refusal = await placeRefusal(node, asked)
  if (refusal !== null) return refusal
  const most = mostOf(asked, trailMax)
  const answer = await readTrail(node, await withSignInNames(node, named.question), reader, most)
  const last = answer.lines.length === most ? answer.lines.at(-1) : undefined
  const next = last === undefined ? null : nextAfter(last.index, asked)
  return { ok: true, ...answer, lines: await withheld(node, reader, answer.lines), next }
}

/** Where the next page begins, in the order that was asked for; null: there is none. */
function nextAfter(last: number, { newestFrom }: TrailQuestion): number | null {
  if (newestFrom === undefined) return last + 1
  return last === 0 ? null : last - 1
}

/** The log names people of the desk by their sign-in names: whoever asks for somebody by their name means those. */
async function withSignInNames({ db }: Node, question: TrailQuestion): Promise<TrailQuestion> {
  const { person } = question
  if (person === undefined) return question
  const people = await listNamesOfPeople(db, exchangeLimits.checking.peopleMax)
  const named = people.filter(({ name, sign_in_name }) => name === person && sign_in_name !== person)
  const signInNames = named.map(({ sign_in_name }) => sign_in_name)
  return signInNames.length === 0 ? question : { ...question, signInNames }
}

async function placeRefusal({ db }: Node, { first, newestFrom }: TrailQuestion): Promise<Refusal | null> {
  const { size } = await readHead(db)
  return Math.max(first, newestFrom ?? 0) > size
    ? refuse('PAGE_UNKNOWN', { expected: [`0 to ${size}`] })
    : null
}

async function reviewFor<Page extends object>(
  node: Node,
  reader: DeskReader,
  asked: ReviewQuestion,
  read: (node: Node, question: ReviewQuestion, reader: DeskReader, most: number) => Promise<Page>,
): Promise<Result<Page>> {
  const named = await withRequest(node, reader, asked)
  if (!named.ok) return named
  const question = { ...named.question, authority: reader.authority }
  return { ok: true, ...(await read(node, question, reader, mostOf(asked, reviewMax))) }
}

/** The question with the id of the request that it names, among those of the reader's authority. */
async function withRequest<Question extends { readonly request?: string }>(
  node: Node,
  { authority }: DeskReader,
  question: Question,
): Promise<Result<{ readonly question: Question }>> {
  if (question.request === undefined) return { ok: true, question }
  const named = await requestNamed(node, question.request, authority)
  return named.ok ? { ok: true, question: { ...question, request: named.row.id } } : named
}

/** The lines without what they tell of requests of other authorities. */
async function withheld(
  node: Node,
  { authority }: DeskReader,
  lines: readonly TrailLine[],
): Promise<CheckedLine[]> {
  const told = new Set(lines.flatMap(requestsIn))
  const wanted = lines.flatMap(wantedIn)
  const drafts = new Map(
    (await listNamedDrafts(node.db, authority, [...new Set([...lines.flatMap(draftsIn), ...wanted])])).map(
      (draft) => [draft.id, draft],
    ),
  )
  const files = new Map(
    (await listNamedFiles(node.db, authority, [...lines.flatMap(filesIn), ...wanted])).map((file) => [
      file.id,
      file,
    ]),
  )
  const ofDrafts = [...drafts.values()].map(({ request }) => request)
  const named = await listNamedRequests(node.db, [...new Set([...told, ...wanted, ...ofDrafts])])
  const isOwn = ({ own_authority }: { own_authority: string }): boolean => own_authority === authority
  // What somebody wanted in vain tells of no request: they may have guessed.
  const others = new Set(named.filter((one) => told.has(one.id) && !isOwn(one)).map(({ id }) => id))
  const called = new Map(named.filter(isOwn).map(({ id, reference }) => [id, reference]))
  return lines.map((line) => {
    const isOfOther = line.authority !== null && line.authority !== authority
    // Whoever reads for another authority says in their question what they look for.
    const isByOther =
      line.actor !== null &&
      ![authority, node.state].includes(line.actor.authority) &&
      !ofNode.test(line.entry.evt)
    const tellsOfOther = isByOther || requestsIn(line).some((request) => others.has(request))
    if (!isOfOther && !tellsOfOther) return { ...line, called, drafts, files, isWithheld: false }
    const { request, message } = isOfOther ? { request: null, message: null } : line
    const isWithheld = isOfOther || line.details !== null
    return { ...line, called, drafts, files, request, message, details: null, isWithheld }
  })
}

/** Events that are about no request, whoever acted. */
const ofNode =
  /^((node|configuration|key|trustList|revocationList|certificate|peer|circuit|token|witness)\.|log\.(?!read$))/

/** The ids of requests that an entry names in its details. */
function requestsIn({ details }: TrailLine): string[] {
  const { scope, request } = details ?? {}
  const named: readonly unknown[] = Array.isArray(scope) ? scope : []
  return [...named, request].filter((one): one is string => typeof one === 'string' && isUuid(one))
}

/** The draft that an entry names in its details. */
function draftsIn({ details }: TrailLine): string[] {
  const { draft } = details ?? {}
  return typeof draft === 'string' && isUuid(draft) ? [draft] : []
}

/** The files that an entry names in its details. */
function filesIn({ details }: TrailLine): string[] {
  const { deposit, source } = details ?? {}
  return [deposit, source].filter((one): one is string => typeof one === 'string' && isUuid(one))
}

/** The ids in what somebody wanted and was refused: of requests, of drafts, of files, of whatever else. */
function wantedIn({ details }: TrailLine): string[] {
  const { wanted } = details ?? {}
  return typeof wanted === 'string' ? wanted.split(/[ /]/).filter((one) => isUuid(one)) : []
}
