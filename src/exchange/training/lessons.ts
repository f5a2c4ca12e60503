import type { Text } from '../../message/generated/types.ts'
import { listRecord, listUnplaced } from '../../store/messages.ts'
import type { RequestRow } from '../../store/tables.ts'
import { options } from '../../workflow/allowed.ts'
import type { DeskReader } from '../desk/deskReader.ts'
import { exchangeLimits } from '../limits.ts'
import { listCases } from '../listCases.ts'
import type { Node } from '../node.ts'
import { openRecord } from '../records.ts'
import { isErased, messageIn } from '../stored.ts'
import { type SeenMessage, isAbout } from './lines.ts'
import type { Lesson, Script } from './script.ts'

/** What a trainee is told to try, and how far they are. */
export interface LessonView {
  readonly id: string
  readonly title: Text
  readonly text: Text
  /** It was done in some request; it can be done now; something must happen before. */
  readonly standing: 'done' | 'now' | 'later'
  /** Where it can be done now; none: anywhere, or nowhere yet. */
  readonly cases: readonly { readonly request: string; readonly reference: string }[]
}

/** What a desk of a training world tells its trainees. */
export interface Training {
  readonly title: Text
  /** How far the reader's authority is, in its requests that changed last. */
  readonly lessons: (reader: DeskReader) => Promise<readonly LessonView[]>
}

/** @param noted - called when the log has been told of a reading, which is before its answer is given */
export function trainingOf(node: Node, script: Script, noted: () => void): Training {
  return {
    title: script.title,
    lessons: async (reader) => {
      const views = await readLessons(node, script, reader)
      noted()
      return views
    },
  }
}

interface Looked {
  readonly row: RequestRow
  readonly messages: readonly SeenMessage[]
}

/** How far an authority is: what its messages say. That somebody looked is in the log before it is returned. */
export async function readLessons(
  node: Node,
  { lessons }: Pick<Script, 'lessons'>,
  reader: DeskReader,
): Promise<readonly LessonView[]> {
  const { lessonRequestsMax } = exchangeLimits.training
  const listing = { authorities: [reader.authority], ended: true, limit: lessonRequestsMax }
  const rows = (await listCases(node, listing, reader)).cases.map(({ row }) => row)
  const looked: Looked[] = []
  for (const row of rows) looked.push({ row, messages: await messagesOf(node, row) })
  return lessons.map((lesson) => viewOf(lesson, looked))
}

async function messagesOf({ db, state }: Node, { id }: RequestRow): Promise<readonly SeenMessage[]> {
  const placed = await listRecord(db, id, 0, exchangeLimits.training.messagesMax)
  // What was sent just now counts, though its receipt is not there yet.
  const onTheirWay = (await listUnplaced(db, id)).filter(({ status }) => status === 'pending')
  return [...placed, ...onTheirWay]
    .filter((row) => !isErased(row))
    .map((row) => ({ message: messageIn(row), isOwn: row.from_state === state }))
}

function viewOf(lesson: Lesson, looked: readonly Looked[]): LessonView {
  const { id, title, text, after } = lesson
  const ofSide = looked.filter(({ row }) => lesson.side === undefined || lesson.side === row.side)
  const isDone = ofSide.some(({ messages }) => wasDone(lesson, messages))
  if (isDone) return { id, title, text, standing: 'done', cases: [] }
  if (after === undefined) return { id, title, text, standing: 'now', cases: [] }
  const open = ofSide.filter(
    ({ row, messages }) =>
      messages.some(({ isOwn, message }) => !isOwn && message.type === after) && isSayable(lesson, row),
  )
  const cases = open
    .slice(0, exchangeLimits.training.lessonCasesMax)
    .map(({ row }) => ({ request: row.id, reference: row.reference }))
  return { id, title, text, standing: cases.length === 0 ? 'later' : 'now', cases }
}

/** Whether the workflow lets the trainee do in a request now what the lesson tells. */
function isSayable({ done, outcome, kinds }: Lesson, row: RequestRow): boolean {
  const { state } = openRecord(row)
  if (state === null || row.closed !== null) return false
  const isOfKind = (measure: string): boolean => {
    const kind = state.measures.find(({ id }) => id === measure)?.kind
    return kinds === undefined || kinds.some((one) => JSON.stringify(one) === JSON.stringify(kind))
  }
  return options(state, row.side).some(
    ({ type, measures }) =>
      done.includes(type) &&
      measures.some(
        (one) =>
          isOfKind(one.measure) && (outcome === undefined || one.outcome === null || one.outcome === outcome),
      ),
  )
}

function wasDone({ done, outcome }: Lesson, messages: readonly SeenMessage[]): boolean {
  return messages.some(
    ({ isOwn, message }) =>
      isOwn && done.some((type) => isAbout({ type, ...(outcome === undefined ? {} : { outcome }) }, message)),
  )
}
