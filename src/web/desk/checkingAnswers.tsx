import type { Request, Response } from 'express'
import type { VNode } from 'preact'
import type { DeskReader } from '../../exchange/desk/deskReader.ts'
import type { Among } from '../../exchange/desk/checking/among.ts'
import type { CheckedReview, CheckedTrail } from '../../exchange/desk/checking/answers.ts'
import type { NamedPerson } from '../../exchange/desk/checking/checking.ts'
import type { MissedLine } from '../../exchange/review/readMissed.ts'
import type { Unreasoned } from '../../exchange/review/readUnreasoned.ts'
import type { AnswerFile, ReviewPage, ReviewQuestion } from '../../exchange/review/review.ts'
import { csvOf } from '../../exchange/shown/csv.ts'
import { missedShown } from '../../exchange/shown/missedShown.ts'
import type { Shown } from '../../exchange/shown/shown.ts'
import { statisticsShown } from '../../exchange/shown/statisticsShown.ts'
import { linesShown } from '../../exchange/shown/trailShown.ts'
import { unreasonedShown } from '../../exchange/shown/unreasonedShown.ts'
import type { SavedSearch } from '../../exchange/search/saved.ts'
import type { Refusal, Result } from '../../message/refusal.ts'
import { CheckMissed } from '../pages/CheckMissed.tsx'
import { CheckStatistics } from '../pages/CheckStatistics.tsx'
import { CheckTrail } from '../pages/CheckTrail.tsx'
import { CheckUnreasoned } from '../pages/CheckUnreasoned.tsx'
import type { NotSaved } from '../pages/Search.tsx'
import type { FormError } from '../parts/ErrorSummary.tsx'
import type { Frame } from '../parts/Layout.tsx'
import { problems } from '../problem.ts'
import {
  type QuestionForm,
  type Timed,
  deskTrailForm,
  reviewForm,
  statisticsForm,
} from '../systems/questions.ts'
import { type Turns, turnsOf } from '../systems/turns.ts'
import { auditorIn } from './checking.tsx'
import type { CheckingRouteName } from './checkingPaths.ts'
import { amongOf } from './amongOf.ts'
import { askedIn } from './checkingQuestions.ts'
import { questionError } from './checkingWords.ts'
import type { Desk, DeskHandler } from './desk.tsx'
import { type Visit, answerWithPage, personOfVisit, visitOf } from './pageOf.ts'
import { zoneOf } from './zoneOf.ts'

/** What a page with a question and its answer is made with. */
export interface AnswerParts<Answer> extends Visit {
  readonly frame: Frame
  /** What stands in the fields. */
  readonly typed: URLSearchParams
  /** Null: nothing was asked, or not so that it could be answered. */
  readonly answer: Answer | null
  readonly errors: readonly FormError[]
  readonly now: Date
  /** In which days are typed (IANA name). */
  readonly timeZone: string
  /** Codes of the States that can be asked about. */
  readonly states: readonly string[]
  /** People who can be asked about, as they are proposed. */
  readonly people: readonly NamedPerson[]
  /** The requests that are called by the name that was asked for, where it is that of several; else null. */
  readonly among: Among | null
  /** What this person has saved to be asked there again. */
  readonly saved: readonly SavedSearch[]
  /** What was to be saved there, and was not; null: nothing was. */
  readonly notSaved: NotSaved | null
}

interface Filed extends Timed {
  readonly file?: AnswerFile
}

/** One question of an auditor: how it is asked, answered, shown and taken away. */
interface Inquiry<Question extends Filed, Answer extends object> {
  readonly form: QuestionForm<Question>
  readonly answer: (reader: DeskReader, question: Question) => Promise<Result<Answer>>
  readonly page: (parts: AnswerParts<Answer>) => VNode
  readonly shown: (answer: Answer, question: Question) => Shown
  /** Name of the file without its ending. */
  readonly file: string
  /** Days are those of UTC: months are counted so, and States compare them. */
  readonly isInUtc?: true
  /** Whether what is asked there can be saved under a name. */
  readonly isSaved?: true
}

/** The pages on which an auditor asks, and what is taken away from them. */
export function answerHandlers(
  desk: Desk,
): Readonly<
  Record<
    Exclude<CheckingRouteName, 'check' | 'checkRun' | 'beginCheckRun' | 'exports' | 'makeExport'>,
    DeskHandler
  >
> {
  const { checking } = desk.services
  const turns = turnsOf(() => performance.now())
  const trail = inquiry(desk, turns, {
    form: deskTrailForm,
    answer: checking.trail,
    page: (parts) => <CheckTrail {...parts} />,
    shown: trailFile,
    file: 'trail',
    isSaved: true,
  })
  const missed = inquiry<ReviewQuestion, CheckedReview<ReviewPage<MissedLine>>>(desk, turns, {
    form: reviewForm,
    answer: checking.missed,
    page: (parts) => <CheckMissed {...parts} />,
    shown: missedShown,
    file: 'missed-deadlines',
  })
  const unreasoned = inquiry<ReviewQuestion, CheckedReview<Unreasoned>>(desk, turns, {
    form: reviewForm,
    answer: checking.unreasoned,
    page: (parts) => <CheckUnreasoned {...parts} />,
    shown: unreasonedShown,
    file: 'refusals-without-reasons',
  })
  const statistics = inquiry(desk, turns, {
    form: statisticsForm,
    answer: checking.statistics,
    page: (parts) => <CheckStatistics {...parts} />,
    shown: ({ published }, time) => statisticsShown(published, time),
    file: 'statistics',
    isInUtc: true,
  })
  return {
    trail: trail.page,
    trailCsv: trail.file('csv'),
    trailJson: trail.file('json'),
    missed: missed.page,
    missedCsv: missed.file('csv'),
    missedJson: missed.file('json'),
    unreasoned: unreasoned.page,
    unreasonedCsv: unreasoned.file('csv'),
    unreasonedJson: unreasoned.file('json'),
    statistics: statistics.page,
    statisticsCsv: statistics.file('csv'),
    statisticsJson: statistics.file('json'),
  }
}

