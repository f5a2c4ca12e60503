import { sideBySide } from '../../message/sideBySide.ts'
import type { Assistant, Task } from './assistant.ts'
import { type Files, receiptPath } from './layout.ts'
import {
  type MessageSources,
  type OpenedMessage,
  type RecordMessage,
  type WantedMessage,
  atOnceMax,
  openWithReceipt,
} from './messages.ts'
import { type Plan, messagePath } from './plan.ts'
import type { Find } from './report.ts'

/** As many messages as an assistant takes at once: little beside all, so that both end at nearly the same time. */
const taskMax = 64

/**
 * Opens all messages and receipts of these records, in order; with an assistant where there is one, each taking the next that
 * nobody has taken.
 */
export async function openMessages(
  sources: MessageSources,
  plans: ReadonlyMap<string, Plan>,
  assistant: Assistant | null,
  find: Find,
): Promise<RecordMessage[]> {
  const wanted = [...plans].flatMap(([request, { messages }]) =>
    messages.map((planned) => ({ request, planned, path: messagePath(request, planned) })),
  )
  const opened = new Map<number, OpenedMessage>()
  const open = async ([place, one]: [number, WantedMessage]): Promise<void> => {
    opened.set(place, await openWithReceipt(sources, one))
  }
  const left = wanted.entries()
  const [assisted = []] = await Promise.all([
    assistant?.work(() => takeTasks(left, sources.files)),
    sideBySide(left, atOnceMax, open),
  ])
  // Only what holds is taken from another thread: what it found fault with is judged here, as is what it has not given back.
  for (const { place, opened: one } of assisted) if (one.found.length === 0) opened.set(place, one)
  const missing = [...wanted.entries()].filter(([place]) => !opened.has(place))
  await sideBySide(missing, atOnceMax, open)
  // In the order of the records, whichever signature was checked first.
  const inOrder = wanted.flatMap((_, place) => opened.get(place) ?? [])
  for (const { found } of inOrder)
    for (const { severity, object, what } of found) find(severity, object, what)
  return inOrder.map(({ record }) => record)
}

/** The next messages, with their files; none where none is left. */
function takeTasks(left: Iterator<[number, WantedMessage]>, files: Files): Task[] {
  const tasks: Task[] = []
  while (tasks.length < taskMax) {
    const next = left.next()
    if (next.done === true) break
    const [place, wanted] = next.value
    const paths = [wanted.path, receiptPath(wanted.path)]
    tasks.push({ place, wanted, files: new Map(paths.flatMap((path) => fileOf(files, path))) })
  }
  return tasks
}

function fileOf(files: Files, path: string): [path: string, bytes: Uint8Array][] {
  const bytes = files.get(path)
  return bytes === undefined ? [] : [[path, bytes]]
}
