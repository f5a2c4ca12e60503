import type { Actor } from '../audit/events.ts'
import type { Result } from '../message/refusal.ts'
import type { ExhibitQuestion } from './exhibits/list.ts'
import { showExhibit, showExhibits } from './exhibits/show.ts'
import type { Node } from './node.ts'
import type { ExhibitView } from './shown/exhibitShown.ts'

/**
 * The files of the node as a system asks for them, each answered as the command does. What was taken in for another authority than that
 * of its token is not there for it, nor are the requests of that.
 */
export interface ExhibitAnswers {
  /** Refuses as `showExhibits`. */
  readonly list: (
    question: ExhibitQuestion,
    reader: Actor,
  ) => Promise<Result<{ readonly shown: readonly ExhibitView[]; readonly next: string | null }>>
  /** Refuses with EXHIBIT_UNKNOWN. */
  readonly show: (deposit: string, reader: Actor) => Promise<Result<{ readonly shown: ExhibitView }>>
}

/** @param noted - called when the log has been told of a reading, which is before its answer is given */
export function exhibitAnswers(node: Node, noted: () => void): ExhibitAnswers {
  const told = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const given = await answer
    noted()
    return given
  }
  return {
    list: (question, reader) =>
      told(showExhibits(node, { ...question, authority: reader.authority }, reader)),
    show: (deposit, reader) => told(showExhibit(node, deposit, reader)),
  }
}
