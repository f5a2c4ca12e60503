import type { Result } from '../../../message/refusal.ts'
import { listNamesOfPeople } from '../../../store/people/people.ts'
import { exchangeLimits } from '../../limits.ts'
import type { Node } from '../../node.ts'
import { type CheckRun, checkRuns } from '../../recheck/checkRun.ts'
import { refusalNoted } from '../../refusedActs.ts'
import type { DeskReader } from '../deskReader.ts'
import { type DeskNames, deskNames } from '../names.ts'
import { type Among, requestsAmong } from './among.ts'
import { type CheckingAnswers, checkingAnswers } from './answers.ts'
import { type NodeStanding, readStanding } from './standing.ts'

/** The last reading of the log that somebody began, with what is needed to put it into words. */
export interface SeenRun {
  readonly names: DeskNames
  /** Null: there was none. */
  readonly run: CheckRun | null
}

/** Somebody of the desk: the log names them by their sign-in name. */
export interface NamedPerson {
  readonly signInName: string
  readonly name: string
}

/** What an auditor does at the desk. */
export interface Checking extends CheckingAnswers {
  readonly standing: (reader: DeskReader) => Promise<NodeStanding>
  /** Begins to read the whole log anew, which is in the log before this returns. Refuses with CHECK_RUNNING, which is noted. */
  readonly beginRun: (reader: DeskReader) => Promise<Result<object>>
  readonly run: (reader: DeskReader) => Promise<SeenRun>
  /** The requests with these ids, which are all called by this name: the reader chooses among them. */
  readonly among: (reader: DeskReader, name: string, ids: readonly string[]) => Promise<Among>
  /** Codes of the States with which this one exchanges. */
  readonly states: () => readonly string[]
  /** People who work or worked at the desk, for what is proposed to be asked: so many, by sign-in name. */
  readonly people: () => Promise<readonly NamedPerson[]>
  /** The day of today, for what is proposed to be asked. */
  readonly now: () => Date
  /** Lets a reading of the log that runs here break off. */
  readonly close: () => Promise<void>
}

/** @param noted - called when the log has been told of something, which is before an answer is given */
export function checking(node: Node, noted: () => void): Checking {
  const runs = checkRuns(node, noted)
  const answers = checkingAnswers(node)
  const told = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const given = await answer
    noted()
    return given
  }
  return {
    trail: (reader, asked) => told(answers.trail(reader, asked)),
    missed: (reader, asked) => told(answers.missed(reader, asked)),
    unreasoned: (reader, asked) => told(answers.unreasoned(reader, asked)),
    statistics: (reader, asked) => told(answers.statistics(reader, asked)),
    standing: (reader) => readStanding(node, reader),
    beginRun: (reader) =>
      told(refusalNoted(node, { actor: reader, wanted: 'log check' }, runs.begin(reader))),
    run: async ({ authority }) => ({ names: deskNames(node, authority, []), run: await runs.last() }),
    among: (reader, name, ids) => told(requestsAmong(node, reader, name, ids)),
    states: () => [...node.trust.peers].sort(),
    people: async () =>
      (await listNamesOfPeople(node.db, exchangeLimits.checking.proposedMax)).map(
        ({ sign_in_name, name }) => ({
          ...{ signInName: sign_in_name, name },
        }),
      ),
    now: () => node.now(),
    close: () => runs.close(),
  }
}