/** Entries with a word about what is withheld of them, and where the next file begins. */
function trailFile({ lines, next, hints, waiting }: CheckedTrail): Shown {
  const { json, table } = linesShown(lines)
  const marks = ['withheld', ...lines.map(({ isWithheld }) => (isWithheld ? 'yes' : 'no'))]
  return {
    json: {
      entries: json.map((entry, place) => ({ ...entry, withheld: lines[place]?.isWithheld === true })),
      next,
      hints,
      waiting,
    },
    table: table.map((cells, place) => [...cells, marks[place] ?? '']),
  }
}

/** What somebody keeps asking of the log. */
async function savedBy(desk: Desk, visit: Visit): Promise<readonly SavedSearch[]> {
  const saved = await desk.services.searches.list(personOfVisit(visit))
  return saved.filter(({ place }) => place === 'trail')
}

async function partsFor(desk: Desk, visit: Visit) {
  const { checking } = desk.services
  return {
    ...{ ...visit, frame: desk.frameOf(visit), now: checking.now(), states: checking.states() },
    people: await checking.people(),
    notSaved: null,
    among: null,
  }
}

/** The page of the trail with a question that was not saved, and why. */
export async function showTrailNotSaved(
  desk: Desk,
  request: Request,
  response: Response,
  notSaved: NotSaved,
  refusal: Refusal,
): Promise<void> {
  const visit = visitOf(request, response)
  const errors = [desk.errorOf(visit, refusal, refusal.pointer === '/name' ? 'name' : null)]
  const typed = new URLSearchParams(notSaved.query)
  const timeZone = zoneOf(desk, visit)
  const asked = { typed, timeZone, answer: null, errors, saved: await savedBy(desk, visit), notSaved }
  const page = <CheckTrail {...await partsFor(desk, visit)} {...asked} />
  answerWithPage(response, problems[refusal.code].status, page)
}

interface Handlers {
  readonly page: DeskHandler
  readonly file: (ending: AnswerFile) => DeskHandler
}

function inquiry<Question extends Filed, Answer extends object>(
  desk: Desk,
  turns: Turns,
  { form, answer, page, shown, file: name, isInUtc, isSaved }: Inquiry<Question, Answer>,
): Handlers {
  const inTurn = (reader: DeskReader, question: Question): Promise<Result<Answer>> =>
    turns.take(reader.person, () => answer(reader, question))
  const zoneFor = (visit: Visit): string => (isInUtc === true ? 'UTC' : zoneOf(desk, visit))
  return {
    page: async (request, response) => {
      const visit = visitOf(request, response)
      const timeZone = zoneFor(visit)
      const { isAsked, typed, outcome: asked } = askedIn(form, request.originalUrl, timeZone)
      const show = async (
        status: number,
        given: Answer | null,
        errors: readonly FormError[],
        among: Among | null = null,
      ): Promise<void> => {
        const saved = isSaved === true ? await savedBy(desk, visit) : []
        const parts = {
          ...(await partsFor(desk, visit)),
          timeZone,
          typed,
          answer: given,
          errors,
          saved,
          among,
        }
        answerWithPage(response, status, page(parts))
      }
      if (!isAsked) {
        await show(200, null, [])
        return
      }
      const reader = auditorIn(request, response)
      const given = asked.ok ? await inTurn(reader, asked.question) : asked
      if (given.ok) await show(200, given, [])
      else {
        const among = await amongOf(desk, reader, typed, given)
        await show(problems[given.code].status, null, [questionError(desk, visit, given)], among)
      }
    },
    file: (ending) => async (request, response) => {
      const { outcome: asked } = askedIn(form, request.originalUrl, zoneFor(visitOf(request, response)))
      if (!asked.ok) {
        desk.refuse(request, response, asked)
        return
      }
      const question = { ...asked.question, file: ending }
      const given = await inTurn(auditorIn(request, response), question)
      if (!given.ok) {
        desk.refuse(request, response, given)
        return
      }
      const { json, table } = shown(given, question)
      const content = ending === 'csv' ? csvOf(table) : JSON.stringify({ ok: true, ...json }, null, 1)
      response
        .status(200)
        .attachment(`${name}.${ending}`)
        .set('Content-Type', fileTypes[ending])
        .send(Buffer.from(content, 'utf8'))
    },
  }
}

const fileTypes: Readonly<Record<AnswerFile, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json',
}
