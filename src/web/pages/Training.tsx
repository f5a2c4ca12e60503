import type { LessonView } from '../../exchange/training/lessons.ts'
import { type LetterLanguage, reads } from '../../letter/language.ts'
import type { Text } from '../../message/generated/types.ts'
import { caseLink } from '../desk/caseLinks.ts'
import type { Visit } from '../desk/pageOf.ts'
import type { Sentence, Words } from '../desk/words.ts'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code, OthersWords } from '../parts/Line.tsx'
import { Tag } from '../parts/Tag.tsx'

interface TrainingProps extends Visit {
  readonly frame: Frame
  readonly title: Text
  readonly lessons: readonly LessonView[]
}

/** What a trainee can try next, what is done, and what comes later. */
export function Training({ frame, words, person, title, lessons }: TrainingProps) {
  const { say } = words
  const done = lessons.filter(({ standing }) => standing === 'done').length
  return (
    <Layout frame={frame} words={words} person={person} title={say('trainingTitle')}>
      <span class="govuk-caption-xl">
        <InLanguage language={words.language} text={title} />
      </span>
      <h1 class="govuk-heading-xl">{say('trainingTitle')}</h1>
      <p class="govuk-body-l">{say('trainingText')}</p>
      <p class="govuk-body">{say('trainingDone', { done, all: lessons.length })}</p>
      <ul class="govuk-list">
        {inOrder(lessons).map((lesson) => (
          <li key={lesson.id} class="desk-part">
            <LessonOf words={words} lesson={lesson} />
          </li>
        ))}
      </ul>
    </Layout>
  )
}

const standings = {
  now: ['trainingNow', 'blue'],
  later: ['trainingLater', 'grey'],
  done: ['trainingIsDone', 'green'],
} as const satisfies Readonly<Record<LessonView['standing'], readonly [Sentence, string]>>

/** What can be done now comes first. */
function inOrder(lessons: readonly LessonView[]): readonly LessonView[] {
  const order = Object.keys(standings)
  return [...lessons].sort((one, other) => order.indexOf(one.standing) - order.indexOf(other.standing))
}

interface LessonProps {
  readonly words: Words
  readonly lesson: LessonView
}

function LessonOf({ words, lesson: { title, text, standing, cases } }: LessonProps) {
  const { say, language } = words
  const [sentence, colour] = standings[standing]
  return (
    <>
      <h2 class="govuk-heading-m">
        <InLanguage language={language} text={title} /> <Tag colour={colour}>{say(sentence)}</Tag>
      </h2>
      {standing === 'done' ? null : (
        <p class="govuk-body">
          <InLanguage language={language} text={text} />
        </p>
      )}
      {cases.length === 0 ? null : (
        <p class="govuk-body">
          {say('trainingHere')}{' '}
          {cases.map(({ request, reference }, at) => (
            <span key={request}>
              {at === 0 ? '' : ' · '}
              <a class="govuk-link" href={caseLink(request)}>
                <Code text={reference} />
              </a>
            </span>
          ))}
        </p>
      )}
    </>
  )
}

/** What a script says, in the language of the reader where it has that. */
function InLanguage({ language: reader, text }: { readonly language: LetterLanguage; readonly text: Text }) {
  const all = [text, ...(text.translations ?? [])]
  const { language, text: said } = all.find((one) => reads(reader, one.language)) ?? text
  return <OthersWords language={language}>{said}</OthersWords>
}
