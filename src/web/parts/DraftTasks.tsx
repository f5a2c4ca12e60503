import type { KeptDraft } from '../../exchange/drafts/keptDraft.ts'
import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import type { Finding } from '../../workflow/check/finding.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { filesLink, partAt, partLink } from '../desk/draftLinks.ts'
import { errorsOfDraft } from '../form/errorsOfDraft.ts'
import { type FormPart, partTitle, planOf } from '../form/plan.ts'
import { Tag } from './Tag.tsx'

interface DraftTasksProps {
  readonly words: CaseWords
  readonly draft: KeptDraft
  readonly takesFiles: boolean
  /** What the workflow will ask of it. */
  readonly owed: DraftView['owed']
  /** What the other State would say to it. */
  readonly told: readonly Finding[]
}

/** The parts of a draft, each with what is done in it and what is missing. */
export function DraftTasks({ words, draft, takesFiles, owed, told }: DraftTasksProps) {
  const { id, type, body, exhibits } = draft
  const errors = errorsOfDraft(draft, owed, words)
  return (
    <ul class="govuk-task-list">
      {planOf(type).parts.map((part) => {
        const own = errors.filter((error) => error.part === part.name)
        const isBegun = part.members.some((member) => member in body)
        const isTold = own.length > 0 && isTyped(draft, part)
        const link = partLink(id, part, isTold)
        return (
          <li key={part.name} class="govuk-task-list__item govuk-task-list__item--with-link">
            <div class="govuk-task-list__name-and-hint">
              <a
                class="govuk-link govuk-task-list__link"
                href={link}
                aria-describedby={`${part.name}-status`}
              >
                {partTitle(words, type, part)}
              </a>
            </div>
            <div class="govuk-task-list__status" id={`${part.name}-status`}>
              <Status
                words={words}
                missing={own.filter(({ isMissing }) => isMissing).length}
                wrong={own.filter(({ isMissing }) => !isMissing).length}
                told={askedIn(draft, part, told)}
                isBegun={isBegun}
                isRequired={part.isRequired}
                isOpen={part.isOfSomeMeasures && !hasMeasures(body)}
              />
            </div>
          </li>
        )
      })}
      {takesFiles ? (
        <li class="govuk-task-list__item govuk-task-list__item--with-link">
          <div class="govuk-task-list__name-and-hint">
            <a class="govuk-link govuk-task-list__link" href={filesLink(id)} aria-describedby="files-status">
              {words.say('files')}
            </a>
          </div>
          <div class="govuk-task-list__status" id="files-status">
            {exhibits.length === 0 ? (
              <Tag colour="grey">{words.say('partOptional')}</Tag>
            ) : (
              words.say('filesCount', { count: exhibits.length })
            )}
          </div>
        </li>
      ) : null}
    </ul>
  )
}

/** Whether somebody has saved something of a part: what the node has filled in as the draft began is not theirs. */
function isTyped({ version, body }: KeptDraft, { members }: FormPart): boolean {
  return version > 1 && members.some((member) => member in body && !isGivenAsBegun(member, body[member]))
}

function isGivenAsBegun(member: string, value: JsonValue | undefined): boolean {
  if (member !== 'requestingAuthority' || !isObject(value)) return false
  const { contact, ...others } = value
  const names = [...Object.keys(others), ...(isObject(contact) ? Object.keys(contact) : [])]
  return names.every((name) => givenAsBegun.has(name))
}

const givenAsBegun: ReadonlySet<string> = new Set(['officer', 'email', 'phone', 'officeHours', 'timeZone'])

/** Whether it is said of any measure of which kind it is. */
function hasMeasures({ measures }: JsonObject): boolean {
  const rows: readonly JsonValue[] = Array.isArray(measures) ? measures : []
  return rows.some((row) => isObject(row) && row.kind !== undefined)
}

/** How much of what would be refused or sent back stands in a part. */
function askedIn(draft: KeptDraft, part: FormPart, told: readonly Finding[]): number {
  return told.filter(({ weight, pointer }) => weight !== 'note' && partAt(draft, pointer)?.name === part.name)
    .length
}

interface StatusProps {
  readonly words: CaseWords
  readonly missing: number
  readonly wrong: number
  readonly told: number
  readonly isBegun: boolean
  readonly isRequired: boolean
  /** Whether it hangs on measures that are not chosen yet. */
  readonly isOpen: boolean
}

function Status({ words: { say }, missing, wrong, told, isBegun, isRequired, isOpen }: StatusProps) {
  if (wrong > 0) return <Tag colour="red">{say('partWrong', { count: wrong })}</Tag>
  if (missing > 0) return <Tag colour="yellow">{say('partMissing', { count: missing })}</Tag>
  if (told > 0) return <Tag colour="yellow">{say('partAsked', { count: told })}</Tag>
  if (isBegun) return <>{say('partDone')}</>
  if (isOpen) return <Tag colour="grey">{say('partOfMeasures')}</Tag>
  return <Tag colour="grey">{say(isRequired ? 'partEmpty' : 'partOptional')}</Tag>
}
